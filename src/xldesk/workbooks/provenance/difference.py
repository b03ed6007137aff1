"""One thing that a workbook shows otherwise than the desk issued it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from xldesk.workbooks.check.rule import shown

if TYPE_CHECKING:
    from xldesk.workbooks.provenance.looks.cell_looks import Look
    from xldesk.workbooks.recalculation.formula_cells import Value

_PERCENT = re.compile(r"0(?:\.(0+))?%")
_LEAD = 20
"""Characters that two texts have in common and that are said before their difference."""

Code = Literal[
    "CELL-ALTERED",
    "LOOK-ALTERED",
    "LOOK-CHANGED",
    "LINK-OF-MACRO",
    "TABLE-ROWS",
    "TABLE-COLUMNS",
    "FORM-LONGER",
]

About = Literal[
    "typed", "formula", "figure", "chart", "name", "moved", "missing", "hidden", "look", "frame"
]


class Trace(NamedTuple):
    """What a formula would call the cell of a difference, and what the cell holds.

    ``row`` and ``column`` are those of the issued sheet; ``table`` and ``header`` are empty
    outside of tables. ``formula`` is the issued one as ``plain_formula`` has it.
    """

    sheet: str = ""
    row: int = 0
    column: int = 0
    table: str = ""
    header: str = ""
    formula: str | None = None
    was: Value = None
    now: Value = None
    now_formula: str | None = None


class Difference(NamedTuple):
    """Where and what: ``sheet`` and ``cell`` are None where it is about more than one.

    ``CELL-ALTERED`` is another value or formula, ``TABLE-ROWS`` and ``TABLE-COLUMNS`` are rows and
    columns that were put in, taken out or moved. ``LOOK-ALTERED`` hides or rewords what was
    issued, ``LOOK-CHANGED`` leaves all of it to be read, ``LINK-OF-MACRO`` leads within the file.
    ``FORM-LONGER`` are lines that people inserted into a form.

    ``about``: ``typed`` is a cell that was issued without a formula, ``formula`` one whose formula
    is another, ``figure`` one whose formula is as issued and whose value is not; ``frame`` is what
    stands on ranges of a sheet or is drawn over it. A difference ``follows`` where it comes of
    another one.
    """

    code: Code
    sheet: str | None
    cell: str | None
    message: str
    about: About = "frame"
    trace: Trace | None = None
    remedy: str = ""
    follows: bool = False


def altered(sheet: str | None, cell: str | None, message: str) -> Difference:
    """Return a difference in what a reader sees."""
    return Difference("LOOK-ALTERED", sheet, cell, message)


def changed(sheet: str | None, cell: str | None, message: str) -> Difference:
    """Return a difference that leaves everything issued to be read."""
    return Difference("LOOK-CHANGED", sheet, cell, message)


def said_apart(was: Value, now: Value, look: Look | None = None) -> str:
    """Return both values in a sentence; of long texts the part from where they differ.

    Numbers are said as a cell of ``look`` shows them, with all their digits where that would make
    them the same.
    """
    one, other = said(was, look), said(now, look)
    if one == other:
        one, other = said(was), said(now)
    if isinstance(was, str) and isinstance(now, str):
        pairs = enumerate(zip(was, now, strict=False))
        alike = next((at for at, (left, right) in pairs if left != right), min(len(was), len(now)))
        if alike > _LEAD:
            start = alike - _LEAD
            one, other = f"…{shown(was[start:])}", f"…{shown(now[start:])}"
    return f"the desk issued {one}, here stands {other}"


def said(value: Value, look: Look | None = None) -> str:
    """Return a value as people read it: amounts with their decimals, parts as percentages."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if look is not None and look.decimals is not None:
            return f"{value:,.{look.decimals}f}"
        percent = None if look is None else _PERCENT.match(look.number_format)
        if percent is not None:
            return f"{100 * value:.{len(percent[1] or '')}f} %"
        return f"{value:.15g}"
    return "nothing" if value in {None, ""} else shown(str(value))
