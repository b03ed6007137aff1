"""Draws that are the same everywhere."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from xldesk.demo.stream import Stream


def test_the_sequence_is_pinned():
    stream = Stream(2026, "pinned")
    assert [stream.below(1_000) for _ in range(8)] == [91, 134, 584, 599, 35, 54, 579, 460]


def test_a_stream_of_another_name_draws_something_else():
    draws = {name: tuple(Stream(1, name).below(1_000_000) for _ in range(4)) for name in ("a", "b")}
    assert draws["a"] != draws["b"]


@given(st.integers(0, 10**6), st.lists(st.integers(), min_size=1, max_size=40, unique=True))
def test_shuffling_keeps_every_member(seed: int, items: list[int]):
    assert sorted(Stream(seed, "shuffle").shuffled(items)) == sorted(items)


@given(st.integers(0, 10**6), st.integers(-50, 50), st.integers(0, 50))
def test_between_includes_both_ends_and_nothing_beyond(seed: int, low: int, width: int):
    stream = Stream(seed, "between")
    assert all(low <= stream.between(low, low + width) <= low + width for _ in range(20))


@given(st.integers(0, 10**6))
def test_a_weight_of_zero_is_never_drawn(seed: int):
    stream = Stream(seed, "weights")
    assert {stream.weighted({"never": 0, "always": 3}) for _ in range(20)} == {"always"}


def test_weights_decide_how_often():
    stream = Stream(7, "weights")
    drawn = Counter(stream.weighted({"rare": 1, "common": 9}) for _ in range(2_000))
    assert 120 < drawn["rare"] < 280


def test_quantiles_are_met():
    stream = Stream(7, "quantiles")
    drawn = sorted(stream.quantile((0, 10, 100)) for _ in range(2_000))
    assert drawn[0] >= 0
    assert drawn[-1] <= 100
    assert 8 <= drawn[1_000] <= 13
