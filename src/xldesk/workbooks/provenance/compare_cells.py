"""Two workbooks of one form, cell by cell: where one shows other values than the other."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import Archive
from xldesk.workbooks.check.document import read_document
from xldesk.workbooks.check.markup import MAIN, parsed
from xldesk.workbooks.check.rules.formulas import plain_formula
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

_Cell = tuple["Value", str, str | None]
_NOTHING: _Cell = (None, "", None)
_Row = dict[int, _Cell]
"""Value, style and formula, without the differences that programs make on saving, by column."""


def cell_differences(issued: Path, found: Path, limits: Limits) -> Iterator[Difference]:
    """Yield where ``found`` shows another value than ``issued``; cells for people do not count.

    Those are the unlocked ones of ``issued``. Sheets that ``found`` lacks are left out: a check of
    its structure names them. One row of each file is held at a time.
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
                    value, style, formula = kept.get(column, _NOTHING)
                    present = now.get(column, _NOTHING)[0]
                    if style in inputs:
                        continue
                    if formula != (written := now.get(column, _NOTHING)[2]) and written != SHARED:
                        cell = f"{letters_of(column)}{row}"
                        yield sheet.name, cell, _formula(formula), _formula(written)
                    elif formula is not None and present is None:
                        continue  # saved without its value, which a check says once
                    elif not same(value, present, decimals.get(style)):
                        shown = (_day(value), _day(present)) if style in days else (value, present)
                        yield sheet.name, f"{letters_of(column)}{row}", *shown


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
                column: (value, style, None if formula is None else plain_formula(formula))
                for _, column, value, style, formula in cells
            },
        )


def _formula(text: str | None) -> Value:
    return "no formula" if text is None else f"={text}"


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
