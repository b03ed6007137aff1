"""Writes the rows of one sheet: a template's own, its filled slots, and its tables' rows."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from operator import mod
from typing import TYPE_CHECKING, Any

from xldesk.errors import UsageError
from xldesk.workbooks.content import ContentError, Link, Row
from xldesk.workbooks.digest_text import calculated_text
from xldesk.workbooks.encoded_column import ColumnValueError, EncodedColumn, encode_column
from xldesk.workbooks.layout import MAX_SHEET_ROWS, row_height

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xldesk.workbooks.sheet_spool import SheetSpool
    from xldesk.workbooks.table_plan import ColumnPlan, TablePlan

CHUNK_ROWS = 500
_NOTHING = ("",)
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
            target.write(self._encoded(chunk, number, number - first_row, digest))
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

    def _encoded(self, chunk: list[Row], number: int, index: int, digest: hashlib._Hash) -> str:
        """Return the XML of a chunk of rows; column by column, which is three times as fast."""
        if set(map(type, chunk)) != {tuple} or set(map(len, chunk)) != {len(self._plan.fields)}:
            chunk = [self._values(row, index + n) for n, row in enumerate(chunk)]
        columns = list(zip(*chunk, strict=True))
        numbers = range(number, number + len(chunk))
        plans = self._plan.columns(index)
        encoded = [self._column(plan, columns, at, index) for at, plan in enumerate(plans)]
        self.result.longest = list(
            map(max, self.result.longest, [column.longest for column in encoded])
        )
        for name, texts in self.result.charted.items():
            texts.extend(encoded[self._plan.names[name]].texts)
        for at in self._plan.links:
            self.result.links.extend(
                (f"{plans[at].letters}{n}", value)
                for n, value in zip(numbers, columns[at], strict=True)
                if isinstance(value, Link)
            )
        digested = [_digested(plans[at], encoded[at]) for at in self._plan.digested]
        told = zip(*digested, strict=True) if digested else repeat((), len(chunk))
        digest.update("\x1e".join(chain(_NOTHING, map("\x1f".join, told))).encode())
        cells = [column.cells for column in encoded]
        if self._plan.wraps:
            lines = _line_counts(plans, encoded, len(chunk))
            cells.insert(0, [f"{row_height(count):g}" for count in lines])
        forms = self._plan.row_forms(tuple([column.form for column in encoded]), numbers)
        return "".join(map(mod, forms, zip(*cells, strict=True)))

    def _column(
        self,
        plan: ColumnPlan,
        columns: list[tuple[Any, ...]],
        at: int,
        index: int,
    ) -> EncodedColumn:
        currencies = None if plan.currency is None else columns[plan.currency]
        try:
            return encode_column(plan.encoder, columns[at], currencies)
        except ColumnValueError as error:
            place = self._place(index + error.index)
            raise ContentError(f"{place}, column {plan.name}: {error}") from error

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


def _digested(plan: ColumnPlan, column: EncodedColumn) -> Sequence[str]:
    """Return a column's texts as the digest covers them."""
    if plan.is_recalculated and not plan.encoder.is_exact:
        return list(map(calculated_text, column.texts))
    return column.texts


def _line_counts(
    plans: Sequence[ColumnPlan], columns: Sequence[EncodedColumn], count: int
) -> list[int]:
    """Return how many lines each row takes."""
    lines = [1] * count
    for plan, column in zip(plans, columns, strict=True):
        if plan.per_line and column.longest > plan.per_line:
            lines = [
                max(before, _lines(text, plan.per_line)) if len(text) > plan.per_line else before
                for before, text in zip(lines, column.texts, strict=True)
            ]
    return lines


def _lines(text: str, per_line: int) -> int:
    """Return about how many lines wrapped ``text`` takes; words leave some room unused."""
    room = per_line * 0.92
    return sum(max(1, math.ceil(len(part) / room)) for part in text.split("\n"))
