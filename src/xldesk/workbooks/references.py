"""Cell references that follow the rows: ranges of a template moved to a stamped sheet.

References of a template are taken apart once; a stamp puts its own rows in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xldesk.workbooks.layout import RowMap

_RANGE = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?")
_CELL_IN_FORMULA = re.compile(r"(?<![A-Za-z0-9_\"!])(\$?[A-Z]{1,3}\$?)(\d+)(?![A-Za-z0-9_(\"])")
_ROWS_ONLY = re.compile(r"\$(\d+):\$(\d+)")
_REMEMBERED = 4_000


class _Range(NamedTuple):
    """A range and the text before it; one cell where it has no last column."""

    before: str
    column: str
    row: int
    last_column: str | None
    last_row: int


class _Cell(NamedTuple):
    """A cell of a formula and the text before it."""

    before: str
    column: str
    row: int


def moved(reference: str, rows: RowMap) -> str:
    """Return ``reference`` (``D7``, ``$A$1:$H$9``) as a range over all rows it stands for now."""
    ranges, rest = _ranges(reference)
    return "".join([_moved_range(each, rows) for each in ranges]) + rest


def _moved_range(each: _Range, rows: RowMap) -> str:
    before, column, row, last_column, last_row = each
    first, last = rows.first(row), rows.last(last_row)
    if last_column is None and first == last:
        return f"{before}{column}{first}"
    return f"{before}{column}{first}:{last_column or column}{last}"


@lru_cache(maxsize=_REMEMBERED)
def _ranges(reference: str) -> tuple[tuple[_Range, ...], str]:
    """Return the ranges of a reference, and the text after the last of them."""
    *parts, rest = _RANGE.split(reference)
    return tuple(
        _Range(before, column, int(row), last_column, int(last_row or row))
        for before, column, row, last_column, last_row in zip(
            *(parts[at::5] for at in range(5)), strict=True
        )
    ), rest


def moved_rows(reference: str, rows: RowMap) -> str:
    """Return whole rows (``$6:$6``) where they stand now."""
    return _ROWS_ONLY.sub(
        lambda match: f"${rows.first(int(match[1]))}:${rows.last(int(match[2]))}", reference
    )


def moved_formula(formula: str, rows: RowMap) -> str:
    """Return a conditional format's formula with its cell in the first row it stands for."""
    cells, rest = _cells(formula)
    return "".join([f"{before}{column}{rows.first(row)}" for before, column, row in cells]) + rest


@lru_cache(maxsize=_REMEMBERED)
def _cells(formula: str) -> tuple[tuple[_Cell, ...], str]:
    """Return the cells of a formula, and the text after the last of them."""
    *parts, rest = _CELL_IN_FORMULA.split(formula)
    return tuple(
        _Cell(before, column, int(row))
        for before, column, row in zip(*(parts[at::3] for at in range(3)), strict=True)
    ), rest
