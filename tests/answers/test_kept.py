"""What is kept stays within its bound; the least recently asked goes first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xldesk.answers.kept import Kept


def test_a_value_is_made_once() -> None:
    made: list[str] = []
    kept: Kept[str] = Kept(2)
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, lambda key=key: made.append(key) or key)  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"], "b was asked for longest ago when c came"


def test_what_goes_is_told() -> None:
    gone: list[int] = []
    kept: Kept[int] = Kept(1, dropped=gone.append)
    for value in (1, 2, 3):
        kept.get(value, lambda value=value: value)  # type: ignore[misc]
    assert gone == [1, 2]
    kept.clear()
    assert (gone, len(kept), kept.weight) == ([1, 2, 3], 0, 0)


def test_one_that_weighs_more_than_the_bound_is_kept_alone() -> None:
    kept: Kept[str] = Kept(3, weigh=len)
    kept.get("short", lambda: "ab")
    assert kept.get("long", lambda: "abcdef") == "abcdef"
    assert (len(kept), kept.weight) == (1, 6)


@given(st.lists(st.integers(0, 9)), st.integers(1, 20))
def test_the_bound_holds(keys: list[int], most: int) -> None:
    kept: Kept[int] = Kept(most, weigh=lambda value: value)
    for key in keys:
        assert kept.get(key, lambda key=key: key) == key  # type: ignore[misc]
        assert kept.weight <= most or len(kept) == 1
