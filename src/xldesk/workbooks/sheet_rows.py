"""Writes the rows of one sheet: a template's own, its filled slots, and its tables' rows."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice, repeat
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Any

from xldesk.errors import UsageError
from xldesk.workbooks.content import ContentError, Link, Row
from xldesk.workbooks.digest_text import calculated_text
from xldesk.workbooks.encoders import Encoded, ValueTypeError
from xldesk.workbooks.layout import MAX_SHEET_ROWS, row_height

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xldesk.workbooks.table_plan import ColumnPlan, TablePlan

CHUNK_ROWS = 500
_TEXT, _SHOWN = itemgetter(1), itemgetter(2)
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

    def write(self, rows: Iterable[Row], first_row: int, target: IO[bytes]) -> StampedTable:
        """Write ``rows`` and the blank ones; an empty table keeps one blank row.

        Raises ContentError for a value its column does not take, UsageError beyond the last
        row of a sheet.
        """
        digest = hashlib.sha256("\x1f".join(self._digested_headers()).encode())
        number = first_row
        source = iter(rows)
        size = 1 if self._placed.is_fixed else CHUNK_ROWS
        while chunk := list(islice(source, size)):
            if number + len(chunk) - 1 > MAX_SHEET_ROWS:
                raise self._too_many()
            target.write(self._encoded(chunk, number, number - first_row, digest).encode())
            number += len(chunk)
        self.result.count = number - first_row
        blanks = self._placed.table.blank_rows or (0 if self.result.count else 1)
        if number + blanks - 1 > MAX_SHEET_ROWS:
            raise self._too_many()
        for row in range(number, number + blanks):
            target.write(self._plan.blank(row).encode())
        self.result.digest = digest.hexdigest()
        return self.result

    @property
    def height(self) -> int:
        """How many sheet rows the table's data and blank rows take; valid after ``write``."""
        return max(1, self.result.count + self._placed.table.blank_rows)

    def _encoded(self, chunk: list[Row], number: int, index: int, digest: hashlib._Hash) -> str:
        """Return the XML of a chunk of rows; column by column, which is twice as fast."""
        columns = list(
            zip(*(self._values(row, index + n) for n, row in enumerate(chunk)), strict=True)
        )
        numbers = range(number, number + len(chunk))
        cells: list[list[str]] = []
        texts: list[list[str]] = []
        lines = [1] * len(chunk)
        longest = self.result.longest
        charted = self.result.charted
        for at, (plan, values) in enumerate(zip(self._plan.columns(index), columns, strict=True)):
            encoded = self._column(plan, values, columns, index)
            longest[at] = max(longest[at], *map(_SHOWN, encoded))
            start = f'<c r="{plan.letters}'
            cells.append(
                [f'{start}{n}"{inside}' for n, (inside, _, _) in zip(numbers, encoded, strict=True)]
            )
            words = list(map(_TEXT, encoded))
            if plan.digested:
                texts.append(list(map(calculated_text, words)) if plan.is_recalculated else words)
            if plan.name in charted:
                charted[plan.name].extend(words)
            if plan.per_line:
                lines = [
                    max(before, _lines(text, plan.per_line))
                    if len(text) > plan.per_line
                    else before
                    for before, text in zip(lines, words, strict=True)
                ]
            if plan.is_link:
                self.result.links.extend(
                    (f"{plan.letters}{n}", value)
                    for n, value in zip(numbers, values, strict=True)
                    if isinstance(value, Link)
                )
        canonical = map("\x1f".join, zip(*texts, strict=True)) if texts else repeat("", len(chunk))
        digest.update("".join(f"\x1e{row}" for row in canonical).encode())
        if self._plan.wraps:
            heights = [f' ht="{row_height(count):g}" customHeight="1"' for count in lines]
        else:
            heights = [self._plan.attributes] * len(chunk)
        return "".join(
            f'<row r="{n}"{height}>{"".join(row)}</row>'
            for n, height, row in zip(numbers, heights, zip(*cells, strict=True), strict=True)
        )

    def _column(
        self,
        plan: ColumnPlan,
        values: tuple[Any, ...],
        columns: list[tuple[Any, ...]],
        index: int,
    ) -> list[Encoded]:
        currencies = repeat(None) if plan.currency is None else columns[plan.currency]
        encoded: list[Encoded] = []
        try:
            plan.encoder.column(values, currencies, encoded)
        except ValueTypeError as error:
            place = self._place(index + len(encoded))
            raise ContentError(f"{place}, column {plan.name}: {error}") from error
        return encoded

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

    def _digested_headers(self) -> Iterator[str]:
        yield self._placed.table.name
        yield from (plan.name for plan in self._plan.columns() if plan.digested)

    def _place(self, index: int) -> str:
        return f"{self.result.sheet}, table {self._placed.table.name}, row {index + 1}"

    def _too_many(self) -> UsageError:
        return UsageError(
            f"{self.result.sheet}: table {self._placed.table.name} has more rows than the"
            f" {MAX_SHEET_ROWS:,} of a sheet; choose a shorter period or one partner"
        )


def _lines(text: str, per_line: int) -> int:
    """Return about how many lines wrapped ``text`` takes; words leave some room unused."""
    room = per_line * 0.92
    return sum(max(1, math.ceil(len(part) / room)) for part in text.split("\n"))
