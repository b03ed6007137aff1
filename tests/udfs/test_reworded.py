"""An answer stays beside what it answers: other words or figures in its row are not answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk_udfs.macros.reworded import as_said, questions, unanswered
from xldesk_udfs.macros.table_in_book import counted

ROWS = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")), max_size=6)


def asking(rows: list[tuple[str, str]]) -> list[tuple[object, ...]]:
    """Return the questions of rows, each a key and what it says."""
    return questions(counted((key,) for key, _ in rows), [(said,) for _, said in rows])


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (["Ax", "By"], ["By", "Ax"], {}),
        (["Ax"], ["Ay"], {0: 0}),
        (["Ax"], ["By"], {0: None}),
        (["Ax"], ["Ay", "Ax"], {}),  # another one of that key came before it
        (["Ax", "Ay"], ["Ay"], {0: None}),  # one of two is gone, and nothing new is asked
        (["Ax", "Ay"], ["Az", "Ay"], {0: 0}),
        (["Ax", "Ay"], ["By", "Az", "Aw"], {0: 1, 1: 2}),
        (["Ax", "Ax"], ["Ax"], {1: None}),
    ],
)
def test_rows_that_ask_something_else_are_found(
    before: list[str], now: list[str], found: dict[int, int | None]
) -> None:
    ours, theirs = ([(row[0], row[1]) for row in rows] for rows in (before, now))
    assert dict(unanswered(asking(ours), asking(theirs))) == found


@given(ROWS, ROWS)
def test_what_is_asked_again_is_answered_and_each_new_row_is_named_once(
    before: list[tuple[str, str]], now: list[tuple[str, str]]
) -> None:
    ours, theirs = asking(before), asking(now)
    found = dict(unanswered(ours, theirs))
    assert {ours[at] for at in range(len(ours)) if at not in found} == set(ours) & set(theirs)
    named = [row for row in found.values() if row is not None]
    assert len(named) == len(set(named))
    assert all(before[at][0] == now[row][0] for at, row in found.items() if row is not None)


@pytest.mark.parametrize(
    ("one", "other"),
    [(178783.0, 178783), (0.1 + 0.2, 0.3), (None, ""), ("a \r\n b", "a b")],
)
def test_a_cell_says_the_same_however_a_program_keeps_it(one: object, other: object) -> None:
    assert as_said(one) == as_said(other)


@pytest.mark.parametrize(("one", "other"), [(178783, 1178783), ("8 entries", "10 entries")])
def test_other_words_and_figures_are_others(one: object, other: object) -> None:
    assert as_said(one) != as_said(other)
