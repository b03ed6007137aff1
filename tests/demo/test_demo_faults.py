"""Planting faults: never two on one deal, and no silent shortage of deals to plant on."""

from __future__ import annotations

import pytest

from xldesk.demo.accounts import make_accounts
from xldesk.demo.company import Company, make_company
from xldesk.demo.deals import make_deals
from xldesk.demo.faulty_deals import plant_deal_faults
from xldesk.demo.free_teams import FreeTeams
from xldesk.demo.partners import make_partners
from xldesk.demo.planted import Planted
from xldesk.demo.stream import Stream
from xldesk.demo.teams import make_teams

SEED = 11


def free_teams() -> FreeTeams:
    partners = make_partners(SEED)
    deals = make_deals(SEED, make_accounts(SEED)[0])[:40]
    teams = make_teams(SEED, deals, partners, frozenset())
    return FreeTeams(Stream(SEED, "test"), teams, partners, Planted())


def test_a_deal_is_handed_out_once():
    free = free_teams()
    taken = [team.deal.opportunity_id for _ in range(4) for team in free.take(10, lambda _: True)]
    assert len(set(taken)) == 40


def test_a_shortage_of_deals_is_an_error():
    free = free_teams()
    with pytest.raises(ValueError, match="take another"):
        list(free.take(41, lambda _: True))
    assert len(list(free.take(40, lambda _: True))) == 40


def test_a_fault_without_a_deal_to_plant_it_on_is_an_error():
    deals = make_deals(SEED, make_accounts(SEED)[0])[:5]
    with pytest.raises(ValueError, match="plant OPP-"):
        plant_deal_faults(SEED, deals, Planted())


def test_a_partner_not_on_the_deal_is_needed():
    with pytest.raises(ValueError, match="above zero"):
        Stream(SEED, "nobody").weighted({"nobody": 0})


def planted_alike(company: Company) -> dict[str, int]:
    """Return what does not depend on who happened to buy twice."""
    return {code: n for code, n in company.planted.counts().items() if code != "REG-EXISTING"}


@pytest.mark.parametrize("seed", [1, 2, 2026])
def test_other_seeds_plant_the_same_faults_on_other_deals(seed: int):
    company = make_company(seed)
    assert planted_alike(company) == planted_alike(make_company(SEED))
    assert len(company.deals) == 1_500
    assert len(company.touches) == 6_000


def test_faulty_deals_are_direct_and_named():
    deals = make_deals(SEED, make_accounts(SEED)[0])
    planted = Planted()
    changed, faulty = plant_deal_faults(SEED, deals, planted)
    different = {
        after.opportunity_id
        for before, after in zip(deals, changed, strict=True)
        if before != after
    }
    assert different == faulty
    assert {d.category for d in deals if d.opportunity_id in faulty} == {"direct"}
    assert sum(planted.counts().values()) == len(faulty)
