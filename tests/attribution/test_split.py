"""The exact split by itself: largest remainder, sign, ties, and the limits of 64 bits."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.reference import largest_remainder
from xldesk.attribution.statements import split_exactly

UNITS = 1_000_000
CONNECTION = duckdb.connect(config={"threads": 1})


def split(amount: int, weights: list[int], units: int = UNITS) -> list[tuple[int, int]]:
    """Return credit and share of each part; equal remainders fall to the earlier part."""
    con = CONNECTION.cursor()
    con.execute(
        "CREATE TEMP TABLE to_split AS SELECT 1::BIGINT AS line_no, 0 AS pool,"
        " $amount::BIGINT AS amount, $units::BIGINT AS units,"
        " unnest(range(len($weights::BIGINT[]))) AS step_no,"
        " unnest($weights::BIGINT[]) AS weight",
        {"amount": amount, "units": units, "weights": weights},
    )
    split_exactly(con, "to_split", "part")
    rows: list[Any] = con.execute("SELECT credit, share FROM part ORDER BY step_no").fetchall()
    con.close()
    return rows


@pytest.mark.parametrize(
    ("amount", "weights", "credit"),
    [
        (100, [1], [100]),
        (100, [1, 1, 1], [34, 33, 33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (1, [1, 1], [1, 0]),
        (0, [3, 7], [0, 0]),
        (100, [0, 5], [0, 100]),
        (10_000, [35, 30], [5_385, 4_615]),
        (10**15 - 1, [1, 2], [333_333_333_333_333, 666_666_666_666_666]),
        (10**15 - 1, [10**9, 10**9], [5 * 10**14, 5 * 10**14 - 1]),
    ],
)
def test_split(amount: int, weights: list[int], credit: list[int]) -> None:
    assert [part for part, _ in split(amount, weights)] == credit


@given(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.lists(st.integers(0, 2 * 10**8), min_size=1, max_size=10).filter(any),
)
def test_split_is_the_largest_remainder_at_any_size(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert [credit for credit, _ in parts] == largest_remainder(amount, weights)
    assert [share for _, share in parts] == largest_remainder(UNITS, weights)


@pytest.mark.parametrize("weights", [[0, 0], [10**9, 10**9, 1]])
def test_weights_outside_the_limits_are_refused(weights: list[int]) -> None:
    with pytest.raises(duckdb.Error, match="must add up to 1 to 2,000,000,000"):
        split(100, weights)
