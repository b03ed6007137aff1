"""The taxonomy model, rule by rule (domain model, section 4)."""

from __future__ import annotations

import pytest

from attribution.plain_desk import PlainDesk, credit_rows, registration, role, touch
from attribution.reference import Act, Rules
from xldesk.attribution.run import attribute

Expected = dict[tuple[str, str], int]

CASES: list[tuple[str, list[Act], str, Expected]] = [
    ("nothing: direct", [], "direct", {("direct", "DIRECT"): 100_000}),
    ("sourced only", [registration("A", 0)], "sourced", {("sourced", "A"): 100_000}),
    (
        "the empty co-sell pool goes to sourced, influenced keeps its own",
        [registration("A", 0), touch("B", "demo", 9)],
        "sourced",
        {("sourced", "A"): 90_000, ("influenced", "B"): 10_000},
    ),
    (
        "the empty influenced pool goes to both, 60 : 30",
        [registration("A", 0), role("B", "co_sell", 9)],
        "sourced",
        {("sourced", "A"): 66_667, ("co_sell", "B"): 33_333},
    ),
    (
        "influenced only: 10 % and the rest direct",
        [touch("B", "demo", 9)],
        "influenced",
        {("influenced", "B"): 10_000, ("direct", "DIRECT"): 90_000},
    ),
    (
        "an agreed share alone: the rest is direct",
        [role("B", "co_sell", 9, 250_000)],
        "co_sell",
        {("co_sell", "B"): 25_000, ("direct", "DIRECT"): 75_000},
    ),
    (
        "an agreed share leaves its pool to the others in it",
        [role("B", "co_sell", 9, 250_000), role("C", "co_sell", 9)],
        "co_sell",
        {("co_sell", "B"): 25_000, ("co_sell", "C"): 75_000},
    ),
    (
        "a sourcing partner with an agreed share leaves its pool to co-sell",
        [role("A", "referral", 0, 400_000), role("B", "co_sell", 9)],
        "sourced",
        {("sourced", "A"): 40_000, ("co_sell", "B"): 60_000},
    ),
    (
        "a share agreed on a referral holds where the partner's registration came first",
        [registration("A", 0), role("A", "referral", 5, 200_000), role("B", "co_sell", 9)],
        "sourced",
        {("sourced", "A"): 20_000, ("co_sell", "B"): 80_000},
    ),
    (
        "a share agreed on a referral that is blocked does not",
        [
            registration("A", 0),
            role("A", "referral", 5, 200_000, blocked=True),
            role("B", "co_sell", 9),
        ],
        "sourced",
        {("sourced", "A"): 66_667, ("co_sell", "B"): 33_333},
    ),
    (
        "a share agreed with whoever claims later does not settle the first claim",
        [registration("A", 0), role("C", "referral", 5, 200_000), role("B", "co_sell", 9)],
        "sourced",
        {("sourced", "A"): 66_667, ("co_sell", "B"): 33_333},
    ),
    (
        "agreed 100 %: the sourcing partner keeps its line, at zero",
        [registration("A", 0), role("B", "co_sell", 9, 1_000_000)],
        "sourced",
        {("sourced", "A"): 0, ("co_sell", "B"): 100_000},
    ),
    (
        "agreed at 0 %: settled at nothing",
        [role("B", "co_sell", 9, 0)],
        "co_sell",
        {("co_sell", "B"): 0, ("direct", "DIRECT"): 100_000},
    ),
    (
        "agreed shares above 100 %: none is applied",
        [role("B", "co_sell", 9, 600_000), role("C", "co_sell", 8, 600_000)],
        "co_sell",
        {("co_sell", "B"): 50_000, ("co_sell", "C"): 50_000},
    ),
    (
        "a negative agreed share: none is applied",
        [registration("A", 0), role("B", "co_sell", 9, -1), role("C", "co_sell", 8, 500_000)],
        "sourced",
        {("sourced", "A"): 66_667, ("co_sell", "B"): 16_666, ("co_sell", "C"): 16_667},
    ),
    (
        "an agreed influence role beside touches: both earn, on one line",
        [role("B", "influence", 9, 100_000), touch("B", "demo", 3)],
        "influenced",
        {("influenced", "B"): 19_000, ("direct", "DIRECT"): 81_000},
    ),
    (
        "one partner in three categories has three lines",
        [registration("A", 0), role("A", "co_sell", 1), touch("A", "poc", 2)],
        "sourced",
        {("sourced", "A"): 60_000, ("co_sell", "A"): 30_000, ("influenced", "A"): 10_000},
    ),
    (
        "ten meetings count once",
        [touch("B", "meeting", day, 10) for day in range(10)] + [touch("C", "demo", 1, 25)],
        "influenced",
        {("influenced", "B"): 2_857, ("influenced", "C"): 7_143, ("direct", "DIRECT"): 90_000},
    ),
    (
        "a blocked registration earns nothing and gives no headline",
        [registration("A", 0, blocked=True), role("B", "co_sell", 9)],
        "co_sell",
        {("co_sell", "B"): 100_000},
    ),
    (
        "of two claims the first submitted sources the deal",
        [registration("B", 1), registration("A", 2)],
        "sourced",
        {("sourced", "B"): 100_000},
    ),
    (
        "of two claims at one time the smaller partner id",
        [registration("B", 1), registration("A", 1)],
        "sourced",
        {("sourced", "A"): 100_000},
    ),
    (
        "the second claim counts where the first is blocked",
        [registration("B", 1, blocked=True), registration("A", 2)],
        "sourced",
        {("sourced", "A"): 100_000},
    ),
]


