"""A formula that people wrote beside a row, as it reads when the row stands elsewhere."""

from __future__ import annotations

import re

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_CELL = re.compile(r"(\$?[A-Za-z]{1,3})([1-9]\d*)")


def on_row(formula: str, before: int, after: int) -> str:
    """Return ``formula``, which stood on row ``before``, for row ``after``.

    Cells of its own row follow, as when Excel sorts rows; whatever else it reads stays the same.
    """
    if before == after:
        return formula
    parts = [
        _reference(token.value, before, after)
        if (token.type, token.subtype) == (Token.OPERAND, Token.RANGE)
        else token.value
        for token in Tokenizer(formula).items
    ]
    return "=" + "".join(parts)


def _reference(text: str, before: int, after: int) -> str:
    cells = [_CELL.fullmatch(cell) for cell in text.split(":")]
    if not all(cell and int(cell[2]) == before for cell in cells):
        return text
    return ":".join(f"{cell[1]}{after}" for cell in cells if cell)
