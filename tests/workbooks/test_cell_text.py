from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from xldesk.workbooks.cell_text import (
    MAX_CELL_TEXT,
    are_plain,
    inline,
    is_plain,
    legal,
    looks_like_formula,
)
from xldesk.workbooks.check.cell import unescaped
from xldesk.workbooks.check.markup import text_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read_back(text: str) -> str:
    cell = etree.fromstring(f'<c xmlns="{MAIN}">{inline(legal(text))}</c>'.encode())
    return unescaped(text_of(cell[0]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a␀b"),
        ("a\x1bb", "a␛b"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ud800x", "\ufffdx"),
        ("\uffff", "\ufffd"),
        ("tab\tstays", "tab\tstays"),
        ("_x0041_", "_x0041_"),
        ("  spaces  ", "  spaces  "),
        ("a & b < c > d", "a & b < c > d"),
        ("🎉 עברית", "🎉 עברית"),
    ],
)
def test_text_reads_back_as_it_is_shown(text: str, shown: str) -> None:
    assert legal(text) == shown
    assert read_back(text) == shown


def test_a_text_longer_than_a_cell_says_so() -> None:
    shown = legal("x" * 40_000)
    assert len(shown) == MAX_CELL_TEXT
    assert shown.endswith("(cut: 40,000 characters)")


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r", "\n", "\x00"])
def test_text_that_begins_like_a_formula_is_known(lead: str) -> None:
    assert looks_like_formula(lead + "1+1")
    assert not is_plain(lead + "1+1")


@given(st.text(max_size=200))
def test_any_text_reads_back(text: str) -> None:
    assert read_back(text) == legal(text)


@given(st.text(max_size=50))
def test_plain_text_needs_no_care(text: str) -> None:
    if is_plain(text):
        assert legal(text) == text
        assert inline(text) == f"<is><t>{text}</t></is>"


_PIECES = st.sampled_from(["=", "+", "-", "@", " ", "\n", "\t", "&", "<", "_x", "\x7f", "é", "a b"])


@given(st.lists(st.lists(_PIECES | st.characters(), max_size=4).map("".join), max_size=4))
def test_texts_that_are_plain_together_are_plain_each(texts: list[str]) -> None:
    if are_plain(texts):
        assert all(map(is_plain, texts))


def test_usual_texts_are_plain_together() -> None:
    assert are_plain(["", "Cloud Rollout - Phase 2", "co_sell", "Società di Consulenza", "A=B"])
