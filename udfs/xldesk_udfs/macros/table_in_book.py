"""A table of a desk's workbook as it stands in a book: its columns by name, rows made and left."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.errors import UsageError
from xldesk.workbooks.sheet_letters import letters_of
from xldesk_udfs.macros.row_ranges import readers_of
from xldesk_udfs.macros.table_columns import headers

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    import xlwings as xw

    from xldesk.answers.picture import PicturedTable
    from xldesk_udfs.macros.host import Host

Key = tuple[object, ...]

_MONTH = re.compile(r"[^\W\d_]{3,}[-/., ]*\d{1,4}(?!\d)")
"""What may name a month, in any language, with a number behind it: ``SEP-12``, ``Mai 5``."""

_NEAR = 20
"""Cells between two that differ which are written along: one write costs more than they do."""


class TypedFormula(NamedTuple):
    """A formula that people typed; a text that looks like one is a plain string."""

    text: str


class TableInBook:
    """The table on ``sheet`` that ``wanted`` pictures."""

    def __init__(self, sheet: xw.Sheet, wanted: PicturedTable) -> None:
        """Find it; raises UsageError where the table, or a column of it, is not there."""
        self.sheet = sheet
        self.wanted = wanted
        if wanted.name not in [table.name for table in sheet.tables]:
            raise UsageError(
                f"{sheet.name}: table {wanted.name} is missing; put it back, or issue the workbook "
                "again with: xldesk pack"
            )
        self._table = sheet.tables[wanted.name]
        whole = self._table.range
        self.header_row, self.first_column = whole.row, whole.column
        self.headers = headers(self._table)
        self.totals_rows = 1 if self._table.show_totals else 0
        self.made = range(0)
        """The rows of data, from 0, that ``resize`` made: nobody typed into them."""
        self.outgrown: tuple[str, ...] = ()
        """Cells of people whose ranges ended with the data, and do not take what was added."""
        missing = [name for name in wanted.columns if name not in self.headers]
        if missing:
            raise UsageError(
                f"{sheet.name}: table {wanted.name} has no column {missing[0]!r}; put it back, or "
                "issue the workbook again with: xldesk pack"
            )

    @property
    def last_column(self) -> int:
        """The number of the last column."""
        return self.first_column + len(self.headers) - 1

    @property
    def rows(self) -> int:
        """How many rows of data the table takes; header and totals row are none."""
        return len(self._table.range.rows) - 1 - self.totals_rows

    @property
    def last_row(self) -> int:
        """The number of the last row of data."""
        return self.header_row + self.rows

    @property
    def end_row(self) -> int:
        """The number of the last row that the table takes: its totals row, if it shows one."""
        return self.last_row + self.totals_rows

    @property
    def own_columns(self) -> list[int]:
        """The numbers of the columns that people added."""
        return [
            at
            for at, name in enumerate(self.headers, self.first_column)
            if name not in self.wanted.columns
        ]

    @property
    def input_columns(self) -> list[int]:
        """The numbers of the columns that people fill in."""
        inputs = {column.name for column in self.wanted.spec.columns if column.role == "input"}
        return [at for at, name in enumerate(self.headers, self.first_column) if name in inputs]

    def columns_beside(self, issued: Container[int]) -> list[int]:
        """Return the numbers of the columns beside the table in which people may write.

        Columns that the desk ``issued`` too are none, nor are those that a table of people's own
        takes beside these rows: its rows are not about these.
        """
        used = self.sheet.used_range
        taken = {
            column
            for other in self._tables_beside(self.header_row)
            for column in range(other.column, other.last_cell.column + 1)
        }
        return [
            column
            for column in range(used.column, used.last_cell.column + 1)
            if not self.first_column <= column <= self.last_column
            and column not in taken
            and column not in issued
        ]

    def _tables_beside(self, first: int) -> list[xw.Range]:
        """Return the cells of tables beside this one that stand in row ``first`` or below."""
        ranges = [table.range for table in self.sheet.tables if table.name != self.wanted.name]
        return [
            cells
            for cells in ranges
            if cells.last_cell.row >= first
            and (cells.column > self.last_column or cells.last_cell.column < self.first_column)
            and cells.row <= self.end_row
        ]

    def title_of(self, column: int) -> str:
        """Return what stands over a column, in or beside the table; else its letters."""
        said = self.sheet.range((self.header_row, column)).value
        return f"column {letters_of(column)}" if said is None else str(said)

    def cells(self, name: str, first: int = 0, count: int | None = None) -> xw.Range:
        """Return the data cells of column ``name``, ``count`` from row ``first`` (from 0)."""
        return self.cells_at(self.first_column + self.headers.index(name), first, count)

    def cells_at(self, column: int, first: int = 0, count: int | None = None) -> xw.Range:
        """Return the cells of the column of that number, in the rows that ``cells`` says."""
        row = self.header_row + 1 + first
        last = row + (self.rows - first if count is None else count) - 1
        return self.sheet.range((row, column), (last, column))

    def values(self, name: str) -> list[Any]:
        """Return what column ``name`` shows."""
        found: list[Any] = self.cells(name).options(ndim=1).value
        return found

    def formulas(self, name: str) -> list[str]:
        """Return what the formula bar shows for column ``name``, empty texts for empty cells."""
        return formulas_of(self.cells(name))

    def keys(self, count: int) -> list[Key]:
        """Return the key of each of the first ``count`` rows; rows of one key are counted."""
        columns = (self.cells(name, 0, count).options(ndim=1).value for name in self.wanted.key)
        return counted(zip(*columns, strict=True)) if self.wanted.key else counted([()] * count)

    def write(self, name: str, wanted: Sequence[Any], present: Sequence[Any]) -> int:
        """Write ``wanted`` where it differs from ``present``; return how many cells differ."""
        differing = [at for at, value in enumerate(wanted) if not _same(value, present[at])]
        for first, last in runs(differing):
            values = [[typed(value)] for value in wanted[first : last + 1]]
            self.cells(name, first, last - first + 1).value = values
        return len(differing)

    def write_entries(self, column: int, wanted: Sequence[Any], present: Sequence[Any]) -> None:
        """Write what people typed, formulas of their own among it, into the column's first rows."""
        differing = [at for at, value in enumerate(wanted) if not _same(value, present[at])]
        for first, last in runs(differing):
            values = [[_as_typed(value)] for value in wanted[first : last + 1]]
            self.cells_at(column, first, last - first + 1).value = values

    def write_formulas(self, name: str, wanted: Sequence[str], present: Sequence[str]) -> None:
        """Let the rows of column ``name`` have the formulas ``wanted``, where they have others."""
        differing = [at for at, text in enumerate(wanted) if text != present[at]]
        for first, last in runs(differing):
            texts = [[text] for text in wanted[first : last + 1]]
            self.cells(name, first, last - first + 1).formula = texts

    def resize(self, count: int, host: Host, width: int = 0, *, is_plain: bool = False) -> None:
        """Let the table take ``count`` rows of data, at least 1; what stands below moves with it.

        A totals row stays below the data. Whole rows move, or, where a table of people's own
        stands beside, the cells up to the column ``width``, the last that the desk issues. Where
        whole rows are made, they are made above the last one, so that ranges over the data take
        them in as they do in Excel; how the last row looks stays where it was. New rows look as
        the first one does, unless ``is_plain``: then the caller says how.
        """
        before = self.rows
        if count > before:
            self._grow(before, count, host, width)
            if not is_plain:
                self._extend(before, host)
        elif count < before:
            self._shrink(before, count, host, width)

    def _grow(self, before: int, count: int, host: Host, width: int) -> None:
        last, more = self.last_row, count - before
        is_whole = not self._tables_beside(last)
        is_inside = bool(self.wanted.key) and not self.wanted.is_form and before > 1 and is_whole
        if self.totals_rows or self._stands_below():
            first = last if is_inside else last + 1
            self.outgrown = () if is_inside else readers_of(self.sheet, last, last + more)
            host.insert_rows(self._across(first, first + more - 1, width))
        else:
            readers = readers_of(self.sheet, last, last + more)
            is_inside = is_inside and bool(readers) and self._makes_room(last, more, host)
            self.outgrown = () if is_inside else readers
        self.made = range(before - is_inside, count - is_inside)
        self._take(count)
        if is_inside:
            here, there = (self.sheet.range(f"{row}:{row}") for row in (last, last + more))
            here.copy_from(there, "formats")

    def _extend(self, before: int, host: Host) -> None:
        model = self.sheet.range(
            (self.header_row + 1, self.first_column), (self.header_row + 1, self.last_column)
        )
        new = self.sheet.range(
            (self.header_row + before + 1, self.first_column), (self.last_row, self.last_column)
        )
        host.extend(model, new)

    def _makes_room(self, row: int, more: int, host: Host) -> bool:
        """Insert ``more`` rows at ``row``; tell whether the program at work could."""
        try:
            host.insert_rows(self.sheet.range(f"{row}:{row + more - 1}"))
        except UsageError:
            return False
        return True

    def _shrink(self, before: int, count: int, host: Host, width: int) -> None:
        first, last = self.header_row + count + 1, self.header_row + before
        left = self.sheet.range((first, self.first_column), (last, self.last_column))
        host.shorten(left)
        left.clear()
        if self.totals_rows or self._stands_below():
            host.delete_rows(self._across(first, last, width))
        self._take(count)

    def _across(self, first: int, last: int, width: int) -> xw.Range:
        if not self._tables_beside(first):
            return self.sheet.range(f"{first}:{last}")
        return self.sheet.range((first, 1), (last, max(width, self.last_column)))

    def _take(self, count: int) -> None:
        last = self.header_row + count + self.totals_rows
        whole = self.sheet.range((self.header_row, self.first_column), (last, self.last_column))
        if whole.address != self._table.range.address:
            self._table.resize(whole)

    def _stands_below(self) -> bool:
        """Tell whether something stands on the sheet below the table: text, note, link, format."""
        return bool(self.sheet.used_range.last_cell.row > self.end_row)


