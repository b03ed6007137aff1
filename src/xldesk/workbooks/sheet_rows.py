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
from xldesk.workbooks.encoders import ColumnEncoder, Encoded, ValueTypeError
from xldesk.workbooks.layout import (
    FIRST_COLUMN,
    MAX_SHEET_ROWS,
    PlacedTable,
    formula_of,
    row_height,
    text_per_line,
)
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xldesk.workbooks.compiled import TemplateRow
    from xldesk.workbooks.style_book import StyleBook

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


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one column is written."""

    name: str
    letters: str
    encoder: ColumnEncoder
    currency: int | None
    digested: bool
    is_link: bool
    charted: list[str] | None
    per_line: int


class TableRows:
    """Writes the rows of a placed table below each other, from its model row's formats."""

    def __init__(
        self,
        placed: PlacedTable,
        model: TemplateRow,
        styles: StyleBook,
        sheet: str,
        charted: frozenset[str],
    ) -> None:
        self._placed = placed
        self._attributes = model.attributes
        self._wraps = any(column.wrap for column in placed.table.columns)
        self._styles = {cell.letters: cell.style for cell in model.cells}
        self._book = styles
        self.result = StampedTable(placed.table.name, sheet)
        self.result.charted = {name: [] for name in charted}
        self._fields = [column.field for column in placed.table.columns]
        self._getter = _getter(self._fields)
        self._plans = self._planned(0)

    def _planned(self, row: int) -> list[_Plan]:
        table = self._placed.table
        plans = []
        for index, column in enumerate(table.columns):
            letters = letters_of(FIRST_COLUMN + index)
            encoder = ColumnEncoder(
                column.type,
                self._styles[letters],
                self._book,
                formula_of(self._placed, index, row),
            )
            plans.append(
                _Plan(
                    column.name,
                    letters,
                    encoder,
                    None if column.currency is None else self._fields.index(column.currency),
                    column.role != "input",
                    column.type == "link",
                    self.result.charted.get(column.name),
                    text_per_line(column.width or 0) if column.wrap else 0,
                )
            )
        return plans

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
            if self._placed.is_fixed and number > first_row:
                self._plans = self._planned(number - first_row)
            target.write(self._encoded(chunk, number, number - first_row, digest).encode())
            number += len(chunk)
        self.result.count = number - first_row
        blanks = self._placed.table.blank_rows or (0 if self.result.count else 1)
        if number + blanks - 1 > MAX_SHEET_ROWS:
            raise self._too_many()
        for row in range(number, number + blanks):
            target.write(self._blank(row).encode())
        self.result.digest = digest.hexdigest()
        self.result.longest = [plan.encoder.longest for plan in self._plans]
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
        for plan, values in zip(self._plans, columns, strict=True):
            encoded = self._column(plan, values, columns, index)
            start = f'<c r="{plan.letters}'
            cells.append(
                [f'{start}{n}"{pair[0]}' for n, pair in zip(numbers, encoded, strict=True)]
            )
            words = [pair[1] for pair in encoded]
            if plan.digested:
                texts.append(words)
            if plan.charted is not None:
                plan.charted.extend(words)
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
        if self._wraps:
            heights = [f' ht="{row_height(count):g}" customHeight="1"' for count in lines]
        else:
            heights = [self._attributes] * len(chunk)
        return "".join(
            f'<row r="{n}"{height}>{"".join(row)}</row>'
            for n, height, row in zip(numbers, heights, zip(*cells, strict=True), strict=True)
        )

    def _column(
        self,
        plan: _Plan,
        values: tuple[Any, ...],
        columns: list[tuple[Any, ...]],
        index: int,
    ) -> list[Encoded]:
        currencies = repeat(None) if plan.currency is None else columns[plan.currency]
        encoded: list[Encoded] = []
        try:
            encoded.extend(map(plan.encoder, values, currencies))
        except ValueTypeError as error:
            place = self._place(index + len(encoded))
            raise ContentError(f"{place}, column {plan.name}: {error}") from error
        return encoded

    def _values(self, row: Row, index: int) -> Sequence[Any]:
        if isinstance(row, dict):
            try:
                return self._getter(row)
            except KeyError as error:
                raise ContentError(f"{self._place(index)}: no field {error}") from error
        if isinstance(row, Mapping):
            return self._values(dict(row), index)
        if len(row) != len(self._fields):
            raise ContentError(
                f"{self._place(index)}: {len(row)} values for {len(self._fields)} columns"
            )
        return row

    def _blank(self, number: int) -> str:
        cells = [
            f'<c r="{plan.letters}{number}"{plan.encoder.blank()[0]}' for plan in self._plans
        ]
        return f'<row r="{number}"{self._attributes}>{"".join(cells)}</row>'

    def _digested_headers(self) -> Iterator[str]:
        yield self._placed.table.name
        yield from (plan.name for plan in self._plans if plan.digested)

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


def _getter(fields: list[str]) -> Callable[[dict[str, Any]], Sequence[Any]]:
    """Return a function that takes a row's values in the order of ``fields``."""
    if len(fields) == 1:
        return lambda row: (row[fields[0]],)
    return itemgetter(*fields)
