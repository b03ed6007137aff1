"""Sheets that macros add behind the others, each with one table; kept where nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xldesk.errors import UsageError
from xldesk.workbooks.theme import HEADER_FILL, HEADER_TEXT
from xldesk_udfs.macros.table_in_book import typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings as xw

    from xldesk_udfs.macros.host import Host

_HEADER_ROW, _FIRST_COLUMN = 2, 2
_WIDEST = 60.0
_SIGN_WIDTH = 1.1


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

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows of the table, none where the sheet is not there."""
        if not self.exists:
            return []
        body = self._sheet.tables[self._table].data_body_range
        found = [] if body is None else body.options(ndim=2).value
        return [tuple(row) for row in found if any(value is not None for value in row)]

    def put(self, rows: Sequence[Sequence[Any]]) -> None:
        """Make ``rows``, at least one, those of the table."""
        if not self.exists:
            self._make()
        sheet, width = self._sheet, len(self._columns)
        before, last = len(self.rows()), _HEADER_ROW + len(rows)
        if before > len(rows):
            gone = (last + 1, _FIRST_COLUMN), (_HEADER_ROW + before, _FIRST_COLUMN + width - 1)
            sheet.range(*gone).clear()
        body = sheet.range((_HEADER_ROW + 1, _FIRST_COLUMN), (last, _FIRST_COLUMN + width - 1))
        wanted = [[typed(value) for value in row] for row in rows]
        if [list(row) for row in self.rows()] != [list(row) for row in rows]:
            body.value = wanted
        whole = sheet.range((_HEADER_ROW, _FIRST_COLUMN), (last, _FIRST_COLUMN + width - 1))
        table = sheet.tables[self._table]
        if table.range.address != whole.address:
            table.resize(whole)

    def link(self, host: Host, row: int, column: str, place: str | None) -> None:
        """Let a cell of the table (``row`` from 0) lead to a place of the book."""
        number = _FIRST_COLUMN + self._columns.index(column)
        cell = self._sheet.range((_HEADER_ROW + 1 + row, number))
        if host.linked(cell) != place:
            host.link(cell, place)

    def remove(self) -> None:
        """Delete the sheet, where it is there."""
        if self.exists:
            self._sheet.delete()

    def fit(self) -> None:
        """Make columns as wide as what stands in them, up to a width that is read easily."""
        for at, name in enumerate(self._columns):
            texts = [name, *(str(row[at]) for row in self.rows() if row[at] is not None)]
            width = min(_WIDEST, 3 + _SIGN_WIDTH * max(map(len, texts)))
            cell = self._sheet.range((1, _FIRST_COLUMN + at))
            if width > (cell.column_width or 0) + 1:
                cell.column_width = round(width)

    def _make(self) -> None:
        shown = self._book.sheets.active
        sheet = self._book.sheets.add(self.name, after=self._book.sheets[-1])
        header = sheet.range(
            (_HEADER_ROW, _FIRST_COLUMN),
            (_HEADER_ROW, _FIRST_COLUMN + len(self._columns) - 1),
        )
        header.value = [list(self._columns)]
        header.color = f"#{HEADER_FILL}"
        header.font.color = f"#{HEADER_TEXT}"
        header.font.bold = True
        sheet.tables.add(header.resize(2), name=self._table)
        shown.activate()
