"""ROLE-EVIDENCE, FULFIL-SOURCE, PARTNER-INACTIVE and TOUCH-BACKDATED, case by case."""

from __future__ import annotations

from datetime import date

import pytest

from support.deals import at, co_sell, partner, referral, registration, touch, won
from support.world import World, changed
from validation.expectations import Case, check, found
from xldesk.policy.load import default_policy
from xldesk.records.dispute import Dispute
from xldesk.records.role import PartnerRole
from xldesk.validation.findings import findings
from xldesk.validation.run import validate

P1 = partner("P1")
CO_SELL, REFERRAL = "partner_role|O1/P1/co_sell", "partner_role|O1/P1/referral"


def fulfilment(**fields: object) -> PartnerRole:
    return PartnerRole(opportunity_id="O1", partner_id="P1", role="fulfilment", **fields)


def dispute(category: str = "sourced") -> Dispute:
    return Dispute(
        dispute_id="D1",
        opportunity_id="O1",
        claimant_partner_id="P1",
        claimed_category=category,
        opened_at=at("2026-07-02"),
        opened_by="Pat",
    )


EVIDENCE = [
    Case("evidence is there", [P1, won(), co_sell()]),
    Case("none", [P1, won(), co_sell(evidence=None)], [CO_SELL]),
    Case("blank", [P1, won(), co_sell(evidence="  ")], [CO_SELL]),
    Case("of a referral", [P1, won(), referral(evidence=None)], [REFERRAL]),
    Case("paper needs none", [P1, won(), fulfilment()]),
    Case(
        "a code that requires none",
        [P1, won(), co_sell(evidence=None, reason_code="INF-TOUCH")],
    ),
    Case(
        "recorded later than as of",
        [P1, won(), co_sell(evidence=None, recorded_at=at("2026-07-09"))],
    ),
]

FULFIL = [
    Case("paper that says so", [P1, won(), fulfilment(reason_code="FUL-PAPER")]),
    Case(
        "paper that cites a source",
        [P1, won(), fulfilment(reason_code="SRC-REG", evidence="order")],
        ["partner_role|O1/P1/fulfilment"],
    ),
    Case(
        "with a registration of its own",
        [P1, won(), registration(), fulfilment(reason_code="SRC-REG", evidence="order")],
    ),
    Case(
        "with a late registration",
        [
            P1,
            won(),
            registration(submitted="2026-02-20"),
            fulfilment(reason_code="SRC-REG", evidence="order"),
        ],
        ["partner_role|O1/P1/fulfilment"],
        others=["REG-LATE"],
    ),
    Case("a dispute on paper alone", [P1, won(), fulfilment(), dispute()], ["dispute|D1"]),
    Case("a dispute for influence", [P1, won(), fulfilment(), dispute("influenced")]),
    Case("a dispute of one who co-sells too", [P1, won(), fulfilment(), co_sell(), dispute()]),
    Case("a dispute without any role", [P1, won(), dispute()]),
]


def agreed(start: date | None, end: date | None, **fields: object) -> object:
    return partner("P1", agreement_start=start, agreement_end=end, **fields)


FEBRUARY, JUNE = date(2026, 2, 1), date(2026, 6, 1)
INACTIVE = [
    Case("in force", [agreed(date(2025, 1, 1), JUNE), won(), registration(), co_sell(), touch()]),
    Case(
        "ended later, and inactive today",
        [agreed(None, JUNE, status="inactive"), won(), registration(), co_sell(), touch()],
    ),
    Case(
        "before it began",
        [agreed(FEBRUARY, None), won(), registration(), co_sell(), touch()],
        ["deal_registration|R1"],
    ),
    Case(
        "after it ended",
        [agreed(None, FEBRUARY), won(), registration(), co_sell(), touch()],
        ["touch|E1"],
    ),
    Case("on its last day", [agreed(None, date(2026, 3, 1)), won(), touch()]),
    Case(
        "a role agreed after the end",
        [agreed(None, date(2026, 1, 31)), won(), co_sell()],
        [CO_SELL],
    ),
    Case("a referral before the end", [agreed(None, date(2026, 1, 31)), won(), referral()]),
    Case("inactive, nobody says since when", [partner("P1", status="inactive"), won(), touch()],
         ["touch|E1"]),
    Case("kinds that never count are not looked at",
         [agreed(None, FEBRUARY), won(), touch(kind="training")]),
    Case("paper is not looked at", [agreed(None, FEBRUARY), won(), fulfilment()]),
    Case("a rejected registration", [agreed(FEBRUARY, None), won(),
                                     registration(status="rejected")]),
]  # fmt: skip

BACKDATED = [
    Case("received 30 days later", [P1, won(), touch(received_at=at("2026-03-31"))]),
    Case("received 31 days later", [P1, won(), touch(received_at=at("2026-04-01"))], ["touch|E1"]),
    Case(
        "blocked already, so nothing is left to doubt",
        [P1, won(), touch(occurred="2026-06-01", received_at=at("2026-07-02"))],
        others=["TOUCH-AFTER-CLOSE"],
    ),
    Case("it would never count", [P1, won(), touch(kind="training", received_at=at("2026-05-01"))]),
    Case(
        "the policy allows more",
        [P1, won(), touch(received_at=at("2026-04-01"))],
        policy=changed(default_policy(), taxonomy={"influence": {"backdated_days": 31}}),
    ),
]


@pytest.mark.parametrize("case", EVIDENCE, ids=str)
def test_role_evidence(case: Case) -> None:
    for finding in check(case, "ROLE-EVIDENCE"):
        assert (finding.severity, finding.scope) == ("warn", "none")


@pytest.mark.parametrize("case", FULFIL, ids=str)
def test_fulfilment_is_no_source(case: Case) -> None:
    for finding in check(case, "FULFIL-SOURCE"):
        assert (finding.severity, finding.scope) == ("block", "contribution")


@pytest.mark.parametrize("case", INACTIVE, ids=str)
def test_partner_inactive(case: Case) -> None:
    for finding in check(case, "PARTNER-INACTIVE"):
        assert (finding.severity, finding.scope) == ("block", "contribution")


@pytest.mark.parametrize("case", BACKDATED, ids=str)
def test_touch_backdated(case: Case) -> None:
    for finding in check(case, "TOUCH-BACKDATED"):
        assert (finding.severity, finding.scope) == ("warn", "none")


def test_a_partner_that_turns_inactive_keeps_what_the_desk_knew_before(tmp_path) -> None:
    with World(tmp_path) as world:
        world.add(P1, won(), touch("E1"), at=at("2026-03-02"))
        world.add(partner("P1", status="inactive"), at=at("2026-05-01"))
        world.add(touch("E2", occurred="2026-04-01"), at=at("2026-05-02"))
        basis = world.basis()
        validate(basis)
        doubted = [one.object_id for one in findings(basis, code="PARTNER-INACTIVE")]
    assert doubted == ["E2"]


def test_what_is_blocked_is_said_with_the_day() -> None:
    (finding,) = found([agreed(None, FEBRUARY), won(), touch()])
    assert finding.message == (
        "demo on 2026-03-01 by partner 'P1', after its agreement ended on 2026-02-01"
    )