@pytest.mark.parametrize(
    ("acts", "headline", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_taxonomy(acts: list[Act], headline: str, expected: Expected) -> None:
    desk = PlainDesk()
    desk.deal("O", 100_000)
    for act in acts:
        desk.act("O", act)
    basis = desk.basis()
    attribute(basis)
    lines = credit_rows(basis)["O"]
    assert {line: credit for line, (credit, _) in lines.items()} == expected
    assert sum(share for _, share in lines.values()) == 1_000_000
    assert basis.con.execute("SELECT DISTINCT headline_category FROM credit").fetchall() == [
        (headline,)
    ]


@pytest.mark.parametrize(
    ("pools", "expected"),
    [
        ((0, 0, 10), {("sourced", "A"): 0, ("influenced", "B"): 1_000}),
        ((0, 0, 0), {("sourced", "A"): 0, ("influenced", "B"): 0, ("direct", "DIRECT"): 1_000}),
        ((0, 40, 10), {("sourced", "A"): 800, ("influenced", "B"): 200}),
    ],
)
def test_pools_that_the_policy_leaves_empty(
    pools: tuple[int, int, int], expected: Expected
) -> None:
    desk = PlainDesk(Rules(pools=pools))
    desk.deal("O", 1_000)
    desk.act("O", registration("A", 0))
    desk.act("O", touch("B", "demo", 1))
    basis = desk.basis()
    attribute(basis)
    lines = credit_rows(basis)["O"]
    assert {line: credit for line, (credit, _) in lines.items()} == expected


def test_a_left_over_unit_goes_to_the_agreed_share_then_by_category() -> None:
    desk = PlainDesk()
    desk.deal("agreed", 1)
    desk.act("agreed", role("B", "co_sell", 9, 500_000))
    desk.deal("pools", 2)
    for act in (registration("A", 9), role("B", "co_sell", 1), touch("C", "demo", 0)):
        desk.act("pools", act)
    basis = desk.basis()
    attribute(basis)
    found = credit_rows(basis)
    assert {line: credit for line, (credit, _) in found["agreed"].items()} == {
        ("co_sell", "B"): 1,
        ("direct", "DIRECT"): 0,
    }
    assert {line: credit for line, (credit, _) in found["pools"].items()} == {
        ("sourced", "A"): 1,
        ("co_sell", "B"): 1,
        ("influenced", "C"): 0,
    }


def test_a_role_without_weight_does_not_make_its_partner_earlier_in_the_pool() -> None:
    desk = PlainDesk()
    desk.deal("O", 10)
    # Together above 100 %, so neither is applied; the pool of 1 unit is a tie of two touches.
    for act in (
        role("B", "influence", 0, 600_000),
        role("A", "influence", 1, 600_000),
        touch("B", "demo", 9),
        touch("A", "demo", 5),
    ):
        desk.act("O", act)
    basis = desk.basis()
    attribute(basis)
    assert {line: credit for line, (credit, _) in credit_rows(basis)["O"].items()} == {
        ("influenced", "A"): 1,
        ("influenced", "B"): 0,
        ("direct", "DIRECT"): 9,
    }


@pytest.mark.parametrize(
    ("acts", "reasons"),
    [
        ([], {"DIRECT": ("direct", "DIR-NONE")}),
        ([touch("B", "demo", 1, blocked=True)], {"DIRECT": ("direct", "DIR-BLOCKED")}),
        (
            [touch("B", "demo", 1)],
            {"B": ("influence", "INF-TOUCH"), "DIRECT": ("direct", "DIR-REST")},
        ),
        ([registration("A", 0)], {"A": ("registration", "SRC-REG")}),
        ([role("A", "referral", 0)], {"A": ("referral", "SRC-REFERRAL")}),
        ([role("B", "co_sell", 0)], {"B": ("co_sell", "COS-ACCEPTED")}),
        (
            [role("B", "co_sell", 0, 300_000), registration("A", 0)],
            {"B": ("co_sell", "COS-AGREED-SHARE"), "A": ("registration", "SRC-REG")},
        ),
    ],
)
def test_role_and_reason_of_a_line(acts: list[Act], reasons: dict[str, tuple[str, str]]) -> None:
    desk = PlainDesk()
    desk.deal("O", 100_000)
    for act in acts:
        desk.act("O", act)
    basis = desk.basis()
    attribute(basis)
    found = basis.con.execute("SELECT partner_id, role, reason_code FROM credit").fetchall()
    assert {partner: (given, reason) for partner, given, reason in found} == reasons
