"""References in formulas, moved along when cells are: inserted and deleted rows, cut cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import column_index_from_string, get_column_letter

from xldesk.excel.engine.area import MAX_COLUMNS, MAX_ROWS

GONE = "#REF!"
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
_ROW = re.compile(r"(\$?)([0-9]{1,7})")
_COLUMN = re.compile(r"(\$?)([A-Za-z]{1,3})")


@dataclass(frozen=True, slots=True)
class Bounds:
    """First and last row and column of a reference, from 1, both included."""

    top: int
    left: int
    bottom: int
    right: int


Move = Callable[[Bounds], Bounds | None]
"""Where a reference leads after cells were moved; None where what it named is gone."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Cells within ``first``–``last`` across, from ``at`` on, go ``by`` along; minus deletes.

    ``down`` moves rows, else columns. A reference that is not wholly within the span across stays
    as it is, as in Excel.
    """

    at: int
    by: int
    first: int
    last: int
    down: bool

    def __call__(self, bounds: Bounds) -> Bounds | None:
        """Return where ``bounds`` leads afterwards."""
        if self.down:
            if not (self.first <= bounds.left and bounds.right <= self.last):
                return bounds
            moved = self._along(bounds.top, bounds.bottom, MAX_ROWS)
            return moved and Bounds(moved[0], bounds.left, moved[1], bounds.right)
        if not (self.first <= bounds.top and bounds.bottom <= self.last):
            return bounds
        moved = self._along(bounds.left, bounds.right, MAX_COLUMNS)
        return moved and Bounds(bounds.top, moved[0], bounds.bottom, moved[1])

    def _along(self, start: int, end: int, most: int) -> tuple[int, int] | None:
        if (start, end) == (1, most):
            return start, end
        if self.by > 0:
            start += self.by if start >= self.at else 0
            end += self.by if end >= self.at else 0
            return None if start > most else (start, min(end, most))
        gone = self.at - self.by
        start = self.at if self.at <= start < gone else start + (self.by if start >= gone else 0)
        end = self.at - 1 if self.at <= end < gone else end + (self.by if end >= gone else 0)
        return (start, end) if start <= end else None


def moved_formula(formula: str, home: str, sheet: str, move: Move) -> str:
    """Return ``formula``, which stands on sheet ``home``, after cells of ``sheet`` were moved."""
    tokens = Tokenizer(formula)
    parts = []
    for token in tokens.items:
        text = token.value
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            text = moved_reference(text, home, sheet, move)
        parts.append(text)
    return "=" + "".join(parts)


def moved_reference(reference: str, home: str, sheet: str, move: Move) -> str:
    """Return a reference after cells of ``sheet`` moved; names and tables stay as they are."""
    prefix, mark, cells = reference.rpartition("!")
    if (
        unquoted(prefix).casefold() != sheet.casefold()
        if mark
        else home.casefold() != sheet.casefold()
    ):
        return reference
    start, colon, end = cells.partition(":")
    for pattern, parse in ((_CELL, _cell), (_ROW, _row), (_COLUMN, _column)):
        first, last = pattern.fullmatch(start), pattern.fullmatch(end or start)
        if first and last and (colon or pattern is _CELL):
            bounds = parse(first, last)
            if bounds.right > MAX_COLUMNS or bounds.bottom > MAX_ROWS:
                return reference
            moved = move(bounds)
            if moved == bounds:
                return reference
            return (
                prefix
                + mark
                + (GONE if moved is None else _written(pattern, first, last, moved, colon))
            )
    return reference


def unquoted(title: str) -> str:
    """Return a sheet's name without the apostrophes that formulas put around it."""
    if len(title) > 1 and title[0] == title[-1] == "'":
        return title[1:-1].replace("''", "'")
    return title


def _cell(first: re.Match[str], last: re.Match[str]) -> Bounds:
    return Bounds(
        int(first[4]),
        column_index_from_string(first[2]),
        int(last[4]),
        column_index_from_string(last[2]),
    )


def _row(first: re.Match[str], last: re.Match[str]) -> Bounds:
    return Bounds(int(first[2]), 1, int(last[2]), MAX_COLUMNS)


def _column(first: re.Match[str], last: re.Match[str]) -> Bounds:
    return Bounds(
        1, column_index_from_string(first[2]), MAX_ROWS, column_index_from_string(last[2])
    )


def _written(
    pattern: re.Pattern[str], first: re.Match[str], last: re.Match[str], to: Bounds, colon: str
) -> str:
    if pattern is _ROW:
        return f"{first[1]}{to.top}:{last[1]}{to.bottom}"
    if pattern is _COLUMN:
        return f"{first[1]}{get_column_letter(to.left)}:{last[1]}{get_column_letter(to.right)}"
    start = f"{first[1]}{get_column_letter(to.left)}{first[3]}{to.top}"
    return f"{start}:{last[1]}{get_column_letter(to.right)}{last[3]}{to.bottom}" if colon else start
