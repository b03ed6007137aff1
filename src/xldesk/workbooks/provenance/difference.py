"""One thing that a workbook shows otherwise than the desk issued it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from xldesk.workbooks.check.rule import shown

if TYPE_CHECKING:
    from xldesk.workbooks.recalculation.formula_cells import Value

_LEAD = 20
"""Characters that two texts have in common and that are said before their difference."""

Code = Literal["CELL-ALTERED", "LOOK-ALTERED", "LOOK-CHANGED"]


class Difference(NamedTuple):
    """Where and what: ``sheet`` and ``cell`` are None where it is about more than one.

    ``CELL-ALTERED`` is another value or formula. ``LOOK-ALTERED`` hides or rewords what was
    issued, ``LOOK-CHANGED`` leaves all of it to be read.
    """

    code: Code
    sheet: str | None
    cell: str | None
    message: str


def altered(sheet: str | None, cell: str | None, message: str) -> Difference:
    """Return a difference in what a reader sees."""
    return Difference("LOOK-ALTERED", sheet, cell, message)


def changed(sheet: str | None, cell: str | None, message: str) -> Difference:
    """Return a difference that leaves everything issued to be read."""
    return Difference("LOOK-CHANGED", sheet, cell, message)


def said_apart(was: Value, now: Value) -> str:
    """Return both values in a sentence; of long texts the part from where they differ."""
    one, other = _said(was), _said(now)
    if isinstance(was, str) and isinstance(now, str):
        pairs = enumerate(zip(was, now, strict=False))
        alike = next((at for at, (left, right) in pairs if left != right), min(len(was), len(now)))
        if alike > _LEAD:
            start = alike - _LEAD
            one, other = f"…{shown(was[start:])}", f"…{shown(now[start:])}"
    return f"the desk issued {one}, here stands {other}"


def _said(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return "nothing" if value in {None, ""} else shown(str(value))
