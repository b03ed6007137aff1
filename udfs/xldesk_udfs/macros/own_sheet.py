"""Sheets that macros add behind the others, each with one table; kept where nothing changes.

They look as the desk's own do: a title, what the lines below are, and a table. What people write
there stays: columns of their own, notes, and what stands beside a row go with it, and what stands
below the table moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xldesk.answers.picture import PicturedTable
from xldesk.errors import UsageError
from xldesk.workbooks.layout import FIRST_COLUMN, LINE_HEIGHT, MARGIN_COLUMN, TITLE_ROW
from xldesk.workbooks.parts import Column, Table
from xldesk.workbooks.theme import HEADER_FILL, HEADER_TEXT, INK, MUTED, TITLE_SIZE
from xldesk_udfs.macros.kept_entries import KeptEntries
from xldesk_udfs.macros.own_sheet_fit import fit, give, look_alike
from xldesk_udfs.macros.table_columns import column, headers
from xldesk_udfs.macros.table_in_book import TableInBook, counted, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings as xw

    from xldesk_udfs.macros.host import Host

_FIRST_LINE_ROW = TITLE_ROW + 1
_HEADER_ROW = 6
_HEADER_HEIGHT = LINE_HEIGHT + 7.5

Row = tuple[Any, ...]


class OwnSheet:
    """The sheet ``name`` with the table ``table``; it is made when rows are put into it.

    What people wrote goes with the row that has the same values in the columns ``key``; without
    one, in all ``columns``.
    """

    def __init__(
        self,
        book: xw.Book,
        name: str,
        table: str,
        columns: Sequence[str],
        key: Sequence[str] = (),
    ) -> None:
        """Find it in ``book``, whatever the case of its name.

        Raises UsageError where the sheet is somebody else's, its table stands on another sheet, or
        a column is missing.
        """
        self._book = book
        self._table = table
        self._columns = columns
        self._key = key or columns
        self.name = next((s.name for s in book.sheets if _is(s.name, name)), name)
        self._refuse_others(name)

    def _refuse_others(self, name: str) -> None:
        homes = [
            sheet.name
            for sheet in self._book.sheets
            if any(_is(found.name, self._table) for found in sheet.tables)
        ]
        if self.exists and self.name not in homes:
            raise UsageError(
                f"{self._book.name} has a sheet {self.name!r} of its own; give it another name, "
                "and run the macro again"
            )
        if homes and self.name not in homes:
            raise UsageError(
                f"{self._book.name}: table {self._table} stands on the sheet {homes[0]!r}; give "
                f"the sheet its name {name!r} again, or the table another one (Table Design, Table "
                "Name), and run the macro again"
            )
        if self.exists:
            there = headers(self._found)
            for missing in (one for one in self._columns if one not in there):
                raise UsageError(
                    f"{self._book.name}: the table on the sheet {self.name!r} has no column "
                    f"{missing!r}; put it back, or delete the sheet, and run the macro again"
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

    def _in_book(self) -> TableInBook:
        columns = tuple(self._columns)
        spec = Table(self._table, tuple(Column(name, name) for name in columns))
        wanted = PicturedTable(
            self._table, _HEADER_ROW, FIRST_COLUMN, columns, 1, tuple(self._key), spec
        )
        return TableInBook(self._sheet, wanted)

    def rows(self) -> list[Row]:
        """Return the rows of the table, none where the sheet is not there.

        Each has the values of our columns. Empty rows are none, unless people wrote beside one.
        """
        return [row for row, _ in self._rows()]

    def _rows(self) -> list[tuple[Row, bool]]:
        """Return each row, and whether people wrote beside it."""
        if not self.exists:
            return []
        table = self._in_book()
        values = [table.values(name) for name in self._columns]
        written = _written_beside(table)
        found = [(row, at in written) for at, row in enumerate(zip(*values, strict=True))]
        if any(is_written and _is_empty(row) for row, is_written in found):
            return found
        return [(row, is_written) for row, is_written in found if not _is_empty(row)]

    def add(self, rows: Sequence[Row], host: Host, *lines: str, most: int) -> None:
        """Add ``rows``, at least one, to those of the table; ``lines`` as ``put`` says.

        Where that makes more than ``most``, the oldest go, but those beside which people wrote.
        """
        there = self._rows()
        over = len(there) + len(rows) - most
        kept: list[Row] = []
        for row, is_written in there:
            if over > 0 and not is_written:
                over -= 1
            else:
                kept.append(row)
        self.put([*kept, *rows], host, *lines)

    def put(self, rows: Sequence[Row], host: Host, *lines: str) -> None:
        """Make ``rows``, at least one, those of the table; ``lines``, two at most, stand above."""
        if not self.exists:
            self._make(host)
        table = self._in_book()
        for number, line in enumerate(lines, _FIRST_LINE_ROW):
            cell = self._sheet.range((number, FIRST_COLUMN))
            if number < table.header_row - 1 and cell.value != line:
                cell.value = typed(line)
        if len(rows) > table.rows:
            table.resize(len(rows), host, is_plain=True)
            look_alike(table)
        kept = KeptEntries(table, host, ())
        for at, name in enumerate(self._columns):
            table.write(name, [row[at] for row in rows], table.values(name))
        places = [self._columns.index(name) for name in self._key]
        keys = counted(tuple(row[at] for at in places) for row in rows)
        kept.put(keys, [()] * len(rows))
        table.resize(len(rows), host)

    def show(self, name: str, formats: Sequence[str]) -> None:
        """Let the rows of a column of numbers have these ``formats``."""
        give(self._cells(name), "number_format", formats)

    def link(self, host: Host, row: int, name: str, place: str | None) -> None:
        """Let a cell of the table (``row`` from 0) lead to a place of the book."""
        cell = self._cells(name)[row]
        if host.linked(cell) != place:
            host.link(cell, place)

    def _cells(self, name: str) -> xw.Range:
        return column(self._found, name)

    def remove(self) -> None:
        """Delete the sheet, where it is there."""
        if self.exists:
            self._sheet.delete()

    def fit(self) -> None:
        """Let columns be as wide, and rows as high, as what stands in them asks for."""
        fit(self._in_book())

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
        header.vertical_alignment = "center"
        header.row_height = _HEADER_HEIGHT
        sheet.tables.add(header.resize(2), name=self._table)
        host.lay_out(sheet, _HEADER_ROW)
        shown.activate()


def _is(name: str, wanted: str) -> bool:
    """Tell whether programs take two names of sheets or tables for one."""
    return name.casefold() == wanted.casefold()


def _is_empty(row: Row) -> bool:
    return all(value in {None, ""} for value in row)


def _written_beside(table: TableInBook) -> set[int]:
    """Return the rows, from 0, that have something of people's: beside ours, or a note."""
    own = [*table.own_columns, *table.columns_beside(())]
    rows = range(table.header_row + 1, table.last_row + 1)
    found = {note.location.row - rows[0] for note in table.sheet.notes if note.location.row in rows}
    if own:
        first = min(own)
        cells = table.sheet.range((rows[0], first), (rows[-1], max(own)))
        formulas = [[cells.formula]] if isinstance(cells.formula, str) else cells.formula
        for at, row in enumerate(formulas):
            if any(row[place - first] not in {None, ""} for place in own):
                found.add(at)
    return found
