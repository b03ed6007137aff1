"""Ranges of people's formulas that end with the rows of a table: sums over its data."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlwings as xw

_RANGE = re.compile(r"\$?[A-Za-z]{1,3}\$?([1-9]\d*):\$?[A-Za-z]{1,3}\$?([1-9]\d*)")


def readers_of(sheet: xw.Sheet, last: int, until: int) -> tuple[str, ...]:
    """Return the cells of the book, as ``Sheet!A1``, that ``reads_to`` is true of."""
    return tuple(
        f"{home.name}!{letters_of(column)}{row}"
        for home in sheet.book.sheets
        for row, column, text in formulas_on(home)
        if reads_to(text, home.name, sheet.name, last, until)
    )


@lru_cache(maxsize=4096)
def reads_to(formula: str, home: str, sheet: str, last: int, until: int) -> bool:
    """Tell whether ``formula``, on the sheet ``home``, has a range of ``sheet`` down to ``last``.

    It begins above that row, and ends there or below, but above the row ``until``.
    """
    if ":" not in formula:
        return False
    return any(
        int(found[1]) < last <= int(found[2]) < until
        for cells in cells_read(formula, home, sheet)
        if (found := _RANGE.fullmatch(cells)) is not None
    )


def cells_read(formula: str, home: str, sheet: str) -> Iterator[str]:
    """Yield each reference of ``formula``, on the sheet ``home``, that is to cells of ``sheet``."""
    for token in Tokenizer(formula).items:
        if (token.type, token.subtype) == (Token.OPERAND, Token.RANGE):
            named, mark, cells = token.value.rpartition("!")
            if (_sheet_named(named) if mark else home).casefold() == sheet.casefold():
                yield cells


def _sheet_named(name: str) -> str:
    """Return the name of a sheet without the apostrophes around it."""
    return name[1:-1].replace("''", "'") if name[:1] == "'" else name


def formulas_on(sheet: xw.Sheet) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and text of what stands on a sheet and begins as a formula does."""
    used = sheet.used_range
    found = used.formula
    rows = ((found,),) if isinstance(found, str) else found
    for row, texts in enumerate(rows, used.row):
        for column, text in enumerate(texts, used.column):
            if text.startswith("="):
                yield row, column, text
