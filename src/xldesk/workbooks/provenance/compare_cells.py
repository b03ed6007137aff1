"""The cells of a sheet in two workbooks of one form: value, formula, and how they look."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING

from xldesk.workbooks.check.days import moment_of
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk.workbooks.formula import plain_formula
from xldesk.workbooks.provenance.aligned_sheet import aligned, rows_held
from xldesk.workbooks.provenance.difference import Difference, Trace, said_apart
from xldesk.workbooks.provenance.look_runs import LookRuns
from xldesk.workbooks.provenance.looks.cell_looks import STAND_INS
from xldesk.workbooks.provenance.looks.shown_numbers import shows_otherwise
from xldesk.workbooks.provenance.moved_columns import IN_PLACE
from xldesk.workbooks.provenance.moved_rows import Pair
from xldesk.workbooks.provenance.said_formulas import said_formulas
from xldesk.workbooks.provenance.shared_formulas import SharedFormulas
from xldesk.workbooks.recalculation.formula_cells import value_of
from xldesk.workbooks.recalculation.proof import same
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from xldesk.workbooks.check.cell import FoundRow, ReadCell
    from xldesk.workbooks.check.document import Area, Document, FoundTable
    from xldesk.workbooks.provenance.aligned_sheet import Alignment
    from xldesk.workbooks.provenance.difference import About, Code
    from xldesk.workbooks.provenance.longer_forms import LongerForms
    from xldesk.workbooks.provenance.looks.cell_looks import Look, StyleLooks
    from xldesk.workbooks.provenance.said_formulas import Shown
    from xldesk.workbooks.provenance.totals_rows import TotalsRows
    from xldesk.workbooks.recalculation.formula_cells import Value

_MOST_HELD = 10_000
"""Differences of a sheet that are held until one shows that rows or columns were moved."""


_USUAL_HEIGHT, _LOWEST = 15.0, 0.7
"""Points of a row that says no height, and the part of its height that a row needs at least."""

_TOO_LOW: tuple[Code, str] = ("LOOK-ALTERED", "the row is too low for what stands in it")
_CUT: tuple[Code, str] = (
    "LOOK-CHANGED",
    "an empty text was added, which cuts what runs on into this cell from the left",
)


@dataclass(slots=True)
class Formats:
    """The formats of the issued workbook, those of the found one, and how they differ.

    ``are_same`` tells that a number of a style means the same look in both.
    """

    issued: StyleLooks
    found: StyleLooks
    are_same: bool
    _known: dict[tuple[str, str], tuple[Code, str] | None] = field(default_factory=dict)

    def is_input(self, style: str) -> bool:
        """Tell whether people fill in the issued cells of ``style``."""
        return not self.issued[style].locked

    def apart(self, style: str, now: str) -> tuple[Code, str] | None:
        """Return how a cell of the issued ``style`` looks otherwise in style ``now``."""
        key = style, now
        if key not in self._known:
            self._known[key] = self._apart(style, now)
        return self._known[key]

    def _apart(self, style: str, now: str) -> tuple[Code, str] | None:
        one, other = self.issued[style], self.found[now]
        if other.font in STAND_INS:
            other = other._replace(font=one.font)
        if not one.locked:  # people copy cells here, and formats come along
            other_number = shows_otherwise(one.number_format, other.number_format)
            if one.hides or not (other.hides or other_number):
                return None
            return (
                "LOOK-CHANGED",
                f"what stands here may not be what is read: {one.differences(other)}",
            )
        if one._replace(locked=other.locked) == other:
            return None if one == other else ("LOOK-CHANGED", one.differences(other))
        return "LOOK-ALTERED", one.differences(other)


@dataclass(slots=True)
class SheetCells:
    """A sheet of the issued workbook and of the found one, to be compared row by row.

    ``tables`` are those of the issued one; its rows and theirs stand where the lines that people
    inserted into ``forms`` moved them. ``rich`` are texts of the found one with parts that are
    formatted by themselves, ``filtered`` returns the ranges in which a filter hides rows. Rows of
    ``totals`` that people added are not compared.
    """

    name: str
    issued: tuple[Document, str]
    found: tuple[Document, str]
    tables: Sequence[FoundTable]
    formats: Formats
    rich: frozenset[str]
    filtered: Callable[[], Sequence[Area]]
    totals: TotalsRows
    forms: LongerForms

    def differences(self) -> Iterator[Difference]:
        """Yield cells that hold or show something else, and hidden rows; raises ArchiveError.

        One row of each file is held at a time. Where a key or a header is another one, rows and
        columns are looked for where they stand now, and compared there.
        """
        in_place = self._compared(self._in_place())
        held: list[Difference] = []
        for difference in in_place:
            held.append(difference)
            if self._shows_a_move(difference):
                moved = self._moved()
                if moved is not None:
                    yield from moved.moves
                    yield from self._compared(moved.pairs)
                    return
                break
            if len(held) > _MOST_HELD:
                break
        yield from held
        yield from in_place

    def _shows_a_move(self, difference: Difference) -> bool:
        at = difference.trace
        return at is not None and any(
            at.row == table.area.first_row
            or (
                at.column == table.area.first_column
                and table.area.first_row < at.row <= table.area.last_row + 1
            )
            for table in self.tables
        )

    def _moved(self) -> Alignment | None:
        """Return how rows and columns were moved, None where they were not, or are too many."""
        issued = rows_held(self.forms.rows(iter(SheetRows(*self.issued))))
        found = rows_held(self.totals.left_out(SheetRows(*self.found)))
        if issued is None or found is None:
            return None
        return aligned(self.name, self.tables, issued, found)

    def _in_place(self) -> Iterator[Pair]:
        """Yield the rows of both by number; of one format, those that are the same left out."""
        is_quick = self.formats.are_same and not self.rich
        for one, other in _together(
            self.forms.rows(iter(SheetRows(*self.issued))),
            self.totals.left_out(SheetRows(*self.found)),
        ):
            is_same = (
                is_quick
                and one is not None
                and other is not None
                and (
                    one.cells == other.cells
                    and one.is_hidden >= other.is_hidden
                    and not _is_too_low(one, other)
                )
            )
            if not is_same:
                yield Pair(one, other, IN_PLACE)

    def _compared(self, pairs: Iterable[Pair]) -> Iterator[Difference]:
        runs, hidden = LookRuns(self.name), LookRuns(self.name, "hidden")
        keep_time = self.found[0].archive.keep_time
        shared = SharedFormulas(keep_time)
        for pair in pairs:
            keep_time()
            one, other, columns = pair
            now = {} if other is None else other.cells
            if one is not None and one.cells and other is not None:
                if other.is_hidden > one.is_hidden:
                    first = columns.of(min(one.cells)) or min(one.cells)
                    yield from hidden.add(other.number, first, *self._hidden(other.number))
                elif _is_too_low(one, other):
                    first = columns.of(min(one.cells)) or min(one.cells)
                    yield from hidden.add(other.number, first, *_TOO_LOW)
            for cell, present, column in _cells(pair, now):
                difference = self._values(pair, cell, present, column, shared)
                if difference is not None:
                    yield difference
                elif other is not None and present is not None:
                    looks = self._cuts(pair, cell, present, column)
                    if looks is None and present.value is not None:
                        looks = self._looks(cell, present)
                    if looks is not None:
                        yield from runs.add(other.number, column, *looks)
        yield from runs.finish()
        yield from hidden.finish()

    def _hidden(self, row: int) -> tuple[Code, str]:
        if any(area.first_row < row <= area.last_row for area in self.filtered()):
            return "LOOK-CHANGED", "the row is hidden by a filter"
        return "LOOK-ALTERED", "the row is hidden, or too low to be read"

    def _cuts(
        self, pair: Pair, cell: ReadCell | None, present: ReadCell, column: int
    ) -> tuple[Code, str] | None:
        """Return that a cell, of which nothing is seen, ends the text that runs on into it."""
        if present.kind != "s" or present.says_something or pair.issued is None:
            return None
        if cell is not None and (cell.kind == "s" or self.formats.is_input(cell.style)):
            return None
        before = (
            (at, one)
            for number, one in pair.issued.cells.items()
            if one.value and (at := pair.columns.of(number)) is not None and at < column
        )
        _, left = max(before, default=(0, None), key=itemgetter(0))
        if left is None or left.kind != "s" or self.formats.issued[left.style].wraps:
            return None
        return _CUT

    def _looks(self, cell: ReadCell | None, present: ReadCell) -> tuple[Code, str] | None:
        style = "0" if cell is None else cell.style
        if present.value in self.rich:
            is_input = self.formats.is_input(style)
            code: Code = "LOOK-CHANGED" if is_input else "LOOK-ALTERED"
            return code, "parts of the text are formatted by themselves"
        return self.formats.apart(style, present.style)

    def _values(
        self,
        pair: Pair,
        cell: ReadCell | None,
        present: ReadCell | None,
        column: int,
        shared: SharedFormulas,
    ) -> Difference | None:
        """Return how the value or formula is another than issued; ``column`` is the found one."""
        row = next(row.number for row in (pair.found, pair.issued) if row is not None)
        found: Shown = (None, None)
        if _is_more(cell, present, self.formats):
            place = f"{letters_of(column)}{row}"
            return Difference("CELL-ALTERED", self.name, place, _more(present), "typed")
        if present is not None:
            found = value_of(present.kind, present.value), shared.text(present, row)
        if cell is not None and (
            self.formats.is_input(cell.style) or _is_as_written(cell, present)
        ):
            return None
        kept: Shown = (
            (None, None) if cell is None else (value_of(cell.kind, cell.value), cell.formula)
        )
        look = None if cell is None else self.formats.issued[cell.style]
        apart = _apart(kept, found, look)
        if apart is None:
            return None
        about, message = apart
        issued_row = row if pair.issued is None else pair.issued.number
        trace = self._trace(issued_row, column if cell is None else cell.column, kept, found)
        if about == "formula":
            message = said_formulas(kept, found, trace.table, look)
        place = f"{letters_of(column)}{row}"
        return Difference("CELL-ALTERED", self.name, place, message, about, trace)

    def _trace(self, row: int, column: int, kept: Shown, found: Shown) -> Trace:
        formula = None if kept[1] is None else plain_formula(kept[1])
        trace = Trace(self.name, row, column, "", "", formula, kept[0], *found)
        for table in self.tables:
            area = table.area
            at = column - area.first_column
            if area.first_row < row <= area.last_row and 0 <= at < len(table.columns):
                return trace._replace(table=table.name, header=table.columns[at])
        return trace


def _cells(
    pair: Pair, now: Mapping[int, ReadCell]
) -> Iterator[tuple[ReadCell | None, ReadCell | None, int]]:
    """Yield the cells of two rows, issued and found, with the found one's column.

    Cells of columns that were taken out or put in are left out: that is said once.
    """
    kept = {} if pair.issued is None else pair.issued.cells
    columns = pair.columns
    if columns is IN_PLACE and kept.keys() == now.keys():
        for column, cell in kept.items():
            yield cell, now[column], column
        return
    wanted = {at: cell for column, cell in kept.items() if (at := columns.of(column)) is not None}
    for column in sorted(wanted.keys() | now.keys()):
        if column not in columns.put_in:
            yield wanted.get(column), now.get(column), column


def _apart(kept: Shown, found: Shown, look: Look | None) -> tuple[About, str] | None:
    """Return what is another one and how, None where both say the same."""
    (was, formula), (now, formula_now) = kept, found
    if (formula is None) != (formula_now is None):
        return "formula", ""
    if formula is not None and formula_now is not None:
        if plain_formula(formula) != plain_formula(formula_now):
            return "formula", ""
        if now is None:
            return None  # saved without its value, which a check says once
    if same(was, now, None if look is None else look.decimals):
        return None
    if look is not None and look.is_day:
        was, now = _day(was), _day(now)
    return "typed" if formula is None else "figure", said_apart(was, now, look)


def _is_more(cell: ReadCell | None, present: ReadCell | None, formats: Formats) -> bool:
    """Tell whether a cell shows more than its value and a formula of its own.

    Where people fill in, only a formula counts that may write into other cells.
    """
    if present is None or present.extra is None:
        return False
    return cell is None or present.formula is not None or not formats.is_input(cell.style)


def _more(present: ReadCell | None) -> str:
    what = "" if present is None else shown(present.extra or "")
    return f"what stands here is more than a value and a formula of its own: {what}"


def _is_too_low(one: FoundRow, other: FoundRow) -> bool:
    """Tell whether a row is too low for what the desk wrote in it."""
    if other.height is None:
        return False
    return other.height < _LOWEST * (_USUAL_HEIGHT if one.height is None else one.height)


def _is_as_written(cell: ReadCell, present: ReadCell | None) -> bool:
    """Tell whether kind, value and formula are written the same, so that they need no reading."""
    return present is not None and present.group is None and cell[1:4] == present[1:4]


def _together(
    ours: Generator[FoundRow], theirs: Generator[FoundRow]
) -> Iterator[tuple[FoundRow | None, FoundRow | None]]:
    """Yield the rows of both by number, None where one has none."""
    with closing(ours) as left, closing(theirs) as right:
        one, other = next(left, None), next(right, None)
        while one is not None or other is not None:
            if other is None or (one is not None and one.number < other.number):
                if one is not None:
                    yield one, None
                one = next(left, None)
            elif one is None or other.number < one.number:
                yield None, other
                other = next(right, None)
            else:
                yield one, other
                one, other = next(left, None), next(right, None)


def _day(value: Value) -> Value:
    """Return a day or time as people write it."""
    moment = moment_of(Decimal(str(value)), "excel") if isinstance(value, float) else None
    if moment is None:
        return value
    return f"{moment:%Y-%m-%d}" if moment.time() == time() else f"{moment:%Y-%m-%d %H:%M:%S}"
