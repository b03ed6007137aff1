"""COSELL-UNACCEPTED and SPLIT-TOTAL, case by case."""

from __future__ import annotations

from decimal import Decimal

import pytest

from support.deals import at, co_sell, open_deal, partner, referral, stage_change, won
from support.world import plain_basis
from validation.expectations import Case, check, found
from xldesk.attribution.run import attribute
from xldesk.validation.run import validate

PARTNERS = [partner("P1"), partner("P2")]
ROLE = "partner_role|O1/P1/co_sell"

UNACCEPTED = [
    Case("accepted by both in time", [*PARTNERS, won(), co_sell()]),
    Case("not by us", [*PARTNERS, won(), co_sell(accepted_by_us_at=None)], [ROLE]),
    Case("not by the partner", [*PARTNERS, won(), co_sell(accepted_by_partner_at=None)], [ROLE]),
    Case(
        "by neither, on an open deal",
        [*PARTNERS, open_deal(), co_sell(accepted_by_us_at=None, accepted_by_partner_at=None)],
        [ROLE],
    ),
    Case(
        "at the latest stage",
        [*PARTNERS, won(), co_sell(accepted_at_stage="Proposal")],
    ),
    Case(
        "after the latest stage",
        [*PARTNERS, won(), co_sell(accepted_at_stage="Negotiation")],
        [ROLE],
    ),
    Case(
        "the deal's history says it was too late",
        [
            *PARTNERS,
            won(),
            stage_change("O1", "Discovery", "2026-01-25"),
            stage_change("O1", "Negotiation", "2026-03-01"),
            co_sell(accepted="2026-03-02"),
        ],
        [ROLE],
    ),
    Case(
        "the deal's history says it was in time",
        [
            *PARTNERS,
            won(),
            stage_change("O1", "Discovery", "2026-01-25"),
            stage_change("O1", "Negotiation", "2026-03-01"),
            co_sell(accepted="2026-02-28"),
        ],
    ),
    Case(
        "the later of both sides counts",
        [
            *PARTNERS,
            won(),
            stage_change("O1", "Discovery", "2026-01-25"),
            stage_change("O1", "Negotiation", "2026-03-01"),
            co_sell(accepted="2026-02-01", accepted_by_us_at=at("2026-03-02")),
        ],
        [ROLE],
    ),
    Case(
        "what the role says goes before the history",
        [
            *PARTNERS,
            won(),
            stage_change("O1", "Negotiation", "2026-01-25"),
            co_sell(accepted_at_stage="Proposal"),
        ],
    ),
    Case(
        "a stage nobody knows gives way to the history",
        [
            *PARTNERS,
            won(),
            stage_change("O1", "Negotiation", "2026-01-25"),
            co_sell(accepted_at_stage="Proposal?"),
        ],
        [ROLE],
    ),
    Case("on the day of the close", [*PARTNERS, won(), co_sell(accepted="2026-06-30")]),
    Case("after the close", [*PARTNERS, won(), co_sell(accepted="2026-07-01")], [ROLE]),
    Case(
        "after the close, whatever stage the role says",
        [*PARTNERS, won(), co_sell(accepted="2026-07-01", accepted_at_stage="Discovery")],
        [ROLE],
    ),
    Case(
        "accepted later than the question is asked",
        [*PARTNERS, open_deal(), co_sell(accepted="2026-02-01")],
        [ROLE],
        as_of=at("2026-01-31"),
    ),
    Case(
        "recorded later than the question is asked",
        [*PARTNERS, open_deal(), co_sell(accepted="2026-02-01", recorded_at=at("2026-02-01"))],
        as_of=at("2026-01-31"),
    ),
    Case("another role needs no acceptance", [*PARTNERS, won(), co_sell(role="delivery")]),
]

SPLIT = [
    Case(
        "exactly the whole deal",
        [
            *PARTNERS,
            won(),
            co_sell(agreed_share=Decimal("0.6")),
            referral("O1", "P2", agreed_share=Decimal("0.4")),
        ],
    ),
    Case(
        "a millionth more",
        [
            *PARTNERS,
            won(),
            co_sell(agreed_share=Decimal("0.6")),
            referral("O1", "P2", agreed_share=Decimal("0.400001")),
        ],
        ["opportunity|O1"],
    ),
    Case(
        "a negative share",
        [*PARTNERS, won(), co_sell(agreed_share=Decimal("-0.1"))],
        ["opportunity|O1"],
    ),
    Case(
        "negative and positive hide nothing",
        [
            *PARTNERS,
            won(),
            co_sell(agreed_share=Decimal("1.1")),
            referral("O1", "P2", agreed_share=Decimal("-0.1")),
        ],
        ["opportunity|O1"],
    ),
    Case(
        "of different deals",
        [
            *PARTNERS,
            won("O1"),
            won("O2"),
            co_sell("O1", agreed_share=Decimal("0.6")),
            co_sell("O2", agreed_share=Decimal("0.6")),
        ],
        others=["OPP-DOUBLE"],
    ),
]


@pytest.mark.parametrize("case", UNACCEPTED, ids=str)
def test_co_sell_unaccepted(case: Case) -> None:
    for finding in check(case, "COSELL-UNACCEPTED"):
        assert (finding.severity, finding.scope) == ("block", "contribution")
        assert (finding.object_kind, finding.opportunity_id) == ("partner_role", "O1")


@pytest.mark.parametrize("case", SPLIT, ids=str)
def test_split_total(case: Case) -> None:
    for finding in check(case, "SPLIT-TOTAL"):
        assert (finding.severity, finding.scope) == ("block", "opportunity")
        assert finding.owner_role == "finance"


def test_the_place_of_a_split_is_its_largest_share() -> None:
    (split,) = found(
        [
            *PARTNERS,
            won(),
            co_sell(agreed_share=Decimal("0.3")),
            referral("O1", "P2", agreed_share=Decimal("0.9")),
        ]
    )
    assert split.message == "2 agreed shares add up to 120.0000 %"
    assert str(split.place) == "partner_role.csv:3"


def test_ids_with_a_slash_are_told_apart() -> None:
    basis = plain_basis(
        [
            *(won(opportunity_id) for opportunity_id in ("A", "A/B")),
            *(partner(partner_id) for partner_id in ("C", "B/C")),
            co_sell("A", "B/C"),
            co_sell("A/B", "C", accepted_by_us_at=None),
        ]
    )
    validate(basis)
    blocked = basis.con.execute("SELECT * FROM blocked_contribution").fetchall()
    assert blocked == [("partner_role", "A/B/C/co_sell", "A/B", "COSELL-UNACCEPTED")]
    attribute(basis)
    counted = basis.con.execute("SELECT opportunity_id FROM contribution WHERE counts").fetchall()
    assert counted == [("A",)]
    basis.con.close()


@pytest.mark.parametrize(
    ("opportunity_id", "partner_id", "key"),
    [
        ("O1", "P1", "O1/P1/co_sell"),
        ("A", "B/C", "A/B%2FC/co_sell"),
        ("A/B", "C", "A%2FB/C/co_sell"),
        ("A|B", "C", "A%7CB/C/co_sell"),
        ("A%2FB", "C", "A%252FB/C/co_sell"),
    ],
)
def test_a_key_is_of_one_role(opportunity_id: str, partner_id: str, key: str) -> None:
    role = co_sell(opportunity_id, partner_id, accepted_by_us_at=None)
    (finding,) = found([won(opportunity_id), partner(partner_id), role])
    assert finding.key.startswith(f"COSELL-UNACCEPTED|partner_role|{key}")
