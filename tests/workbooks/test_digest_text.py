"""The digest covers what is calculated, not the last bits of a calculation."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.records.fields import MAX_MINOR_UNITS
from xldesk.workbooks.digest_text import calculated_numbers, calculated_text
from xldesk.workbooks.encoders import minor_text, number_text


@given(st.floats(-1e6, 1e6))
def test_the_next_binary_number_says_the_same_but_at_a_boundary(value: float) -> None:
    beside = math.nextafter(value, math.inf)
    texts = {calculated_text(number_text(value)), calculated_text(number_text(beside))}
    at_boundary = abs(value * 1e6 % 1 - 0.5) < 1e-3
    assert len(texts) == 1 or at_boundary


@given(st.integers(-MAX_MINOR_UNITS, MAX_MINOR_UNITS), st.sampled_from([0, 2, 3, 4]))
def test_amounts_are_covered_to_their_last_unit(minor: int, places: int) -> None:
    assert calculated_text(minor_text(minor, places)) == number_text(
        float(minor_text(minor, places))
    )
    assert calculated_text(minor_text(minor, places)) != calculated_text(
        minor_text(minor + 1, places)
    )


@pytest.mark.parametrize("text", ["", "closed", "2026-01-01", "yes"])
def test_texts_stay(text: str) -> None:
    assert calculated_text(text) == text


_NUMBERS = st.floats(-10, 10) | st.decimals(-9, 9, places=5) | st.sampled_from([1e-7, -1e-7, 1e20])


@given(st.lists(st.just("") | _NUMBERS.map(number_text), min_size=1))
def test_numbers_together_are_each_as_alone(texts: list[str]) -> None:
    assert list(calculated_numbers(texts)) == list(map(calculated_text, texts))
