"""A column calculates in one way from its top to its bottom."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import LintRow, LintRule
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import FoundTable
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import LintSheet

_TOTAL = re.compile(r"[A-Z.]{3,12}\((?:\d{1,3},)?R\[-\d+\]C:R\[-1\]C\)")
"""A total of the cells above it."""

_MOST_KINDS = 50
_FEWEST_IN_RUN = 3
_TYPED = "a typed value"


@dataclass(slots=True)
class _Kinds:
    """The ways in which the cells of a column get their values: how often, and where.

    ``places`` has the cells that stand out by themselves: the first one and how many.
    """

    counts: dict[str, int] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add(self, kind: str, cell: str, *, is_excused: bool = False) -> None:
        """Count a cell; one that is excused is never told to be odd."""
        if kind not in self.counts and len(self.counts) >= _MOST_KINDS:
            return
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if not is_excused:
            first, count = self.places.get(kind, (cell, 0))
            self.places[kind] = (first, count + 1)

    def odd(self) -> list[tuple[str, str, int]]:
        """Return what is not the column's usual way: kind, first cell and number of cells."""
        usual = max(self.counts, key=lambda kind: self.counts[kind])
        return [
            (kind, first, count) for kind, (first, count) in self.places.items() if kind != usual
        ]


@dataclass(slots=True)
class _Run:
    """Formulas that stand under each other; ``typed`` is a number right below the last one."""

    last_row: int
    last: str
    kinds: _Kinds = field(default_factory=_Kinds)
    typed: str | None = None


class Patterns(LintRule):
    """A column's formulas are not all the same, or a value was typed over one of them.

    Formulas are compared relative to their cell. In a table that is every column, without the
    totals row. Elsewhere it is each run of formulas under each other, where most are the same;
    totals of the cells above, and formulas that were filled across, are let pass. A line of the
    sheet Checks may calculate in its own way.

    Source: ICAEW, Twenty Principles (2015), 12; FAST Standard 3.02.
    """

    code = "LINT-PATTERN"
    remedy = "fill the column's formula into all its cells, or put the exception in its own column"

    def __init__(self) -> None:
        self._columns: dict[tuple[str, int], _Kinds] = {}
        self._runs: dict[int, _Run] = {}

    def row(self, row: LintRow) -> Iterator[CheckFinding]:
        """Yield what is odd in the runs that end above this row, and note its cells."""
        if row.sheet.is_checks:
            return
        for column, cell in row.cells.items():
            table = row.table_at(column)
            if table is None:
                yield from self._beside(row, column, cell)
            elif _is_data(table, row.number):
                kind = _kind_of(row, column, cell)
                if kind is not None:
                    kinds = self._columns.setdefault((table.name, column), _Kinds())
                    kinds.add(kind, f"{letters_of(column)}{row.number}")

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield what is odd in the sheet's table columns and its last runs."""
        for run in self._runs.values():
            yield from self._of_run(sheet, run)
        for (table, _), kinds in self._columns.items():
            if set(kinds.counts) - {_TYPED}:
                yield from self._odd(sheet, kinds, f"the other cells of its column in {table}")
        self._runs.clear()
        self._columns.clear()

    def _beside(self, row: LintRow, column: int, cell: ReadCell) -> Iterator[CheckFinding]:
        """Take a cell that is in no table into the run above it, or begin and end runs."""
        run = self._runs.get(column)
        place = f"{letters_of(column)}{row.number}"
        pattern = _key(row.patterns.get(column))
        follows = run is not None and run.last_row + 1 == row.number
        if pattern is None or _TOTAL.fullmatch(row.patterns[column]):
            is_number = cell.formula is None and cell.kind == "n" and cell.value is not None
            if run is not None and follows and run.typed is None and is_number:
                run.typed, run.last_row = place, row.number
            elif run is not None and (cell.formula is not None or cell.value is not None):
                yield from self._of_run(row.sheet, self._runs.pop(column))
            return
        if run is not None and (not follows or (run.typed is not None and run.last != pattern)):
            yield from self._of_run(row.sheet, self._runs.pop(column))
            run = None
        if run is None:
            run = self._runs[column] = _Run(row.number, pattern)
        if run.typed is not None:
            run.kinds.add(_TYPED, run.typed)
            run.typed = None
        run.kinds.add(pattern, place, is_excused=_is_part_of_row(row, column))
        run.last_row, run.last = row.number, pattern

    def _of_run(self, sheet: LintSheet, run: _Run) -> Iterator[CheckFinding]:
        counts = run.kinds.counts
        total = sum(counts.values())
        if total >= _FEWEST_IN_RUN and max(counts.values()) * 2 > total:
            yield from self._odd(sheet, run.kinds, "the cells around it")

    def _odd(self, sheet: LintSheet, kinds: _Kinds, others: str) -> Iterator[CheckFinding]:
        for kind, cell, count in kinds.odd():
            what = (
                f"a value was typed where {others} calculate"
                if kind == _TYPED
                else f"the cell calculates otherwise than {others}"
            )
            more = "" if count == 1 else f" ({count:,} such cells)"
            yield self.at(sheet.book, what + more, sheet.name, cell)


def _kind_of(row: LintRow, column: int, cell: ReadCell) -> str | None:
    """Return how a table's cell gets its value, None where it has none or that is not known."""
    if cell.formula is not None:
        return _key(row.patterns.get(column))
    return _TYPED if cell.value not in {None, ""} else None


def _key(pattern: str | None) -> str | None:
    """Return a short key of a pattern: many long ones of a strange file must not fill memory."""
    return None if pattern is None else f"{hash(pattern):x}"


def _is_part_of_row(row: LintRow, column: int) -> bool:
    """Tell whether the formula is one that was filled across."""
    pattern = row.patterns.get(column)
    return pattern is not None and pattern in {
        row.patterns.get(column - 1),
        row.patterns.get(column + 1),
    }


def _is_data(table: FoundTable, row: int) -> bool:
    return table.area.first_row < row <= table.area.last_row
