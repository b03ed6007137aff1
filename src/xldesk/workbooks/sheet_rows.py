"""Writes the rows of one sheet: a template's own, its filled slots, and its tables' rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from xldesk.errors import UsageError
from xldesk.workbooks.content import ContentError, Link, Row
from xldesk.workbooks.encoded_column import ColumnValueError
from xldesk.workbooks.encoded_rows import EncodedRows, encode_rows
from xldesk.workbooks.layout import FIRST_COLUMN, MAX_SHEET_ROWS
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xldesk.workbooks.sheet_spool import SheetSpool
    from xldesk.workbooks.table_plan import TablePlan

CHUNK_ROWS = 500
MAX_LINKS = 65_000
"""Excel takes 65,530 links on a sheet; later ones stay as text."""


@dataclass(slots=True)
class StampedTable:
    """What a table's rows came to: count, digest, widths, links, and values for charts."""

    name: str
    sheet: str
    count: int = 0
    digest: str = ""
    longest: list[int] = field(default_factory=list)
    links: list[tuple[str, Link]] = field(default_factory=list)
    charted: dict[str, list[str]] = field(default_factory=dict)


class TableRows:
    """Writes the rows of a table below each other as its ``plan`` says."""

    def __init__(self, plan: TablePlan, sheet: str, charted: frozenset[str]) -> None:
        self._plan = plan
        self._placed = plan.placed
        self.result = StampedTable(plan.placed.table.name, sheet)
        self.result.charted = {name: [] for name in charted}
        self.result.longest = [0] * len(plan.fields)

    def write(self, rows: Iterable[Row], first_row: int, target: SheetSpool) -> StampedTable:
        """Write ``rows`` and the blank ones; an empty table keeps one blank row.

        Raises ContentError for a value its column does not take, UsageError beyond the last
        row of a sheet.
        """
        digest = hashlib.sha256(self._plan.digested_header)
        number = first_row
        source = iter(rows)
        size = 1 if self._placed.is_fixed else CHUNK_ROWS
        while chunk := list(islice(source, size)):
            if number + len(chunk) - 1 > MAX_SHEET_ROWS:
                raise self._too_many()
            encoded = self._taken(chunk, number, number - first_row)
            target.write(encoded.text)
            digest.update(encoded.digested)
            number += len(chunk)
        self.result.count = number - first_row
        blanks = self._placed.table.blank_rows or (0 if self.result.count else 1)
        if number + blanks - 1 > MAX_SHEET_ROWS:
            raise self._too_many()
        for row in range(number, number + blanks):
            target.write(self._plan.blank(row))
        self.result.digest = digest.hexdigest()
        return self.result

    @property
    def height(self) -> int:
        """How many sheet rows the table's data and blank rows take; valid after ``write``."""
        return max(1, self.result.count + self._placed.table.blank_rows)

    def _taken(self, chunk: list[Row], number: int, index: int) -> EncodedRows:
        """Return a chunk of rows as XML, and take in what the file needs to know of them."""
        if set(map(type, chunk)) != {tuple} or set(map(len, chunk)) != {len(self._plan.fields)}:
            chunk = [self._values(row, index + n) for n, row in enumerate(chunk)]
        columns = list(zip(*chunk, strict=True))
        numbers = range(number, number + len(chunk))
        try:
            if self._placed.is_fixed:
                rows = self._plan.fixed_row(number, index, *chunk[0])
            else:
                rows = encode_rows(self._plan, columns, numbers, index)
        except ColumnValueError as error:
            raise ContentError(f"{self._place(index + error.index)}, {error}") from error
        longest = [column.longest for column in rows.columns]
        self.result.longest = list(map(max, self.result.longest, longest))
        for name, texts in self.result.charted.items():
            texts.extend(rows.columns[self._plan.names[name]].texts)
        for at in self._plan.links:
            self.result.links.extend(
                (f"{letters_of(FIRST_COLUMN + at)}{n}", value)
                for n, value in zip(numbers, columns[at], strict=True)
                if isinstance(value, Link)
            )
        return rows

    def _values(self, row: Row, index: int) -> Sequence[Any]:
        if isinstance(row, dict):
            try:
                return self._plan.values_of(row)
            except KeyError as error:
                raise ContentError(f"{self._place(index)}: no field {error}") from error
        if isinstance(row, Mapping):
            return self._values(dict(row), index)
        if len(row) != len(self._plan.fields):
            raise ContentError(
                f"{self._place(index)}: {len(row)} values for {len(self._plan.fields)} columns"
            )
        return row

    def _place(self, index: int) -> str:
        return f"{self.result.sheet}, table {self._placed.table.name}, row {index + 1}"

    def _too_many(self) -> UsageError:
        return UsageError(
            f"{self.result.sheet}: table {self._placed.table.name} has more rows than the"
            f" {MAX_SHEET_ROWS:,} of a sheet; choose a shorter period or one partner"
        )
