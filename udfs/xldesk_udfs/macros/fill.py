"""Fills a workbook of the desk that is open with what the desk issues now.

Tables take the rows that the desk has, and what stands below makes room or follows. What people
typed stays with its row, found by the row's key; cells, columns and sheets of their own stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from xldesk.answers.row_keys import asked_columns
from xldesk.errors import UsageError
from xldesk_udfs.macros.kept_entries import KeptEntries, LostEntry
from xldesk_udfs.macros.looked_at import own_sheets
from xldesk_udfs.macros.row_readers import row_readers
from xldesk_udfs.macros.table_in_book import Key, TableInBook, counted, typed
from xldesk_udfs.macros.tables_on_sheet import TablesOnSheet

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    import xlwings as xw

    from xldesk.answers.picture import BookPicture, PicturedCell, PicturedSheet, PicturedTable
    from xldesk_udfs.macros.reworded import Reworded
    from xldesk_udfs.macros.setting import Setting

_EMPTY_ROW: dict[int, PicturedCell] = {}
_HAIR = 0.05
"""Points, or characters, below which two sizes are one."""


class Filled(NamedTuple):
    """What could not stay: entries whose rows are gone, cells whose sums missed new rows.

    ``reworded`` are rows that say something else than people answered. ``misread`` are cells on
    people's own sheets that read, by its address, a row in which another line stands now.
    """

    lost: list[LostEntry]
    outgrown: list[str]
    reworded: list[Reworded]
    misread: list[str]


def fill(book: xw.Book, picture: BookPicture, setting: Setting) -> Filled:
    """Put what ``picture`` shows into ``book``; return what could not stay as it was.

    Raises UsageError, before it changes a sheet, where the sheet is not laid out as the desk does.
    """
    names = {sheet.name for sheet in book.sheets}
    missing = [name for name in picture.sheets if name not in names]
    if missing:
        raise UsageError(
            f"{book.name} has no sheet {missing[0]!r}, which the desk issues now; issue the "
            "workbook again with: xldesk pack"
        )
    filled = Filled([], [], [], [])
    for name in picture.sheets:
        setting.tell(name)
        sheet = _SheetFilling(book.sheets[name], picture.sheet(name), picture.sheets, setting)
        filled.lost.extend(sheet.fill())
        filled.outgrown.extend(sheet.outgrown)
        filled.reworded.extend(sheet.reworded)
        filled.misread.extend(sheet.misread)
    for name, reference in picture.names.items():
        _put_name(book, name, reference)
    return filled


def _put_name(book: xw.Book, name: str, reference: str) -> None:
    found = book.names[name] if name in [known.name for known in book.names] else None
    if found is None:
        book.names.add(name, reference)
    elif _plain(found.refers_to) != _plain(reference):
        found.refers_to = reference


def _plain(reference: str | None) -> str:
    return (reference or "").replace("'", "").replace(" ", "").casefold()


class _SheetFilling:
    def __init__(
        self, sheet: xw.Sheet, picture: PicturedSheet, issued: Container[str], setting: Setting
    ) -> None:
        self._sheet = sheet
        self._picture = picture
        self._issued = issued
        self._setting = setting
        self._tables = TablesOnSheet(sheet, picture)
        self.outgrown: list[str] = []
        self.reworded: list[Reworded] = []
        self.misread: list[str] = []

    def fill(self) -> list[LostEntry]:
        """Fill tables and single cells; return the entries whose rows are gone."""
        lost: list[LostEntry] = []
        for at in range(len(self._picture.tables)):
            lost += self._fill_table(self._tables.found_again(at))
        self._fill_cells()
        self._widen()
        return lost

    def _fill_table(self, table: TableInBook) -> list[LostEntry]:
        wanted, host, present = table.wanted, self._setting.host, table.rows
        if wanted.is_form:
            table.resize(max(present, wanted.rows), host, self._width)
            return []
        rows = [
            self._picture.cells.get(row, _EMPTY_ROW)
            for row in range(wanted.header_row + 1, wanted.last_row + 1)
        ]
        # What people wrote is read when rows have made room, and is in its place before they go.
        if wanted.rows > present:
            table.resize(wanted.rows, host, self._width)
        kept = KeptEntries(table, host, self._issued_beside(wanted))
        before = {name: _present(table, name) for name in wanted.columns}
        for at, name in enumerate(wanted.columns):
            if wanted.spec.columns[at].role == "input":
                continue
            cells = [row.get(wanted.first_column + at) for row in rows]
            self._fill_column(table, name, cells, before[name])
        self.outgrown += table.outgrown
        keys = counted(_values(wanted, rows, wanted.key))
        lost = kept.put(keys, list(_values(wanted, rows, asked_columns(wanted.spec))))
        self.reworded += kept.reworded
        self.misread += self._readers(table, kept.moved(keys))
        table.resize(wanted.rows, host, self._width)
        self._link(table)
        self._heighten(table)
        return lost

    def _readers(self, table: TableInBook, rows: set[int]) -> list[str]:
        if not rows:
            return []
        book, of_macros = self._sheet.book, own_sheets(self._sheet.book)
        homes = [s for s in book.sheets if s.name not in of_macros and s.name not in self._issued]
        columns = range(table.first_column, table.last_column + 1)
        return row_readers(homes, self._sheet.name, columns, rows)

    @property
    def _width(self) -> int:
        """The last column in which something of the desk's stands."""
        issued = (max(cells) for cells in self._picture.cells.values() if cells)
        return max([*issued, self._tables.last_column])

    def _issued_beside(self, wanted: PicturedTable) -> set[int]:
        """Return the columns in which the desk issues something in the rows of a table."""
        return {
            column
            for row in range(wanted.header_row + 1, wanted.last_row + 1)
            for column in self._picture.cells.get(row, _EMPTY_ROW)
        }

    def _fill_column(
        self,
        table: TableInBook,
        name: str,
        cells: Sequence[PicturedCell | None],
        before: Sequence[Any],
    ) -> None:
        present = [*before[: len(cells)], *[None] * (len(cells) - len(before))]
        formulas = [None if cell is None else cell.formula for cell in cells]
        if any(formulas):
            table.write_formulas(name, [text or "" for text in formulas], present)
        else:
            table.write(name, [None if cell is None else cell.value for cell in cells], present)
        self._format(table, name, cells)

    @staticmethod
    def _format(table: TableInBook, name: str, cells: Sequence[PicturedCell | None]) -> None:
        """Give amounts the format of their currency, where cells have another of the desk's."""
        wanted = ["General" if cell is None else cell.number_format for cell in cells]
        of_desk = {"General", *wanted}
        whole = table.cells(name)
        if len(of_desk) <= 2 and whole.number_format in wanted:
            return
        for at, code in enumerate(wanted):
            cell = table.cells(name, at, 1)
            found = cell.number_format
            if found != code and found in of_desk:
                cell.number_format = code

    def _link(self, table: TableInBook) -> None:
        wanted, host = table.wanted, self._setting.host
        linked = {column for _, column in self._picture.links}
        shift = table.header_row - wanted.header_row
        for at, name in enumerate(wanted.columns):
            column = wanted.first_column + at
            if column not in linked:
                continue
            for row in range(wanted.header_row + 1, wanted.last_row + 1):
                place = self._picture.links.get((row, column))
                cell = table.cells(name, row + shift - table.header_row - 1, 1)
                if host.linked(cell) != place:
                    host.link(cell, place)

    def _heighten(self, table: TableInBook) -> None:
        """Give rows of wrapped text the height that they need."""
        shift = table.header_row - table.wanted.header_row
        for row in range(table.wanted.header_row + 1, table.wanted.last_row + 1):
            height = self._picture.heights.get(row)
            if height is None:
                continue
            cells = self._sheet.range(f"{row + shift}:{row + shift}")
            if abs((cells.row_height or 0) - height) > _HAIR:
                cells.row_height = height

    def _fill_cells(self) -> None:
        """Write what stands outside of tables: titles, key figures, fields, texts."""
        for row, cells in self._picture.cells.items():
            if self._picture.in_a_table(row):
                continue
            at = self._tables.row_of(row)
            last = max(cells)
            present = self._sheet.range((at, 1), (at, last))
            values = present.options(ndim=1).value
            formulas = _first_row(present.formula)
            for column, cell in cells.items():
                if not cell.is_input:
                    self._fill_cell((at, column), cell, values[column - 1], formulas[column - 1])

    def _fill_cell(
        self, place: tuple[int, int], cell: PicturedCell, value: Any, formula: str
    ) -> None:
        if cell.formula is not None:
            if formula != cell.formula:
                self._sheet.range(place).formula = cell.formula
        elif (value or None) != (cell.value or None) or formula.startswith("="):
            self._sheet.range(place).value = typed(cell.value)

    def _widen(self) -> None:
        """Make columns wide enough for longer figures; none gets narrower."""
        for column, width in self._picture.widths.items():
            cell = self._sheet.range((1, column))
            shown = (round(width * 7) - 5) / 7  # digits of seven pixels, and five beside them
            if shown > (cell.column_width or 0) + _HAIR:
                cell.column_width = shown


def _values(
    wanted: PicturedTable, rows: Sequence[dict[int, PicturedCell]], names: Sequence[str]
) -> Iterator[Key]:
    """Yield what the columns ``names`` of each row show."""
    places = [wanted.first_column + wanted.columns.index(name) for name in names]
    for row in rows:
        yield tuple(None if (cell := row.get(place)) is None else cell.value for place in places)


def _present(table: TableInBook, name: str) -> list[Any]:
    """Return what a column holds: formulas where the desk puts them, else values."""
    at = table.wanted.columns.index(name)
    column = table.wanted.spec.columns[at]
    return table.formulas(name) if column.role == "calculated" else table.values(name)


def _first_row(found: object) -> Sequence[str]:
    """Return the formulas of one row, which come as one text, or as a row of rows."""
    if isinstance(found, str):
        return [found]
    rows = cast("Sequence[Sequence[str]]", found)
    return rows[0]