def formulas_of(cells: xw.Range) -> list[str]:
    """Return what the formula bar shows for the cells of one column."""
    found = cells.formula
    return [found] if isinstance(found, str) else [row[0] for row in found]


def counted(keys: Iterable[Key]) -> list[Key]:
    """Return ``keys``, each with how many like it came before."""
    seen: Counter[Key] = Counter()
    found = []
    for key in keys:
        found.append((*key, seen[key]))
        seen[key] += 1
    return found


def runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of ``places``, in order, that lie near each other."""
    if not places:
        return
    first = last = places[0]
    for place in places[1:]:
        if place - last > _NEAR:
            yield first, last
            first = place
        last = place
    yield first, last


def typed(value: Any) -> Any:
    """Return a value so that a cell takes it as it is: a text stays one, whatever it looks like.

    Excel makes formulas, numbers, days and yes or no of texts that it is given; an apostrophe
    before a text, which the cell does not show, keeps it (OWASP ASVS 1.2.10).
    """
    return f"'{value}" if isinstance(value, str) and _is_like_another(value) else value


def _as_typed(value: Any) -> Any:
    return value.text if isinstance(value, TypedFormula) else typed(value)


def _is_like_another(text: str) -> bool:
    return bool(text) and (
        not text[0].isalpha()
        or text.strip().upper() in {"TRUE", "FALSE"}
        or _MONTH.match(text) is not None
    )


def _same(one: Any, other: Any) -> bool:
    if one in {None, ""} and other in {None, ""}:
        return True
    return bool(one == other) and isinstance(one, bool) is isinstance(other, bool)
