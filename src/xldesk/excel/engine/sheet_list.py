"""The sheets of a book: added, taken out and brought back, put in order, and which one shows."""

# ruff: noqa: SLF001 -- openpyxl's list of sheets has no public way to set an order or put one back

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xldesk.excel.engine.cells import Worksheet
    from xldesk.excel.engine.open_book import OpenBook


def put_presence(book: OpenBook, title: str, index: int | None) -> None:
    """Add an empty sheet at ``index`` (from 0), or with None take the sheet out."""
    workbook = book.workbook
    active = workbook.active
    if index is not None:
        workbook.create_sheet(title, index)
        _keep_active(book, active)
        return
    sheet = workbook[title]
    position = workbook._sheets.index(sheet)
    workbook.remove(sheet)
    book.removed.append(sheet)
    if active is not sheet:
        _keep_active(book, active)
        return
    before, after = workbook._sheets[:position], workbook._sheets[position:]
    others = [*after, *reversed(before)]
    _keep_active(book, next(other for other in others if other.sheet_state == "visible"))


def restore_sheet(book: OpenBook, title: str, index: object) -> None:
    """Put a sheet that was taken out back at ``index``, with all that it held."""
    sheet = next(found for found in reversed(book.removed) if found.title == title)
    book.removed.remove(sheet)
    active = book.workbook.active
    book.workbook._sheets.insert(index, sheet)
    _keep_active(book, active)


def put_order(book: OpenBook, titles: tuple[str, ...]) -> None:
    """Put the sheets in this order."""
    active = book.workbook.active
    book.workbook._sheets.sort(key=lambda sheet: titles.index(sheet.title))
    _keep_active(book, active)


def put_active(book: OpenBook, title: str) -> None:
    """Make the sheet ``title`` the one that shows."""
    _keep_active(book, book.workbook[title])


def _keep_active(book: OpenBook, sheet: Worksheet) -> None:
    if sheet not in book.workbook._sheets:
        return
    book.workbook._active_sheet_index = book.workbook._sheets.index(sheet)
    for other in book.workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet
