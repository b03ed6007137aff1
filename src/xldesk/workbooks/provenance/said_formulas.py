"""A cell whose formula is another one, in the words of those who see it in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.formula import shown_formula
from xldesk.workbooks.provenance.difference import said
from xldesk.workbooks.provenance.shared_formulas import UNCLEAR

if TYPE_CHECKING:
    from xldesk.workbooks.provenance.looks.cell_looks import Look
    from xldesk.workbooks.recalculation.formula_cells import Value

Shown = tuple["Value", "str | None"]
"""What a cell shows, and its formula as the file has it."""


def said_formulas(kept: Shown, found: Shown, table: str, look: Look | None) -> str:
    """Return how a cell differs that stands in ``table`` and was issued with another formula."""
    (was, formula), (now, formula_now) = kept, found
    if formula is None:
        here = _formula(formula_now or "", table)
        return f"the desk issued {said(was, look)}, here stands the formula {here}"
    if formula_now is None:
        return f"the formula {_formula(formula, table)} was replaced by {said(now, look)}"
    one, other = _formula(formula, table), _formula(formula_now, table)
    return f"the desk issued the formula {one}, here stands {other}"


def _formula(text: str, table: str) -> str:
    if text == UNCLEAR:
        return "=…, shared with another cell"
    return shown_formula(text, table)
