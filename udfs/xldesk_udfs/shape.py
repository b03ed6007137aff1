"""Ranges as arguments: every cell an answer, in the shape of what was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk_udfs.arguments import Cell, Cells

T = TypeVar("T")

MOST_CELLS = 1_048_576
"""Cells of one answer: as many as a sheet has rows."""

Grid = list[list["Cell"]]

_KINDS: tuple[Literal["cell"], Literal["list"], Literal["rows"]] = ("cell", "list", "rows")


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of what was asked: rows of ``columns`` cells, one plain list, or a single cell."""

    kind: Literal["cell", "list", "rows"]
    columns: int

    def of(self, answers: Sequence[T]) -> T | list[T] | list[list[T]]:
        """Return answers, one a cell in order of rows, in this shape."""
        if self.kind == "cell":
            return answers[0]
        if self.kind == "list":
            return list(answers)
        starts = range(0, len(answers), self.columns)
        return [list(answers[start : start + self.columns]) for start in starts]


def cells_of(given: Cells) -> list[Cell]:
    """Return the cells of a range row by row; a single cell is a range of one."""
    return [cell for row in _grid(given) for cell in row]


def side_by_side(*given: Cells) -> tuple[list[tuple[Cell, ...]], Shape]:
    """Return the cells that belong together, row by row, and the shape of the answers.

    A single cell belongs to every other, a column meets a row as in Excel: n rows by 1 and 1 by m
    columns make n by m. Raises UsageError for ranges that do not fit, and for too many cells.
    """
    grids = [_grid(argument) for argument in given]
    rows = _length("rows", [len(grid) for grid in grids])
    columns = _length("columns", [len(grid[0]) for grid in grids])
    if rows * columns > MOST_CELLS:
        raise UsageError(f"{rows * columns:,} cells are asked at once; {MOST_CELLS:,} is the most")
    together = [
        tuple(grid[row if len(grid) > 1 else 0][column if len(grid[0]) > 1 else 0]
              for grid in grids)
        for row in range(rows)
        for column in range(columns)
    ]  # fmt: skip
    dimensions = max(_dimensions(argument) for argument in given)
    return together, Shape(_KINDS[dimensions], columns)


def _dimensions(given: Cells) -> int:
    if not isinstance(given, list):
        return 0
    return 2 if given and isinstance(given[0], list) else 1


def _grid(given: Cells) -> Grid:
    if not isinstance(given, list):
        return [[given]]
    rows: Grid = []
    for row in given:
        if isinstance(row, list):
            rows.append(row)
    if not rows:
        rows = [[cell for cell in given if not isinstance(cell, list)]]
    if not rows[0] or any(len(row) != len(rows[0]) for row in rows):
        raise UsageError("a range is empty, or its rows are not equally long")
    return rows


def _length(name: str, lengths: Sequence[int]) -> int:
    longest = max(lengths)
    if any(length not in (1, longest) for length in lengths):
        said = " and ".join(str(length) for length in lengths)
        raise UsageError(f"the ranges have {said} {name}; they must be as long as one another")
    return longest
