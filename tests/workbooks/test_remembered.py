"""Answers are kept for short texts alone, and never those that were errors."""

from __future__ import annotations

import pytest

from xldesk.workbooks.remembered import remembered


def test_short_texts_are_answered_once_and_long_ones_each_time() -> None:
    asked = []

    @remembered(entries=2, longest=3)
    def length(text: str, more: int) -> int:
        asked.append(text)
        if text == "no":
            raise ValueError(text)
        return len(text) + more

    assert [length("abc", 1), length("abc", 1), length("abc", 2)] == [4, 4, 5]
    assert [length("abcd", 0), length("abcd", 0)] == [4, 4]
    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            length("no", 0)
    assert asked == ["abc", "abc", "abcd", "abcd", "no", "no"]
