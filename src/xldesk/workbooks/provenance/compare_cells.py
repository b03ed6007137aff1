"""The cells of a sheet in two workbooks of one form: value, formula, and how they look."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from typing import TYPE_CHECKING

from xldesk.workbooks.check.days import moment_of
from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk.workbooks.formula import plain_formula
from xldesk.workbooks.provenance.difference import Difference, said_apart
from xldesk.workbooks.provenance.look_runs import LookRuns
from xldesk.workbooks.provenance.shared_formulas import UNCLEAR, SharedFormulas
from xldesk.workbooks.recalculation.proof import same
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xldesk.workbooks.check.cell import FoundRow, ReadCell
    from xldesk.workbooks.check.document import Area, Document
    from xldesk.workbooks.provenance.difference import Code
    from xldesk.workbooks.provenance.looks.cell_looks import StyleLooks
    from xldesk.workbooks.recalculation.formula_cells import Value

_Shown = tuple["Value", str | None]
"""What a cell shows, and its formula as ``plain_formula`` has it."""


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
        if not one.locked:  # people copy cells here, and formats come along
            if not other.hides or one.hides:
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

    ``rich`` are texts of the found one with parts that are formatted by themselves, ``filtered``
    returns the ranges in which a filter hides rows.
    """

    name: str
    issued: tuple[Document, str]
    found: tuple[Document, str]
    formats: Formats
    rich: frozenset[str]
    filtered: Callable[[], Sequence[Area]]

    def differences(self) -> Iterator[Difference]:
        """Yield cells that hold or show something else, and hidden rows; raises ArchiveError.

        One row of each file is held at a time.
        """
        runs, hidden = LookRuns(self.name), LookRuns(self.name)
        shared = SharedFormulas()
        is_quick = self.formats.are_same and not self.rich
        for number, one, other in _together(SheetRows(*self.issued), SheetRows(*self.found)):
            kept = {} if one is None else one.cells
            now = {} if other is None else other.cells
            if kept and one is not None and other is not None and other.is_hidden > one.is_hidden:
                yield from hidden.add(number, min(kept), *self._hidden(number))
            if is_quick and kept == now:
                continue
            same_places = kept.keys() == now.keys()
            for column in kept if same_places else sorted(kept.keys() | now.keys()):
                cell, present = kept.get(column), now.get(column)
                difference = self._values(number, cell, present, shared)
                if difference is not None:
                    yield difference
                elif present is not None and present.value is not None:
                    looks = self._looks(cell, present)
                    if looks is not None:
                        yield from runs.add(number, column, *looks)
        yield from runs.finish()
        yield from hidden.finish()

    def _hidden(self, row: int) -> tuple[Code, str]:
        if any(area.first_row < row <= area.last_row for area in self.filtered()):
            return "LOOK-CHANGED", "the row is hidden by a filter"
        return "LOOK-ALTERED", "the row is hidden, or too low to be read"

    def _looks(self, cell: ReadCell | None, present: ReadCell) -> tuple[Code, str] | None:
        style = "0" if cell is None else cell.style
        if present.value in self.rich and not self.formats.is_input(style):
            return "LOOK-ALTERED", "parts of the text are formatted by themselves"
        return self.formats.apart(style, present.style)

    def _values(
        self, row: int, cell: ReadCell | None, present: ReadCell | None, shared: SharedFormulas
    ) -> Difference | None:
        """Return how the value or formula is another than issued."""
        kept: _Shown = (None, None)
        found: _Shown = (None, None)
        if present is not None:
            found = _value(present), shared.plain(present, row)
        if cell is not None:
            if self.formats.is_input(cell.style) or _is_as_written(cell, present):
                return None
            kept = _value(cell), None if cell.formula is None else plain_formula(cell.formula)
        apart = self._apart(kept, found, "" if cell is None else cell.style)
        if apart is None:
            return None
        column = next(one.column for one in (cell, present) if one is not None)
        return Difference(
            "CELL-ALTERED", self.name, f"{letters_of(column)}{row}", said_apart(*apart)
        )

    def _apart(self, kept: _Shown, found: _Shown, style: str) -> tuple[Value, Value] | None:
        """Return what was issued and what stands there now, None where they say the same."""
        (was, formula), (now, formula_now) = kept, found
        if formula != formula_now:
            return _formula(formula), _formula(formula_now)
        if formula is not None and now is None:
            return None  # saved without its value, which a check says once
        if same(was, now, self.formats.issued[style].decimals):
            return None
        return (_day(was), _day(now)) if self.formats.issued[style].is_day else (was, now)


def _is_as_written(cell: ReadCell, present: ReadCell | None) -> bool:
    """Tell whether kind, value and formula are written the same, so that they need no reading."""
    return present is not None and present.group is None and cell[1:4] == present[1:4]


def _together(
    ours: SheetRows, theirs: SheetRows
) -> Iterator[tuple[int, FoundRow | None, FoundRow | None]]:
    """Yield the rows of both by number, None where one has none."""
    left, right = iter(ours), iter(theirs)
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.number < other.number):
            if one is not None:
                yield one.number, one, None
            one = next(left, None)
        elif one is None or other.number < one.number:
            yield other.number, None, other
            other = next(right, None)
        else:
            yield one.number, one, other
            one, other = next(left, None), next(right, None)


def _value(cell: ReadCell) -> Value:
    """Return what a cell shows: text (errors too), a number, true or false, or nothing."""
    if cell.value is None or cell.kind not in {"n", "b"}:
        return cell.value
    if cell.kind == "b":
        return cell.value == "1"
    try:
        return float(cell.value)
    except ValueError:
        return cell.value


def _day(value: Value) -> Value:
    """Return a day or time as people write it."""
    moment = moment_of(Decimal(str(value)), "excel") if isinstance(value, float) else None
    if moment is None:
        return value
    return f"{moment:%Y-%m-%d}" if moment.time() == time() else f"{moment:%Y-%m-%d %H:%M:%S}"


def _formula(text: str | None) -> Value:
    if text is None:
        return "no formula"
    return "=…, shared with another cell" if text == UNCLEAR else f"={text}"
