"""REG-DUP, REG-LATE, REG-EXPIRED and SRC-MULTIPLE, case by case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from support.deals import (
    at,
    line,
    open_deal,
    partner,
    referral,
    registration,
    won,
)
from support.world import changed
from validation.expectations import Case, check, found
from xldesk.policy.load import default_policy

if TYPE_CHECKING:
    from xldesk.policy.rulebook import Policy

PARTNERS = [partner("P1"), partner("P2"), partner("P3")]


def sourced(**values: object) -> Policy:
    """Return the default policy with other values under taxonomy.sourced."""
    return changed(default_policy(), taxonomy={"sourced": values})


BERLIN = changed(default_policy(), calendar={"time_zone": "Europe/Berlin"})

LATE = [
    Case(
        "three days after creation",
        [won(), registration(submitted="2026-01-23")],
    ),
    Case(
        "four days after creation",
        [won(), registration(submitted="2026-01-24")],
        ["deal_registration|R1|O1"],
    ),
    Case(
        "the last hour of grace in UTC is the next day in Berlin",
        [won(), registration(submitted="2026-01-23 23:30")],
        ["deal_registration|R1|O1"],
        policy=BERLIN,
    ),
    Case(
        "a pending registration is late too",
        [won(), registration(submitted="2026-01-24", status="submitted", decided_at=None)],
        ["deal_registration|R1|O1"],
        others=["REG-REVIEW-SLA"],
    ),
    Case(
        "a rejected one claims nothing",
        [won(), registration(submitted="2026-01-24", status="rejected")],
    ),
    Case(
        "named by its id, whatever the account",
        [
            won(),
            registration(
                submitted="2026-02-20", opportunity_id="O1", account_domain="other.example"
            ),
        ],
        ["deal_registration|R1|O1"],
        others=["REF-UNKNOWN"],
    ),
    Case(
        "the deal was closed before the registration came: another deal is meant",
        [won(close_date=date(2026, 2, 1)), registration(submitted="2026-03-01")],
        others=["REG-EXISTING"],
    ),
    Case(
        "a later deal inside the window is the one",
        [
            open_deal("O1", created_date=date(2025, 12, 1)),
            open_deal("O2", created_date=date(2026, 1, 20)),
            registration(submitted="2026-01-10"),
        ],
    ),
    Case(
        "not known before it is submitted",
        [won(), registration(submitted="2026-02-20")],
        as_of=at("2026-02-19"),
    ),
]

EXPIRED = [
    Case(
        "created on the last day",
        [won(), registration(submitted="2025-10-22")],
    ),
    Case(
        "created the day after",
        [won(), registration(submitted="2025-10-21")],
        ["deal_registration|R1|O1"],
    ),
    Case(
        "extended once",
        [won(), registration(submitted="2025-10-21", extended=True)],
    ),
    Case(
        "extended, and still too long ago",
        [won(), registration(submitted="2025-07-23", extended=True)],
        ["deal_registration|R1|O1"],
    ),
    Case(
        "the earliest deal after the window is named",
        [
            won("O2", created_date=date(2026, 2, 1)),
            won("O1"),
            registration(submitted="2025-10-01"),
        ],
        ["deal_registration|R1|O1"],
        others=["OPP-DOUBLE"],
    ),
    Case(
        "closed long after, still protected",
        [won(), registration()],
    ),
    Case(
        "status expired already says so",
        [won(), registration(submitted="2025-10-01", status="expired")],
    ),
    Case(
        "no deal of the account",
        [registration(account_domain="nobody.example")],
    ),
]

DUPLICATE = [
    Case(
        "the later in UTC, though approved first",
        [
            won(),
            registration("R1", "P1", "2026-01-10 09:00", decided_at=at("2026-01-10")),
            registration("R2", "P2", "2026-01-10 08:30", decided_at=at("2026-01-12")),
        ],
        ["deal_registration|R1"],
    ),
    Case(
        "at equal times both",
        [won(), registration("R1", "P1"), registration("R2", "P2")],
        ["deal_registration|R1", "deal_registration|R2"],
    ),
    Case(
        "at equal times both, where one leaves out the family",
        [registration("R1", "P1"), registration("R2", "P2", product_family=None)],
        ["deal_registration|R1", "deal_registration|R2"],
        others=["REG-INCOMPLETE"],
    ),
    Case(
        "at equal times both, where one leaves out the country",
        [registration("R1", "P1", country=None), registration("R2", "P2")],
        ["deal_registration|R1", "deal_registration|R2"],
        others=["REG-INCOMPLETE"],
    ),
    Case(
        "at equal times all, where only one leaves out the family",
        [
            registration("R1", "P1"),
            registration("R2", "P2", product_family="services"),
            registration("R3", "P3", product_family=None),
        ],
        ["deal_registration|R1", "deal_registration|R2", "deal_registration|R3"],
        others=["REG-INCOMPLETE"],
    ),
    Case(
        "an unknown partner's, which can never earn, stands against nobody",
        [registration("R1", "P-9"), registration("R2", "P2", "2026-01-12")],
        others=["REF-UNKNOWN"],
    ),
    Case(
        "an unknown partner's at the same time neither",
        [registration("R1", "P-9"), registration("R2", "P2")],
        others=["REF-UNKNOWN"],
    ),
    Case(
        "one that names another customer's deal stands for its window alone",
        [
            open_deal(account_domain="other.example", created_date=date(2025, 6, 2)),
            registration("R1", "P1", "2025-06-01", opportunity_id="O1"),
            registration("R2", "P2", "2026-01-12"),
        ],
        others=["REF-UNKNOWN"],
    ),
    Case(
        "another spelling of the family",
        [registration("R1"), registration("R2", "P2", "2026-01-12", product_family=" Core ")],
        ["deal_registration|R2"],
    ),
    Case(
        "the same partner twice",
        [won(), registration("R1", "P1", "2026-01-10"), registration("R2", "P1", "2026-01-11")],
        ["deal_registration|R2"],
    ),
    Case(
        "another country",
        [registration("R1"), registration("R2", "P2", "2026-01-12", country="DE")],
    ),
    Case(
        "another product family",
        [registration("R1"), registration("R2", "P2", "2026-01-12", product_family="services")],
    ),
    Case(
        "another spelling of the domain",
        [
            registration("R1"),
            registration("R2", "P2", "2026-01-12", account_domain="https://WWW.Acme.example/shop"),
        ],
        ["deal_registration|R2"],
    ),
    Case(
        "the same name, without accents, case and legal form",
        [
            registration("R1", account_domain=None, customer_name="Café Nord GmbH"),
            registration("R2", "P2", "2026-01-12", account_domain=None, customer_name="CAFE-NORD"),
        ],
        ["deal_registration|R2"],
    ),
    Case(
        "a shared free-mail domain is no customer",
        [
            registration("R1", account_domain="gmail.com"),
            registration("R2", "P2", "2026-01-12", account_domain="gmail.com"),
        ],
    ),
    Case(
        "no domain and no name is no customer",
        [
            registration("R1", account_domain=None),
            registration("R2", "P2", "2026-01-12", account_domain=None, customer_name=" "),
        ],
        others=["REG-INCOMPLETE"],
    ),
    Case(
        "a missing country may be this one where the domain is the same",
        [registration("R1", country=None), registration("R2", "P2", "2026-01-12")],
        ["deal_registration|R2"],
        others=["REG-INCOMPLETE"],
    ),
    Case(
        "a missing family may be this one where the domain is the same",
        [registration("R1"), registration("R2", "P2", "2026-01-12", product_family=None)],
        ["deal_registration|R2"],
        others=["REG-INCOMPLETE"],
    ),
    Case(
        "a name alone is too weak to fill in a missing country",
        [
            registration("R1", account_domain=None, customer_name="Acme", country=None),
            registration("R2", "P2", "2026-01-12", account_domain=None, customer_name="Acme"),
        ],
        others=["REG-INCOMPLETE"],
    ),
    Case(
        "equal by name and missing on both sides",
        [
            registration("R1", account_domain=None, customer_name="Acme", country=None),
            registration(
                "R2", "P2", "2026-01-12", account_domain=None, customer_name="Acme", country=None
            ),
        ],
        ["deal_registration|R2"],
        others=["REG-INCOMPLETE"],
    ),
    Case(
        "the first was rejected",
        [registration("R1", status="rejected"), registration("R2", "P2", "2026-01-12")],
    ),
    Case(
        "the rejection of the first is not known yet",
        [
            registration("R1", status="rejected", decided_at=at("2026-02-01")),
            registration("R2", "P2", "2026-01-12"),
        ],
        ["deal_registration|R2"],
        as_of=at("2026-01-20"),
        others=["REG-REVIEW-SLA"],
    ),
    Case(
        "the first one's window was over",
        [registration("R1", "P1", "2025-06-01"), registration("R2", "P2", "2025-08-31")],
    ),
    Case(
        "on the last day of the first one's window",
        [registration("R1", "P1", "2025-06-01"), registration("R2", "P2", "2025-08-30")],
        ["deal_registration|R2"],
    ),
    Case(
        "the first protects an open deal long after its window",
        [
            open_deal(created_date=date(2025, 2, 1)),
            registration("R1", "P1", "2025-01-10"),
            registration("R2", "P2", "2026-01-12"),
        ],
        ["deal_registration|R2"],
        others=["REG-LATE"],
    ),
    Case(
        "the first one's deal is closed, so it protects no more",
        [
            won(created_date=date(2026, 1, 11), close_date=date(2026, 2, 1)),
            registration("R1", "P1", "2026-01-10"),
            registration("R2", "P2", "2026-02-02"),
        ],
        others=["REG-EXISTING"],
    ),
    Case(
        "the first may source further deals until its window ends",
        [
            won(created_date=date(2026, 1, 11), close_date=date(2026, 2, 1)),
            registration("R1", "P1", "2026-01-10"),
            registration("R2", "P2", "2026-02-02"),
        ],
        ["deal_registration|R2"],
        policy=sourced(one_opportunity_per_registration=False),
        others=["REG-EXISTING"],
    ),
]

MULTIPLE = [
    Case(
        "two families, one line: each on its own line",
        [
            won(),
            line("O1", "core", 60_000),
            line("O1", "services", 40_000),
            registration("R1", "P1"),
            registration("R2", "P2", "2026-01-12", product_family="services"),
        ],
    ),
    Case(
        "two spellings of a family, one line",
        [
            won(),
            line("O1", "Core", 60_000),
            line("O1", "services", 40_000),
            registration("R1", "P1", product_family="core "),
            referral("O1", "P2", "2026-01-16"),
        ],
        ["partner_role|O1/P2/referral|O1"],
    ),
    Case(
        "two referrals",
        [won(), referral("O1", "P1", "2026-01-15"), referral("O1", "P2", "2026-01-16")],
        ["partner_role|O1/P2/referral|O1"],
    ),
    Case(
        "a referral after a registration",
        [won(), registration("R1", "P1"), referral("O1", "P2", "2026-01-16")],
        ["partner_role|O1/P2/referral|O1"],
    ),
    Case(
        "a referral recorded before the registration",
        [
            won(),
            registration("R1", "P1"),
            referral("O1", "P2", "2026-01-16", recorded_at=at("2026-01-09")),
        ],
        ["deal_registration|R1|O1"],
    ),
    Case(
        "at equal times both, and whoever comes later",
        [
            won(),
            referral("O1", "P1", "2026-01-15"),
            referral("O1", "P2", "2026-01-15"),
            referral("O1", "P3", "2026-01-16"),
        ],
        [
            "partner_role|O1/P1/referral|O1",
            "partner_role|O1/P2/referral|O1",
            "partner_role|O1/P3/referral|O1",
        ],
    ),
    Case(
        "registration and referral of one partner",
        [won(), registration("R1", "P1"), referral("O1", "P1", "2026-01-16")],
    ),
    Case(
        "a referral accepted too late claims nothing",
        [won(), registration("R1", "P1"), referral("O1", "P2", "2026-01-24")],
    ),
    Case(
        "a pending registration claims nothing yet",
        [
            won(),
            registration("R1", "P1", opportunity_id="O1", status="submitted", decided_at=None),
            referral("O1", "P2", "2026-01-16"),
        ],
        others=["REG-REVIEW-SLA"],
    ),
    Case(
        "a blocked claim takes no part",
        [
            won(),
            registration("R1", "P1", "2026-01-24"),
            referral("O1", "P2", "2026-01-16"),
        ],
        others=["REG-LATE"],
    ),
    Case(
        "no customer given, one deal named by both",
        [
            won(),
            registration("R1", "P1", opportunity_id="O1", account_domain=None),
            registration("R2", "P2", "2026-01-12", opportunity_id="O1", account_domain=None),
        ],
        ["deal_registration|R2|O1"],
    ),
]


@pytest.mark.parametrize("case", LATE, ids=str)
def test_registration_late(case: Case) -> None:
    check(with_partners(case), "REG-LATE")


@pytest.mark.parametrize("case", EXPIRED, ids=str)
def test_registration_expired(case: Case) -> None:
    check(with_partners(case), "REG-EXPIRED")


@pytest.mark.parametrize("case", DUPLICATE, ids=str)
def test_registration_duplicate(case: Case) -> None:
    check(with_partners(case), "REG-DUP")


@pytest.mark.parametrize("case", MULTIPLE, ids=str)
def test_source_claimed_twice(case: Case) -> None:
    check(with_partners(case), "SRC-MULTIPLE")


def with_partners(case: Case) -> Case:
    return Case(
        case.name, [*PARTNERS, *case.records], case.expected, case.as_of, case.policy, case.others
    )


def test_a_finding_says_what_it_stops_and_where_it_comes_from() -> None:
    (late,) = found([*PARTNERS, won(), registration(submitted="2026-01-24")])
    assert (late.severity, late.scope) == ("block", "contribution")
    assert (late.object_kind, late.object_id) == ("deal_registration", "R1")
    assert (late.opportunity_id, late.field) == ("O1", "submitted_at")
    assert str(late.place) == "deal_registration.csv:2"
    assert late.owner_role == "partner_manager"
    assert late.message == (
        "submitted on 2026-01-24, 4 days after opportunity 'O1' was created; the grace is 3 days"
    )
    assert late.due_at is not None


def test_equal_times_ask_for_a_settlement() -> None:
    first, second = found([*PARTNERS, registration("R1", "P1"), registration("R2", "P2")])
    assert "R2" in first.message
    assert "R1" in second.message
    assert "settle" in first.remedy
