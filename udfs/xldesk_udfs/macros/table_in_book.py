"""A table of a desk's workbook as it stands in a book: its columns by name, rows made and left."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.errors import UsageError
from xldesk_udfs.macros.table_columns import headers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        """How many rows of data the table takes."""
        return len(self._table.range.rows) - 1

    @property
    def last_row(self) -> int:
        """The number of the last row."""
        return self.header_row + self.rows

    @property
    def own_columns(self) -> list[str]:
        """The columns that people added."""
        return [name for name in self.headers if name not in self.wanted.columns]

    @property
    def kept_columns(self) -> list[str]:
        """The columns that are people's: those to fill in, and those that they added."""
        inputs = [column.name for column in self.wanted.spec.columns if column.role == "input"]
        return inputs + self.own_columns

    def cells(self, name: str, first: int = 0, count: int | None = None) -> xw.Range:
        """Return the data cells of column ``name``, ``count`` from row ``first`` (from 0)."""
        column = self.first_column + self.headers.index(name)
        row = self.header_row + 1 + first
        last = row + (self.rows - first if count is None else count) - 1
        return self.sheet.range((row, column), (last, column))

    def values(self, name: str) -> list[Any]:
        """Return what column ``name`` shows."""
        found: list[Any] = self.cells(name).options(ndim=1).value
        return found

    def formulas(self, name: str) -> list[str]:
        """Return what the formula bar shows for column ``name``, empty texts for empty cells."""
        found = self.cells(name).formula
        return [found] if isinstance(found, str) else [row[0] for row in found]

    def keys(self) -> list[Key]:
        """Return the key of each row; rows of one key are counted."""
        return counted(zip(*(self.values(name) for name in self.wanted.key), strict=True))

    def write(self, name: str, wanted: Sequence[Any], present: Sequence[Any]) -> int:
        """Write ``wanted`` where it differs from ``present``; return how many cells differ."""
        differing = [at for at, value in enumerate(wanted) if not _same(value, present[at])]
        for first, last in runs(differing):
            values = [[typed(value)] for value in wanted[first : last + 1]]
            self.cells(name, first, last - first + 1).value = values
        return len(differing)

    def write_entries(self, name: str, wanted: Sequence[Any], present: Sequence[Any]) -> None:
        """Write what people typed, formulas of their own among it."""
        differing = [at for at, value in enumerate(wanted) if not _same(value, present[at])]
        for first, last in runs(differing):
            values = [[_as_typed(value)] for value in wanted[first : last + 1]]
            self.cells(name, first, last - first + 1).value = values

    def write_formulas(self, name: str, wanted: Sequence[str], present: Sequence[str]) -> None:
        """Let the rows of column ``name`` have the formulas ``wanted``, where they have others."""
        differing = [at for at, text in enumerate(wanted) if text != present[at]]
        for first, last in runs(differing):
            texts = [[text] for text in wanted[first : last + 1]]
            self.cells(name, first, last - first + 1).formula = texts

    def resize(self, count: int, host: Host) -> None:
        """Let the table take ``count`` rows, at least 1; what stands below moves with its end."""
        before = self.rows
        if count == before:
            return
        if count > before:
            self._grow(before, count, host)
        else:
            self._shrink(before, count, host)

    def _grow(self, before: int, count: int, host: Host) -> None:
        if self._stands_below():
            first = self.last_row + 1
            host.insert_rows(self.sheet.range(f"{first}:{first + count - before - 1}"))
        self._take(count)
        model = self.sheet.range(
            (self.header_row + 1, self.first_column), (self.header_row + 1, self.last_column)
        )
        new = self.sheet.range(
            (self.header_row + before + 1, self.first_column), (self.last_row, self.last_column)
        )
        host.extend(model, new)

    def _shrink(self, before: int, count: int, host: Host) -> None:
        first, last = self.header_row + count + 1, self.header_row + before
        below = self._stands_below()
        left = self.sheet.range((first, self.first_column), (last, self.last_column))
        host.shorten(left)
        left.clear()
        self._take(count)
        if below:
            host.delete_rows(self.sheet.range(f"{first}:{last}"))

    def _take(self, count: int) -> None:
        last = self.header_row + count
        self._table.resize(
            self.sheet.range((self.header_row, self.first_column), (last, self.last_column))
        )

    def _stands_below(self) -> bool:
        """Tell whether something stands on the sheet below the table's rows."""
        last = self.sheet.used_range.last_cell
        if last.row <= self.last_row:
            return False
        below = self.sheet.range((self.last_row + 1, 1), (last.row, last.column))
        return any(value is not None for row in below.options(ndim=2).value for value in row)

    def beside(self, first: int, last: int) -> Iterator[tuple[str, Any]]:
        """Yield address and value of what stands beside the table's cells in rows of the sheet."""
        end = self.sheet.used_range.last_cell.column
        rows = self.sheet.range((first, 1), (last, end)).options(ndim=2).value
        for row, values in enumerate(rows, first):
            for column, value in enumerate(values, 1):
                outside = column < self.first_column or column > self.last_column
                if outside and value is not None:
                    cell = self.sheet.range((row, column))
                    yield cell.get_address(row_absolute=False, column_absolute=False), value


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
