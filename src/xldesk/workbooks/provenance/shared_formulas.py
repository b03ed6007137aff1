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
    from collections.abc import Callable

    from xldesk.workbooks.check.cell import ReadCell

_LONGEST = 8_192
"""Characters of the longest formula that Excel takes."""

_CELLS_A_LOOK = 200
"""Cells after which the clock is looked at."""

UNCLEAR = "\x00"
"""Stands for a formula that programs would read in different ways; no file can hold this text."""


class SharedFormulas:
    """The shared formulas of one sheet; its rows are to be asked for in their order.

    ``keep_time`` is asked every few hundred cells, and raises once they have taken too long.
    """

    def __init__(self, keep_time: Callable[[], None]) -> None:
        self._begun: dict[str, tuple[str, str]] = {}
        self._masters: dict[str, Translator | None] = {}
        self._keep_time = keep_time
        self._count = 0

    def text(self, cell: ReadCell, row: int) -> str | None:
        """Return the formula of ``cell`` as it would stand alone, None where it has none."""
        if cell.formula is None or cell.group is None:
            return cell.formula
        place = f"{letters_of(cell.column)}{row}"
        if cell.group not in self._begun:
            if not cell.formula:
                return UNCLEAR
            self._begun[cell.group] = cell.formula, place
            return cell.formula
        translated = self._translated(self._master_of(cell.group), place)
        if cell.formula and plain_formula(cell.formula) != plain_formula(translated):
            return UNCLEAR  # it has a formula of its own, and belongs to a group with another
        return translated

    def _master_of(self, group: str) -> Translator | None:
        """Return what moves the formula of a group, made for the second of its cells."""
        if group not in self._masters:
            self._masters[group] = _master(*self._begun[group])
        return self._masters[group]

    def _translated(self, master: Translator | None, place: str) -> str:
        self._count += 1
        if self._count % _CELLS_A_LOOK == 0:
            self._keep_time()
        if master is None:
            return UNCLEAR
        try:
            return str(master.translate_formula(place))
        except TranslatorError:
            return UNCLEAR


def _master(formula: str, place: str) -> Translator | None:
    """Return what moves a formula from ``place``, None where it is none that Excel takes."""
    if len(formula) > _LONGEST:
        return None
    try:
        return Translator(f"={formula}", place)
    except TokenizerError:
        return None
