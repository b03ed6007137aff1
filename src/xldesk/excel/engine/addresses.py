"""What a macro calls a range: an address, a name, or a table, as the area that it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openpyxl.utils import column_index_from_string, range_boundaries

from xldesk.errors import UsageError
from xldesk.excel.engine.area import MAX_COLUMNS, MAX_ROWS, Area
from xldesk.excel.engine.cells import Worksheet
from xldesk.excel.engine.references import unquoted
from xldesk.excel.engine.table_shape import shape_of

if TYPE_CHECKING:
    from xldesk.excel.engine.change import TableShape
    from xldesk.excel.engine.open_book import OpenBook

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")
_TABLE = re.compile(r"([^\[\]]+)(?:\[(.*)\])?", re.DOTALL)


class NoSuchRangeError(UsageError, KeyError):
    """A text that is no address, name or table of the book."""

    def __str__(self) -> str:
        return self.message


def area_of(book: OpenBook, sheet: Worksheet, text: str) -> Area:
    """Return the area that ``text`` means on ``sheet``.

    An address may have dollar signs and another sheet before it; else it is a name of the sheet or
    of the book, or a table with what of it is meant in brackets, its data if nothing is.

    Raises NoSuchRangeError.
    """
    asked = text.strip().removeprefix("=")
    title, mark, cells = asked.rpartition("!")
    if mark:
        sheet, asked = sheet_named(book, unquoted(title)), cells
    found = _addressed(book, sheet, asked) or _named(book, sheet, asked) or _of_table(book, asked)
    if found is None:
        raise NoSuchRangeError(
            f"{text!r} is no address, name or table of {book.name} ({sheet.title}); write a "
            "range such as 'A1:C9', or a name that the book has"
        )
    return found


def sheet_named(book: OpenBook, title: str) -> Worksheet:
    """Return the sheet called ``title``, in capital or small letters; raises NoSuchRangeError."""
    for sheet in book.workbook.worksheets:
        if sheet.title.casefold() == title.casefold():
            return sheet
    titles = ", ".join(sheet.title for sheet in book.workbook.worksheets)
    raise NoSuchRangeError(f"{book.name} has no sheet {title!r}; it has {titles}")


def _addressed(book: OpenBook, sheet: Worksheet, text: str) -> Area | None:
    if found := _COLUMNS.fullmatch(text):
        first, last = sorted(column_index_from_string(letters) for letters in found.groups())
        return Area(book, sheet, 1, first, MAX_ROWS, last - first + 1)
    if found := _ROWS.fullmatch(text):
        first, last = sorted(int(number) for number in found.groups())
        return Area(book, sheet, first, 1, last - first + 1, MAX_COLUMNS)
    start, colon, end = text.partition(":")
    first_cell, last_cell = _CELL.fullmatch(start), _CELL.fullmatch(end if colon else start)
    if first_cell is None or last_cell is None:
        return None
    columns = sorted(column_index_from_string(found[1]) for found in (first_cell, last_cell))
    rows = sorted(int(found[2]) for found in (first_cell, last_cell))
    if columns[1] > MAX_COLUMNS or not 1 <= rows[0] <= rows[1] <= MAX_ROWS:
        return None
    return Area(
        book, sheet, rows[0], columns[0], rows[1] - rows[0] + 1, columns[1] - columns[0] + 1
    )


def _named(book: OpenBook, sheet: Worksheet, text: str) -> Area | None:
    for names in (sheet.defined_names, book.workbook.defined_names):
        for name, found in names.items():
            if name.casefold() == text.casefold():
                return named_area(book, found.value or "")
    return None


def named_area(book: OpenBook, refers_to: str) -> Area | None:
    """Return the one range of a sheet that a name refers to; None for a constant or formula."""
    title, mark, cells = refers_to.removeprefix("=").rpartition("!")
    wanted = unquoted(title).casefold()
    for sheet in book.workbook.worksheets:
        if mark and sheet.title.casefold() == wanted:
            return _addressed(book, sheet, cells)
    return None


def _of_table(book: OpenBook, text: str) -> Area | None:
    found = _TABLE.fullmatch(text)
    if found is None:
        return None
    for sheet in book.workbook.worksheets:
        for table in sheet.tables.values():
            if table.displayName.casefold() == found[1].casefold():
                return _part(table_area(book, sheet, shape_of(table)), shape_of(table), found[2])
    return None


def table_area(book: OpenBook, sheet: Worksheet, shape: TableShape) -> Area:
    """Return all of a table, header and totals row included."""
    left, top, right, bottom = range_boundaries(shape.ref)
    return Area(book, sheet, top, left, bottom - top + 1, right - left + 1)


def _part(whole: Area, shape: TableShape, part: str | None) -> Area | None:
    rows = whole.rows - shape.header_rows - shape.totals_rows
    body = whole.at(whole.row + shape.header_rows, whole.column, rows, whole.columns)
    if not part or part.casefold() == "#data":
        return body
    if part.casefold() == "#all":
        return whole
    if part.casefold() == "#headers" and shape.header_rows:
        return whole.at(whole.row, whole.column, 1, whole.columns)
    if part.casefold() == "#totals" and shape.totals_rows:
        return whole.at(whole.last_row, whole.column, 1, whole.columns)
    names = [name.casefold() for name in shape.columns]
    if part.casefold() in names:
        return body.at(body.row, body.column + names.index(part.casefold()), body.rows, 1)
    return None
