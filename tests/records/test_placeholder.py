"""Texts that fill a cell and say nothing."""

from __future__ import annotations

import pytest

from xldesk.records.placeholder import says_nothing

UNSEEN = "\u00a0\u00ad\u115f\u1160\u200b\u2060\u2800\u3164\ufe0f\ufeff\uffa0"


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", ".", "?", "…", "n/a", "N. A.", "tbd", "xxx", "None, nil", "n\u200b/a", UNSEEN,
     *UNSEEN],
)  # fmt: skip
def test_signs_that_do_not_show_and_words_for_nothing_say_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    ["mend", "7", "2026-08-01", "Ada, by Friday", "ask nobody but Bo", "Ян", "東", f"{UNSEEN}k"],
)
def test_a_letter_or_digit_that_shows_says_something(text: str) -> None:
    assert not says_nothing(text)
