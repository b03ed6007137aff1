"""Marks of ``validate_workbook`` leave cells with the colour that they had, or as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from xldesk.errors import UsageError
from xldesk.excel.engine import headless
from xldesk.excel.running.headless_host import HeadlessHost
from xldesk_udfs.macros.marks import MARK, clear_fills, clear_marks, findings_sheet

if TYPE_CHECKING:
    import xlwings as xw

MARKED, YELLOW = (255, 199, 206), (255, 255, 0)


@pytest.fixture
def book() -> Iterator[xw.Book]:
    """Return a new book whose cell Mine!B2 is marked."""
    with headless():
        import xlwings as xw

        book = xw.App(add_book=False).books.add()
        book.sheets[0].name = "Mine"
        book.sheets["Mine"].range("B2").color = MARK
        yield book


def list_mark(book: xw.Book, colour: str) -> None:
    """List the mark of B2 as that of a cell which had ``colour`` before."""
    row = ("block", "CELL-ALTERED", "Mine!B2", "it says 1", "ask", colour)
    findings_sheet(book).put([row], HeadlessHost(None))


@pytest.mark.parametrize(
    ("before", "shown", "uncoloured"),
    [
        ("no fill", None, ()),
        ("#FFFF00", YELLOW, ()),
        ("#ffff00", YELLOW, ()),
        ("yellow, I think", MARKED, ("Mine!B2",)),
        ("#FFFF0", MARKED, ("Mine!B2",)),
        ("=1+1", MARKED, ("Mine!B2",)),
    ],
)
def test_a_cell_has_the_colour_that_the_list_says_where_it_says_one(
    book: xw.Book, before: str, shown: tuple[int, int, int] | None, uncoloured: tuple[str, ...]
) -> None:
    list_mark(book, before)
    cleared = clear_marks(book)
    assert book.sheets["Mine"].range("B2").color == shown
    assert cleared.uncoloured == uncoloured
    assert ("which colour Mine!B2 had: it is" in cleared.said) is bool(uncoloured)
    assert [sheet.name for sheet in book.sheets] == ["Mine"]


def test_the_list_has_its_other_name_where_somebody_has_the_first(book: xw.Book) -> None:
    book.sheets.add("findings")
    assert findings_sheet(book).name == "Workbook findings"


def test_somebody_s_sheets_of_both_names_are_refused_before_a_colour_changes(book: xw.Book) -> None:
    book.sheets.add("findings")
    book.sheets.add("workbook FINDINGS")
    with pytest.raises(UsageError, match="has a sheet 'workbook FINDINGS' of its own"):
        clear_fills(book)


def test_a_list_under_another_name_is_refused_before_a_colour_changes(book: xw.Book) -> None:
    list_mark(book, "no fill")
    book.sheets["Findings"].name = "Mended until July"
    with pytest.raises(UsageError, match="stands on the sheet 'Mended until July'; give the sheet"):
        clear_fills(book)
    assert book.sheets["Mine"].range("B2").color == MARKED
