"""Sheets that macros add behind the others, each with one table; kept where nothing changes.

They look as the desk's own do: a title, what the lines below are, and a table.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xldesk.errors import UsageError
from xldesk.workbooks.layout import FIRST_COLUMN, MARGIN_COLUMN, TITLE_ROW
from xldesk.workbooks.theme import HEADER_FILL, HEADER_TEXT, INK, MUTED, TITLE_SIZE
from xldesk_udfs.macros.table_columns import headers
from xldesk_udfs.macros.table_in_book import typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings as xw

    from xldesk_udfs.macros.host import Host

_FIRST_LINE_ROW = TITLE_ROW + 1
_HEADER_ROW = 6
_WIDEST = 60.0
_SIGN_WIDTH = 1.1
_LINE = 15.0
"""Points that a line of text takes."""


class OwnSheet:
    """The sheet ``name`` with the table ``table``; it is made when rows are put into it."""

    def __init__(self, book: xw.Book, name: str, table: str, columns: Sequence[str]) -> None:
        """Know it by its name; raises UsageError where a sheet of that name is somebody else's."""
        self._book = book
        self.name = name
        self._table = table
        self._columns = columns
        if self.exists and table not in [found.name for found in self._sheet.tables]:
            raise UsageError(
                f"{book.name} has a sheet {name!r} of its own; give it another name, and run the "
                "macro again"
            )

    @property
    def exists(self) -> bool:
        """Whether the sheet is there."""
        return self.name in [sheet.name for sheet in self._book.sheets]

    @property
    def _sheet(self) -> xw.Sheet:
        return self._book.sheets[self.name]

    @property
    def _found(self) -> xw.main.Table:
        return self._sheet.tables[self._table]

    @property
    def _first_row(self) -> int:
        """The first row of data: people may have put rows above it."""
        return int(self._found.range.row) + 1

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows of the table, none where the sheet is not there.

        Each has the values of our columns; one that people took out has None.
        """
        if not self.exists:
            return []
        body, names = self._found.data_body_range, headers(self._found)
        places = [names.index(name) if name in names else None for name in self._columns]
        found = [] if body is None else body.options(ndim=2).value
        return [
            tuple(None if at is None else row[at] for at in places)
            for row in found
            if any(value is not None for value in row)
        ]

    def put(self, rows: Sequence[Sequence[Any]], host: Host, *lines: str) -> None:
        """Make ``rows``, at least one, those of the table; ``lines``, two at most, stand above.

        A sheet whose columns people changed is made anew.
        """
        if self.exists and headers(self._found) != list(self._columns):
            self.remove()
        if not self.exists:
            self._make(host)
        for row, line in enumerate(lines, _FIRST_LINE_ROW):
            cell = self._sheet.range((row, FIRST_COLUMN))
            if row < self._first_row - 1 and cell.value != line:
                cell.value = typed(line)
        sheet, width, first = self._sheet, len(self._columns), self._first_row
        left = int(self._found.range.column)
        before, last = len(self.rows()), first + len(rows) - 1
        if before > len(rows):
            sheet.range((last + 1, left), (first + before - 1, left + width - 1)).clear()
        if [list(row) for row in self.rows()] != [list(row) for row in rows]:
            body = sheet.range((first, left), (last, left + width - 1))
            body.value = [[typed(value) for value in row] for row in rows]
        whole = sheet.range((first - 1, left), (last, left + width - 1))
        if self._found.range.address != whole.address:
            self._found.resize(whole)

    def show(self, column: str, formats: Sequence[str]) -> None:
        """Let the rows of a column of numbers have these ``formats``, its header on the right."""
        header, cells = self._cells(column)
        if header.horizontal_alignment != "right":
            header.horizontal_alignment = "right"
        for cell, code in zip(cells, formats, strict=True):
            if cell.number_format != code:
                cell.number_format = code

    def link(self, host: Host, row: int, column: str, place: str | None) -> None:
        """Let a cell of the table (``row`` from 0) lead to a place of the book."""
        cell = self._cells(column)[1][row]
        if host.linked(cell) != place:
            host.link(cell, place)

    def _cells(self, column: str) -> tuple[xw.Range, xw.Range]:
        """Return header and data of a column."""
        number = int(self._found.range.column) + self._columns.index(column)
        first, last = self._first_row, int(self._found.range.last_cell.row)
        sheet = self._sheet
        return sheet.range((first - 1, number)), sheet.range((first, number), (last, number))

    def remove(self) -> None:
        """Delete the sheet, where it is there."""
        if self.exists:
            self._sheet.delete()

    def fit(self) -> None:
        """Make columns as wide as what stands in them, up to a width that is read easily."""
        for at, name in enumerate(self._columns):
            texts = [name, *(_shown(row[at]) for row in self.rows() if row[at] is not None)]
            width = min(_WIDEST, 3 + _SIGN_WIDTH * max(map(len, texts)))
            cell = self._cells(name)[0]
            if width > (cell.column_width or 0) + 1:
                cell.column_width = round(width)
            cells = self._cells(name)[1]
            if cells.vertical_alignment != "center":
                cells.vertical_alignment = "center"
            if width == _WIDEST:
                self._wrap(cells)

    def _wrap(self, cells: xw.Range) -> None:
        """Let the texts of a wide column take the lines that they need."""
        if cells.wrap_text is not True:
            cells.wrap_text = True
        for cell in cells:
            height = _LINE * math.ceil(_SIGN_WIDTH * len(str(cell.value or "")) / _WIDEST)
            if height > (cell.row_height or 0) + 1:
                cell.row_height = height

    def _make(self, host: Host) -> None:
        shown = self._book.sheets.active
        sheet = self._book.sheets.add(self.name, after=self._book.sheets[-1])
        sheet.range((1, 1)).column_width = MARGIN_COLUMN
        title = sheet.range((TITLE_ROW, FIRST_COLUMN))
        title.value = self.name
        title.font.bold = True
        title.font.size = TITLE_SIZE
        title.font.color = f"#{INK}"
        for row in range(_FIRST_LINE_ROW, _HEADER_ROW - 1):
            sheet.range((row, FIRST_COLUMN)).font.color = f"#{MUTED}"
        header = sheet.range(
            (_HEADER_ROW, FIRST_COLUMN), (_HEADER_ROW, FIRST_COLUMN + len(self._columns) - 1)
        )
        header.value = [list(self._columns)]
        header.color = f"#{HEADER_FILL}"
        header.font.color = f"#{HEADER_TEXT}"
        header.font.bold = True
        sheet.tables.add(header.resize(2), name=self._table)
        host.lay_out(sheet, _HEADER_ROW)
        shown.activate()


def _shown(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value)
