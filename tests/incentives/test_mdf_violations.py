"""Where the money of a fund breaks its order: planted, and never where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.mdf_desk import MdfDesk
from support.mdf_world import (
    at,
    claim,
    fund,
    movement,
    paid_claim,
    partner,
    request,
    rows,
)
from xldesk.records.record import Record


@pytest.fixture
def desk() -> Iterator[MdfDesk]:
    with MdfDesk() as made:
        yield made


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ([request(), paid_claim()], set()),
        (
            [
                request(
                    approved_amount=1_000_001,
                    activity_start=date(2026, 8, 1),
                    activity_end=date(2026, 8, 1),
                )
            ],
            {("F-1", "available"), ("F-1", "approvals")},
        ),
        ([request(), paid_claim(paid_amount=150_001)], {("F-1", "paid"), ("K-1", "paid")}),
        (
            [request(), claim(approved_amount=200_001)],
            {("F-1", "claims"), ("Q-1", "claims")},
        ),
        ([movement(1, "reclaim", 1_000_001)], {("F-1", "available")}),
        ([movement(1, "reallocate", 5)], {("F-1", "reallocation")}),
        ([movement(1, "reclaim", -5)], {("T-1", "movement")}),
        ([movement(1, "pay", 5)], {("T-1", "movement")}),
        ([movement(1, "reclaim", 5, currency="EUR")], {("T-1", "movement")}),
        ([movement(1, "reclaim", 5, fund_id="F-9")], {("T-1", "movement")}),
        ([request(fund_id="F-9")], {("Q-1", "fund")}),
        ([request(currency="EUR")], {("Q-1", "fund")}),
        ([partner("P-2"), request(partner_id="P-2")], {("Q-1", "partner")}),
        ([claim(request_id="Q-9")], {("K-1", "request")}),
        ([request(), claim(currency="EUR")], {("K-1", "request")}),
        ([partner("P-2"), request(), claim(partner_id="P-2")], {("K-1", "request")}),
    ],
)
def test_a_broken_order_is_reported(
    desk: MdfDesk, records: list[Record], found: set[tuple[str, str]]
) -> None:
    desk.add(fund(), *records)
    violations = rows(desk.basis(), "mdf_violation")
    assert {(row["object_id"], row["rule"]) for row in violations} == found
    assert all(row["amount"] > 0 for row in violations)


@pytest.mark.parametrize(
    ("records", "left"),
    [
        ([request(partner_id="P-2")], set()),
        ([request(partner_id="P-2"), paid_claim(partner_id="P-2")], set()),
        ([request(), paid_claim(partner_id="P-2")], {("mdf_request_figure", "Q-1")}),
        (
            [
                request(partner_id="P-2"),
                movement(1, "allocate", 1_000_000),
                movement(2, "commit", 200_000, request_id="Q-1"),
            ],
            set(),
        ),
        (
            [
                request(partner_id="P-2"),
                paid_claim(partner_id="P-2"),
                movement(1, "claim", 150_000, claim_id="K-1"),
            ],
            set(),
        ),
    ],
)
def test_what_is_another_partners_is_in_no_figure(
    desk: MdfDesk, records: list[Record], left: set[tuple[str, str]]
) -> None:
    desk.add(partner("P-2"), fund(), *records)
    basis = desk.basis()
    tables = {"mdf_request_figure": "request_id", "mdf_claim_figure": "claim_id"}
    assert {
        (table, row[key]) for table, key in tables.items() for row in rows(basis, table)
    } == left
    [figure] = rows(basis, "mdf_fund_figure")
    assert (figure["approved_claims"], figure["paid"]) == (0, 0)
    assert figure["approved_requests"] == (200_000 if left else 0)
    moves = {"commit", "release", "claim", "pay"}
    moved = {row["kind"] for row in rows(basis, "mdf_movement")} & moves
    assert moved == ({"commit", "release"} if left else set())
    assert rows(basis, "mdf_violation") != []


def test_reallocations_of_a_currency_add_up_to_zero(desk: MdfDesk) -> None:
    desk.add(
        fund(),
        fund("F-2"),
        movement(1, "reallocate", -5_000),
        movement(2, "reallocate", 5_000, fund_id="F-2"),
    )
    assert rows(desk.basis(), "mdf_violation") == []


amounts = st.integers(0, 10**13)
in_order = st.builds(
    lambda budget, parts, paid: (budget, sorted(parts, reverse=True), paid),
    amounts,
    st.lists(st.integers(0, 1_000_000), min_size=2, max_size=2),
    st.booleans(),
)
ask_days = st.sampled_from(["2026-02-10", "2026-03-22", "2026-03-28", "2026-05-01", "2027-03-01"])


@settings(max_examples=10)
@given(st.lists(in_order, min_size=3, max_size=3), ask_days)
def test_money_in_order_is_never_a_violation(
    funds: list[tuple[int, list[int], bool]], day: str
) -> None:
    with MdfDesk() as desk:
        for number, (budget, parts, paid) in enumerate(funds):
            own = {"request_id": f"Q-{number}"}
            approved = budget * parts[0] // 1_000_000
            claimed = budget * parts[1] // 1_000_000
            done = {"status": "paid", "paid_amount": claimed, "paid_at": "2026-04-02"}
            desk.add(
                fund(f"F-{number}", budget=budget),
                request(
                    **own,
                    fund_id=f"F-{number}",
                    planned_spend=approved,
                    approved_amount=approved,
                ),
                claim(
                    f"K-{number}",
                    **own,
                    invoice_number=f"INV-{number}",
                    claimed_amount=claimed,
                    approved_amount=claimed,
                    invoice_amount=claimed,
                    **(done if paid else {"status": "approved"}),
                ),
            )
        basis = desk.basis(at(day))
        figures = {row["fund_id"]: row for row in rows(basis, "mdf_fund_figure")}
        assert rows(basis, "mdf_violation") == []
    assert len(figures) == len(funds)
    for number, (budget, _, _) in enumerate(funds):
        figure = figures[f"F-{number}"]
        net = figure["approved_requests"] - figure["released"]
        assert 0 <= figure["paid"] <= figure["approved_claims"] <= net <= figure["base"] == budget
        assert figure["available"] >= 0
        moved = figure["expired"] + figure["committed"] + figure["paid"] + figure["available"]
        assert moved == budget


moves_of_a_fund = st.lists(
    st.tuples(
        st.sampled_from(
            ["allocate", "commit", "release", "claim", "pay", "reclaim", "reallocate", "expire"]
        ),
        amounts,
    ),
    max_size=12,
)


@settings(max_examples=8)
@given(st.lists(moves_of_a_fund, min_size=3, max_size=3))
def test_every_unit_of_any_movements_is_accounted_for(funds: list[list[tuple[str, int]]]) -> None:
    with MdfDesk() as desk:
        for at_fund, moves in enumerate(funds):
            own_fund, own_request, own_claim = f"F-{at_fund}", f"Q-{at_fund}", f"K-{at_fund}"
            desk.add(
                fund(own_fund),
                request(own_request, fund_id=own_fund),
                claim(own_claim, request_id=own_request, invoice_number=f"INV-{at_fund}"),
                *(
                    movement(
                        100 * at_fund + number,
                        kind,
                        amount,
                        fund_id=own_fund,
                        request_id=(
                            own_request if kind in ("commit", "release", "claim", "pay") else None
                        ),
                        claim_id=own_claim if kind in ("claim", "pay") else None,
                    )
                    for number, (kind, amount) in enumerate([("allocate", 1), *moves])
                ),
            )
        basis = desk.basis()
        figures = {row["fund_id"]: row for row in rows(basis, "mdf_fund_figure")}
        reported = {(row["object_id"], row["rule"]) for row in rows(basis, "mdf_violation")}
    assert len(figures) == len(funds)
    for at_fund, moves in enumerate(funds):
        name = f"F-{at_fund}"
        rules = {rule for object_id, rule in reported if object_id == name}
        _is_accounted_for(moves, figures[name]["available"], rules)


def _is_accounted_for(moves: list[tuple[str, int]], available: int, reported: set[str]) -> None:
    total = {kind: sum(amount for k, amount in moves if k == kind) for kind, _ in moves}
    base = 1 + total.get("allocate", 0) + total.get("reallocate", 0)
    left = (
        base
        - total.get("reclaim", 0)
        - total.get("expire", 0)
        - total.get("commit", 0)
        + total.get("release", 0)
    )
    assert available == left
    assert ("available" in reported) == (left < 0)
    assert ("paid" in reported) == (total.get("pay", 0) > total.get("claim", 0))
    net = total.get("commit", 0) - total.get("release", 0)
    assert ("claims" in reported) == (total.get("claim", 0) > net)
    assert ("approvals" in reported) == (net > base)
