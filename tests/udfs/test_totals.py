"""Totals agree where what they are made of does, in whatever order and to half a minor unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk_udfs.macros.totals import Total

CENT = Decimal("0.01")
NOISE = "0.0000000000002"


def total(*values: str) -> Total:
    """Return the total of ``values``, each in a row of its own: A1, A2 and so on."""
    made = Total()
    for row, value in enumerate(values, 1):
        made.add(Decimal(value), f"A{row}")
    return made


@pytest.mark.parametrize(
    ("ours", "desks", "agrees", "first"),
    [
        (["1.50", "2"], ["2", "1.50"], True, None),
        (["1.50", "2"], [f"1.5{NOISE[2:]}", "2"], True, None),
        (["12.345"], [f"12.344{'9' * 12}"], True, None),  # no whole cents: as near as any other
        (["1.50", "2.01"], ["1.50", "2"], False, "A2"),
        (["1.51", "1.99"], ["1.50", "2"], False, "A1"),  # one sum, other lines
        (["3", "3"], ["3"], False, "A2"),
        (["3"], ["3", "4"], False, None),
        ([], ["4"], False, None),
        (["1.005"], ["1.00"], False, "A1"),
        (["1.004"] * 3, ["1.00"] * 3, False, None),  # each line is near, the sum is not
        (["9", "-1", "4"], ["4", "-1", "8"], False, "A1"),
    ],
)
def test_sum_and_lines_agree_to_half_a_minor_unit(
    ours: list[str], desks: list[str], *, agrees: bool, first: str | None
) -> None:
    here, there = total(*ours), total(*desks)
    assert here.agrees_with(there, CENT) is agrees
    assert here.first_other(there, CENT) == first


@given(st.lists(st.integers(-300, 300), max_size=6), st.lists(st.integers(-300, 300), max_size=6))
def test_totals_agree_just_where_the_same_lines_stand(ours: list[int], desks: list[int]) -> None:
    here = total(*(str(Decimal(cents) / 100 + Decimal(NOISE)) for cents in ours))
    there = total(*(str(Decimal(cents) / 100) for cents in desks))
    assert here.agrees_with(there, CENT) is (sorted(ours) == sorted(desks))
    if here.first_other(there, CENT) is None:
        assert len(ours) <= len(desks)
