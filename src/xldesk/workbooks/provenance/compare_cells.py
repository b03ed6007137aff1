"""Two workbooks of one form, cell by cell: where one shows other values than the other."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.archive import Archive
from xldesk.workbooks.check.document import read_document
from xldesk.workbooks.check.markup import MAIN, parsed
from xldesk.workbooks.formula import plain_formula
from xldesk.workbooks.read.days import moment_of
from xldesk.workbooks.recalculation.formula_cells import (
    SHARED,
    cells_on,
    days_by_style,
    decimals_by_style,
)
from xldesk.workbooks.recalculation.proof import same
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.limits import Limits
    from xldesk.workbooks.recalculation.formula_cells import Value

Difference = tuple[str, str, "Value", "Value"]
"""Sheet, cell, the value that was issued, and the value that stands there now."""


class _Cell(NamedTuple):
    """What a cell shows, its style, and its formula as ``plain_formula`` has it."""

    value: Value
    style: str
    formula: str | None


_NOTHING = _Cell(None, "", None)
_Row = dict[int, _Cell]


def cell_differences(issued: Path, found: Path, limits: Limits) -> Iterator[Difference]:
    """Yield where ``found`` shows another value than ``issued``, or calculates it otherwise.

    Cells for people do not count: the unlocked ones of ``issued``. A sheet that ``found`` lacks is
    one difference; further sheets are left to a check of its structure. One row of each file is
    held at a time.
    """
    with Archive(issued, limits) as ours, Archive(found, limits) as theirs:
        one, other = read_document(ours, limits, ()), read_document(theirs, limits, ())
        inputs, decimals, days = _unlocked(one), decimals_by_style(one), days_by_style(one)
        parts = {sheet.name: sheet.part for sheet in other.sheets}
        for sheet in one.sheets:
            if sheet.name not in parts:
                yield sheet.name, "A1", "the sheet", None
                continue
            for row, kept, now in _together(
                _rows(one, sheet.part), _rows(other, parts[sheet.name])
            ):
                for column in sorted(kept.keys() | now.keys()):
                    cell, present = kept.get(column, _NOTHING), now.get(column, _NOTHING)
                    if cell.style in inputs:
                        continue
                    apart = _apart(cell, present, decimals.get(cell.style))
                    if apart is not None:
                        shown = map(_day, apart) if cell.style in days else apart
                        yield sheet.name, f"{letters_of(column)}{row}", *shown


def _apart(cell: _Cell, now: _Cell, decimals: int | None) -> tuple[Value, Value] | None:
    """Return what was issued and what stands there now, None where they say the same."""
    is_shared = cell.formula is not None and now.formula == SHARED
    if cell.formula != now.formula and not is_shared:
        return _formula(cell.formula), _formula(now.formula)
    if cell.formula is not None and now.value is None:
        return None  # saved without its value, which a check says once
    return None if same(cell.value, now.value, decimals) else (cell.value, now.value)


def _day(value: Value) -> Value:
    """Return a day or time as people write it."""
    moment = moment_of(Decimal(str(value)), "excel") if isinstance(value, float) else None
    if moment is None:
        return value
    return f"{moment:%Y-%m-%d}" if moment.time() == time() else f"{moment:%Y-%m-%d %H:%M:%S}"


def _rows(document: Document, part: str) -> Iterator[tuple[int, _Row]]:
    for number, cells in groupby(cells_on(document, part), key=itemgetter(0)):
        yield (
            number,
            {
                column: _Cell(value, style, None if formula is None else plain_formula(formula))
                for _, column, value, style, formula in cells
            },
        )


def _formula(text: str | None) -> Value:
    if text is None:
        return "no formula"
    return "=…, shared with another cell" if text == SHARED else f"={text}"


def _together(
    ours: Iterator[tuple[int, _Row]], theirs: Iterator[tuple[int, _Row]]
) -> Iterator[tuple[int, _Row, _Row]]:
    """Yield the rows of both by number; an empty row where one has none."""
    one, other = next(ours, None), next(theirs, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one[0] < other[0]):
            if one is not None:
                yield one[0], one[1], {}
            one = next(ours, None)
        elif one is None or other[0] < one[0]:
            yield other[0], {}, other[1]
            other = next(theirs, None)
        else:
            yield one[0], one[1], other[1]
            one, other = next(ours, None), next(theirs, None)


def _unlocked(document: Document) -> set[str]:
    """Return the styles of cells that people fill in."""
    part = next((r.target for r in document.relations if r.kind == "styles"), None)
    if part is None or part not in document.archive:
        return set()
    formats = parsed(document.archive.read(part), part, document.limits).find(f"{MAIN}cellXfs")
    return {
        str(index)
        for index, element in enumerate(formats if formats is not None else ())
        if (guard := element.find(f"{MAIN}protection")) is not None
        and guard.get("locked") in {"0", "false"}
    }
