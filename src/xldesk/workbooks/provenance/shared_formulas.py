"""Formulas that cells of one column share: each as it would stand in its own cell.

Excel saves a filled column as one formula with a group, and the other cells by the group alone
(ECMA-376 part 1, 18.3.1.40).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError

from xldesk.workbooks.formula import plain_formula
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from xldesk.workbooks.check.cell import ReadCell

UNCLEAR = "\x00"
"""Stands for a formula that programs would read in different ways; no file can hold this text."""


class SharedFormulas:
    """The shared formulas of one sheet; its rows are to be asked for in their order."""

    def __init__(self) -> None:
        self._masters: dict[str, tuple[str, str]] = {}

    def plain(self, cell: ReadCell, row: int) -> str | None:
        """Return the formula of ``cell`` as ``plain_formula`` has it, None where it has none."""
        if cell.formula is None or cell.group is None:
            return None if cell.formula is None else plain_formula(cell.formula)
        place = f"{letters_of(cell.column)}{row}"
        master = self._masters.get(cell.group)
        if master is None:
            if not cell.formula:
                return UNCLEAR
            self._masters[cell.group] = (cell.formula, place)
            return plain_formula(cell.formula)
        translated = _translated(*master, place)
        if cell.formula and plain_formula(cell.formula) != translated:
            return UNCLEAR  # it has a formula of its own, and belongs to a group with another
        return translated


def _translated(formula: str, origin: str, place: str) -> str:
    try:
        return plain_formula(Translator(f"={formula}", origin).translate_formula(place))
    except (TokenizerError, TranslatorError):
        return UNCLEAR
