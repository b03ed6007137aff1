"""A deal is converted whole and then split: its lines add up to it in every currency."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import floor
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.answers.state import statement
from xldesk.records.currency import exponent

RATES = {
    ("2026-Q1", "EUR"): Decimal("1.09"),
    ("2026-Q1", "JPY"): Decimal("0.0066"),
    ("2026-Q1", "KWD"): Decimal("3.2512345678"),
    ("2026-Q2", "EUR"): Decimal("1.11"),
}
"""Units of USD, the reporting currency, for one unit, by period."""

CATEGORIES = ("sourced", "co_sell", "influenced", "direct")

Line = tuple[str, int]
"""A line category and a credit, of a partner of its own."""


@cache
def desk() -> duckdb.DuckDBPyConnection:
    """Return a connection with the tables that ``credit_in`` reads, without credit lines."""
    con = duckdb.connect()
    con.execute("SET threads = 1")
    con.execute(
        "CREATE TABLE credit (opportunity_id VARCHAR, product_family VARCHAR, partner_id "
        "VARCHAR, headline_category VARCHAR, line_category VARCHAR, role VARCHAR, reason_code "
        "VARCHAR, model VARCHAR, share BIGINT, credit BIGINT, currency VARCHAR, status "
        "VARCHAR, is_won BOOLEAN, close_quarter VARCHAR)"
    )
    con.execute("CREATE TABLE policy_rate (period VARCHAR, currency VARCHAR, rate DECIMAL(28,10))")
    con.executemany(
        "INSERT INTO policy_rate VALUES (?, ?, ?)",
        [[period, code, str(rate)] for (period, code), rate in RATES.items()],
    )
    con.execute(
        "CREATE TABLE basis AS SELECT 'USD' AS reporting_currency, '2026-Q2' AS as_of_quarter"
    )
    con.execute("CREATE TABLE known_currency (code VARCHAR, exponent BIGINT)")
    con.executemany(
        "INSERT INTO known_currency VALUES (?, ?)",
        [[code, exponent(code)] for code in ("USD", "EUR", "JPY", "KWD", "GBP")],
    )
    con.execute(statement("credit_in"))
    return con


def asked(lines: list[Line], currency: str, target: str, *, won: bool = True) -> list[Any]:
    """Return (credit, currency) of each line of one deal as ``credit_in`` states it."""
    con = desk()
    con.execute("TRUNCATE credit")
    con.executemany(
        "INSERT INTO credit VALUES ('O', '', ?, '', ?, '', '', '', 0, ?, ?, '', ?, '2026-Q1')",
        [
            [f"P-{number:03d}", category, credit, currency, won]
            for number, (category, credit) in enumerate(lines)
        ],
    )
    return con.execute(
        "SELECT credit, currency FROM credit_in(?) ORDER BY partner_id", [target]
    ).fetchall()


def rate(period: str, currency: str) -> Fraction:
    return Fraction(1 if currency == "USD" else RATES[period, currency])


def half_away(value: Fraction) -> int:
    return floor(abs(value) + Fraction(1, 2)) * (1 if value >= 0 else -1)


def expected(lines: list[Line], currency: str, target: str) -> list[int]:
    """Return the obvious way: convert the sum, floor every part, hand out what is left."""
    whole = sum(credit for _, credit in lines)
    units = Fraction(10) ** (exponent(target) - exponent(currency))
    converted = half_away(whole * rate("2026-Q1", currency) / rate("2026-Q1", target) * units)
    exact = [credit * Fraction(abs(converted), abs(whole)) for _, credit in lines]
    parts = [floor(part) for part in exact]
    order = sorted(
        range(len(lines)),
        key=lambda n: (parts[n] - exact[n], CATEGORIES.index(lines[n][0]), n),
    )
    for number in order[: converted - sum(parts)]:
        parts[number] += 1
    return parts


LINES = st.lists(
    st.tuples(st.sampled_from(CATEGORIES), st.integers(-(10**15) + 1, 10**15 - 1)),
    min_size=1,
    max_size=6,
).filter(lambda lines: 0 != sum(credit for _, credit in lines) < 10**15)


@given(
    lines=LINES,
    currency=st.sampled_from(["USD", "EUR", "JPY", "KWD"]),
    target=st.sampled_from(["USD", "EUR", "JPY", "KWD"]),
)
def test_every_unit_of_a_converted_deal_is_on_one_line(
    lines: list[Line], currency: str, target: str
) -> None:
    found = asked(lines, currency, target)
    assert {code for _, code in found} == {target}
    if currency == target:
        assert [credit for credit, _ in found] == [credit for _, credit in lines]
    else:
        assert [credit for credit, _ in found] == expected(lines, currency, target)


def test_the_largest_remainders_take_up_what_is_left() -> None:
    # 1.00 EUR is 1.09 USD: 37.06, 35.97 and 35.97 cents.
    thirds = [("sourced", 34), ("co_sell", 33), ("influenced", 33)]
    assert [credit for credit, _ in asked(thirds, "EUR", "USD")] == [37, 36, 36]
    # 0.03 EUR is 5 JPY: a yen and two thirds each, and the order of credit lines.
    equal = [("influenced", 1), ("co_sell", 1), ("sourced", 1)]
    assert [credit for credit, _ in asked(equal, "EUR", "JPY")] == [1, 2, 2]


@pytest.mark.parametrize(
    ("currency", "target", "won"),
    [("GBP", "USD", True), ("USD", "GBP", True), ("JPY", "USD", False)],
)
def test_without_a_rate_of_the_period_there_is_no_figure(
    currency: str, target: str, won: bool
) -> None:
    assert asked([("sourced", 5)], currency, target, won=won) == [(None, target)]


def test_an_open_deal_takes_the_rate_of_the_day_asked_for() -> None:
    assert asked([("sourced", 10_000)], "EUR", "USD", won=False) == [(11_100, "USD")]


def test_a_deal_of_no_amount_converts_to_nothing() -> None:
    assert asked([("sourced", 0)], "EUR", "USD") == [(0, "USD")]
    by_credit = defaultdict(list)
    for credit, code in asked([("sourced", 5), ("co_sell", -5)], "EUR", "USD"):
        by_credit[credit].append(code)
    assert by_credit == {None: ["USD", "USD"]}, "nothing says how to split nothing"
