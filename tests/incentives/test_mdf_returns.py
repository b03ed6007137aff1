"""What activities should bring, what they brought, and where money would earn more."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.mdf_desk import MdfDesk
from support.mdf_world import at, claim, fund, paid_claim, partner, request, row, rows
from support.world import changed
from xldesk.incentives.mdf import statement
from xldesk.policy.load import default_policy


@pytest.fixture
def desk() -> Iterator[MdfDesk]:
    with MdfDesk() as made:
        yield made


def link(number: int, opportunity_id: str = "O-1", request_id: str = "Q-1") -> tuple[object, ...]:
    return (f"E-{number}", "P-1", opportunity_id, request_id, date(2026, 3, 12))


def credit(
    amount: int, opportunity_id: str = "O-1", family: str = "", *, won: bool = True, **more: str
) -> tuple[object, ...]:
    quarter = "2026-Q2" if won else None
    who, currency = more.get("partner_id", "P-1"), more.get("currency", "USD")
    return (opportunity_id, family, who, amount, currency, won, quarter)


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ({"expected_pipeline": 5_000_000, "expected_close_rate": "0.2"}, "2.000000"),
        ({"expected_pipeline": 5_000_000, "expected_close_rate": "0"}, "-1.000000"),
        ({"expected_pipeline": None, "expected_close_rate": "0.2"}, None),
        ({"expected_pipeline": 5_000_000, "expected_close_rate": None}, None),
        (
            {"expected_pipeline": 1, "expected_close_rate": "1", "planned_spend": 0},
            None,
        ),
    ],
)
def test_projected_return(desk: MdfDesk, plan: dict[str, object], expected: str | None) -> None:
    desk.add(fund(), request(**plan))
    found = row(desk.basis(), "mdf_request_figure")["projected_roi"]
    assert (None if found is None else str(found)) == expected


def test_actual_return_counts_won_credit_at_its_margin(desk: MdfDesk) -> None:
    desk.add(fund(), request(), claim())
    desk.link("touch_link", link(1), link(2, "O-2"))
    desk.link("credit", credit(1_000_000), credit(500_000, "O-2", won=False))
    figure = row(desk.basis(), "mdf_roi")
    assert (figure["won_credit"], figure["open_credit"], figure["deals"]) == (1_000_000, 500_000, 2)
    assert str(figure["pipeline_ratio"]) == "10.000000"
    assert str(figure["actual_roi"]) == "3.000000"  # (1,000,000 x 0.6 - 150,000) / 150,000


def test_margin_is_that_of_the_product_family_or_its_alias() -> None:
    policy = changed(
        default_policy(),
        products=[
            {"family": "core", "margin": "0.8", "aliases": ["Core Suite"]},
            {"family": "services", "margin": None, "aliases": []},
        ],
    )
    with MdfDesk(policy) as desk:
        desk.add(fund(), request(), claim())
        desk.link("touch_link", link(1))
        desk.link(
            "credit",
            credit(100_000, family="core"),
            credit(100_000, family="Core Suite"),
            credit(100_000, family="services"),
        )
        figure = row(desk.basis(), "mdf_roi")
    assert figure["margin_on_won"] == 100_000 * (800_000 + 800_000 + 600_000)


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2026-03-09", 0), ("2026-03-10", 1), ("2027-03-11", 1), ("2027-03-12", 0)],
)
def test_a_touch_links_inside_the_attribution_days(desk: MdfDesk, day: str, counts: int) -> None:
    desk.add(fund(), request(), claim())
    desk.link("touch_link", ("E-1", "P-1", "O-1", "Q-1", date.fromisoformat(day)))
    desk.link("credit", credit(1_000_000))
    assert row(desk.basis(), "mdf_roi")["deals"] == counts


@pytest.mark.parametrize(
    "blocked", [("touch", "E-1", None), ("touch", "E-1", "O-1")], ids=["everywhere", "here"]
)
def test_a_blocked_touch_links_nothing(desk: MdfDesk, blocked: tuple[object, ...]) -> None:
    desk.add(fund(), request(), claim())
    desk.link("touch_link", link(1)).link("credit", credit(1)).link("blocked_contribution", blocked)
    assert row(desk.basis(), "mdf_roi")["deals"] == 0


def test_credit_of_another_partner_is_not_the_activitys(desk: MdfDesk) -> None:
    desk.add(fund(), request(), claim())
    desk.link("touch_link", link(1)).link("credit", credit(1_000, partner_id="P-2"))
    assert row(desk.basis(), "mdf_roi")["won_credit"] == 0


def test_leftover_units_go_to_the_earliest_activity(desk: MdfDesk) -> None:
    desk.add(fund(), *(request(f"Q-{number}") for number in (1, 2, 3)))
    desk.link("touch_link", *(link(n, request_id=f"Q-{n}") for n in (1, 2, 3)))
    desk.link("touch_link", link(4, request_id="Q-1")).link("credit", credit(1_000))
    shared = {found["request_id"]: found["credit"] for found in rows(desk.basis(), "mdf_link")}
    assert shared == {"Q-1": 334, "Q-2": 333, "Q-3": 333}


@settings(max_examples=20)
@given(st.integers(0, 10**13), st.integers(1, 12))
def test_no_unit_of_credit_is_lost_between_activities(amount: int, activities: int) -> None:
    with MdfDesk() as desk:
        desk.add(fund(), *(request(f"Q-{number}") for number in range(activities)))
        desk.link("touch_link", *(link(n, request_id=f"Q-{n}") for n in range(activities)))
        desk.link("credit", credit(amount))
        found = [line["credit"] for line in rows(desk.basis(), "mdf_link")]
    assert sum(found) == amount
    assert max(found) - min(found) <= 1


@pytest.mark.parametrize(
    ("as_of", "claims", "state"),
    [
        ("2026-06-08", True, "immature"),
        ("2026-06-09", True, "actual"),
        ("2026-06-09", False, "no spend"),
    ],
)
def test_a_return_has_its_time(desk: MdfDesk, as_of: str, claims: bool, state: str) -> None:
    desk.add(fund(), request(), *([claim()] if claims else []))
    figure = row(desk.basis(at(as_of)), "mdf_roi")
    assert figure["state"] == state
    assert (figure["actual_roi"] is None) == (state != "actual")
    assert (figure["pipeline_ratio"] is None) == (not claims)


def test_only_approved_activities_have_a_return(desk: MdfDesk) -> None:
    desk.add(fund(), request(status="submitted"))
    assert rows(desk.basis(), "mdf_roi") == []


RATES = [{"period": "2026-Q2", "rates": {"EUR": "1.25", "JPY": "0.0064"}}]


def test_credit_is_converted_at_the_rates_of_its_period() -> None:
    policy = changed(default_policy(), currencies={"reporting": "USD", "rates": RATES})
    with MdfDesk(policy) as desk:
        desk.add(fund(currency="EUR"), request(currency="EUR"))
        desk.link("touch_link", link(1), link(2, "O-2"))
        desk.link(
            "credit",
            credit(100_000, currency="USD"),  # 1,000.00 USD = 800.00 EUR
            credit(100_000, "O-2", currency="JPY"),  # 100,000 JPY = 640.00 USD = 512.00 EUR
        )
        basis = desk.basis()
        assert row(basis, "mdf_roi")["won_credit"] == 80_000 + 51_200


def test_without_a_rate_nothing_is_guessed(desk: MdfDesk) -> None:
    desk.add(fund(currency="EUR"), request(currency="EUR"))
    desk.link("touch_link", link(1)).link("credit", credit(100_000))
    figure = row(desk.basis(), "mdf_roi")
    assert (figure["won_credit"], figure["lines_without_rate"]) == (0, 1)


def _advised(desk: MdfDesk) -> list[tuple[object, ...]]:
    found = sorted(rows(desk.basis(), "mdf_advice"), key=lambda line: line["rank"])
    return [(line["from_fund"], line["to_fund"], line["amount"]) for line in found]


def _earning(desk: MdfDesk, number: int, earned: int) -> None:
    """Add a partner whose fund is well used and whose one activity earned ``earned``."""
    who, what, activity = f"P-{number}", f"F-{number}", f"Q-{number}"
    desk.add(
        partner(who),
        fund(what, partner_id=who, budget=200_000),
        request(activity, fund_id=what, partner_id=who, approved_amount=190_000),
        paid_claim(
            f"K-{number}", request_id=activity, partner_id=who, claimed_amount=190_000,
            approved_amount=190_000, paid_amount=190_000, invoice_amount=190_000,
        ),
    )  # fmt: skip
    desk.link("touch_link", (f"E-{number}", who, f"O-{number}", activity, date(2026, 3, 12)))
    desk.link("credit", credit(earned, f"O-{number}", partner_id=who))


def test_money_moves_from_the_laggard_to_the_best(desk: MdfDesk) -> None:
    desk.add(fund(budget=300_000))
    _earning(desk, 2, 1_000_000)
    _earning(desk, 3, 5_000_000)
    # Behind by 51.8 % of 300,000; half of what is available is 150,000; each receiver takes half
    # of its own 200,000, the better return first.
    assert _advised(desk) == [("F-1", "F-3", 100_000), ("F-1", "F-2", 50_000)]


def test_what_nobody_may_take_stays_on_a_line_of_its_own(desk: MdfDesk) -> None:
    desk.add(fund(budget=300_000))
    _earning(desk, 2, 1_000_000)
    assert _advised(desk) == [("F-1", "F-2", 100_000), ("F-1", None, 50_000)]


@pytest.mark.parametrize(
    "other",
    [
        fund(budget=300_000, currency="EUR"),
        fund(budget=300_000, expiry=date(2026, 7, 7)),
        fund(budget=300_000, period="FY2027", expiry=date(2027, 12, 31)),
    ],
    ids=["another currency", "closed", "not started"],
)
def test_advice_keeps_its_limits(desk: MdfDesk, other: object) -> None:
    desk.add(other)  # type: ignore[arg-type]
    _earning(desk, 2, 1_000_000)
    assert [line for line in _advised(desk) if line[1] is not None] == []


def test_a_fund_inside_the_threshold_is_left_alone() -> None:
    policy = changed(default_policy(), mdf={"behind_straight_line": "0.52"})
    with MdfDesk(policy) as desk:
        desk.add(fund(budget=300_000))
        assert _advised(desk) == []


def test_a_loss_earns_no_money(desk: MdfDesk) -> None:
    desk.add(fund(budget=300_000))
    _earning(desk, 2, 100)
    assert _advised(desk) == [("F-1", None, 150_000)]


@settings(max_examples=20)
@given(
    st.lists(st.integers(1, 10**12), min_size=1, max_size=4),
    st.lists(st.integers(200_000, 10**9), max_size=4),
)
def test_advice_gives_what_is_offered_and_no_more(donors: list[int], receivers: list[int]) -> None:
    with MdfDesk() as desk:
        for number, budget in enumerate(donors):
            desk.add(
                partner(f"D-{number}"), fund(f"G-{number}", partner_id=f"D-{number}", budget=budget)
            )
        for number, earned in enumerate(receivers):
            _earning(desk, 10 + number, earned)
        found = rows(desk.basis(), "mdf_advice")
    given_away: dict[str, int] = {}
    taken: dict[str, int] = {}
    for line in found:
        assert line["amount"] > 0
        given_away[line["from_fund"]] = given_away.get(line["from_fund"], 0) + line["amount"]
        if line["to_fund"]:
            taken[line["to_fund"]] = taken.get(line["to_fund"], 0) + line["amount"]
    offers = {line["from_fund"]: line["offer"] for line in found}
    assert given_away == offers
    assert all(
        2 * offers[f"G-{n}"] <= budget for n, budget in enumerate(donors) if f"G-{n}" in offers
    )
    assert all(amount <= 100_000 for amount in taken.values())


@pytest.fixture(scope="module")
def macros() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute(statement("mdf_macros"))
        yield con


@given(numerator=st.integers(-(10**21), 10**21), denominator=st.integers(1, 10**15))
def test_ratios_are_exact_to_six_decimals(
    macros: duckdb.DuckDBPyConnection, numerator: int, denominator: int
) -> None:
    [(found,)] = macros.execute(
        "SELECT exact_ratio($n::HUGEINT, $d::HUGEINT)", {"n": numerator, "d": denominator}
    ).fetchall()
    exact = Fraction(abs(numerator) * 10**6, denominator)
    rounded = math.floor(exact + Fraction(1, 2))
    assert found == Decimal(rounded if numerator >= 0 else -rounded).scaleb(-6)


def test_nothing_divides_by_nothing(macros: duckdb.DuckDBPyConnection) -> None:
    assert macros.execute("SELECT exact_ratio(5, 0), exact_ratio(NULL, 1)").fetchall() == [
        (None, None)
    ]
