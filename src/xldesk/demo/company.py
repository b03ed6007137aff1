"""The sample company as a whole: partners, deals and everything between them, faults included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.demo.accounts import make_accounts
from xldesk.demo.deals import Deal, make_deals
from xldesk.demo.faulty_contributions import (
    plant_registration_faults,
    plant_role_faults,
    plant_touch_faults,
)
from xldesk.demo.faulty_deals import plant_deal_faults
from xldesk.demo.faulty_screening import count_existing, plant_screening_faults
from xldesk.demo.free_teams import FreeTeams
from xldesk.demo.mdf import Fund, Request, make_funds, make_requests
from xldesk.demo.mdf_claims import Claim, make_claims
from xldesk.demo.mdf_leads import cite_activities
from xldesk.demo.partners import Partner, make_partners
from xldesk.demo.planted import Planted
from xldesk.demo.registrations import Registration, make_registrations
from xldesk.demo.roles import Role, make_roles
from xldesk.demo.stream import Stream
from xldesk.demo.teams import Team, make_teams
from xldesk.demo.touches import Touch, make_touches

if TYPE_CHECKING:
    from collections.abc import Sequence

TOUCHES = 6_000


@dataclass(frozen=True)
class Company:
    """Everything that the exports say; ``planted`` counts the findings it leads to, by code."""

    partners: list[Partner]
    deals: list[Deal]
    registrations: list[Registration]
    roles: list[Role]
    touches: list[Touch]
    funds: list[Fund]
    requests: list[Request]
    claims: list[Claim]
    planted: Planted


def make_company(seed: int) -> Company:
    """Return the sample company of ``seed``: the same for the same seed, on every machine.

    Raises ValueError for the rare seed that leaves no room for a fault to plant.
    """
    planted = Planted()
    partners = make_partners(seed)
    accounts, prospects = make_accounts(seed)
    deals, faulty = plant_deal_faults(seed, make_deals(seed, accounts), planted)
    teams = make_teams(seed, deals, partners, faulty)
    registrations = make_registrations(seed, teams, partners, prospects)
    roles = make_roles(seed, teams, partners)
    free = FreeTeams(Stream(seed, "faults/teams"), teams, partners, planted)
    more_registrations, rivals = plant_registration_faults(seed, free, registrations, prospects)
    more_roles = plant_role_faults(seed, free)
    more_touches = plant_touch_faults(seed, free)
    screened = plant_screening_faults(seed, free, registrations, prospects)
    registrations = registrations + more_registrations + screened.registrations
    count_existing(registrations, deals, planted)
    more_touches += screened.touches
    touches = make_touches(seed, teams, deals, TOUCHES - len(more_touches))
    funds = make_funds(seed, partners)
    requests = make_requests(seed, funds)
    return Company(
        partners=partners,
        deals=deals,
        registrations=registrations,
        roles=roles + rivals + more_roles + screened.roles,
        touches=cite_activities(seed, touches, requests, _own_deals(teams)) + more_touches,
        funds=funds,
        requests=requests,
        claims=make_claims(seed, requests),
        planted=planted,
    )


def _own_deals(teams: Sequence[Team]) -> set[tuple[str, str]]:
    """Return the deals, each with a partner that sources it or sells it with us."""
    return {
        (team.deal.opportunity_id, partner.partner_id)
        for team in teams
        for partner in team.working
        if partner not in team.influence
    }
