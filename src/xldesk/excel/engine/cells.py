"""The cells that an openpyxl sheet holds: the one place that reaches below its public face.

The public ``Worksheet.cell`` makes a cell wherever one looks, and iterating makes whole
rectangles of them: a macro that looks for the end of a column would fill the sheet.
"""

# ruff: noqa: SLF001 -- openpyxl has no public way to look without making a cell

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

_USUAL_LOOK = bytes(StyleArray())

Cells = dict[tuple[int, int], Any]

__all__ = [
    "Cell",
    "Cells",
    "MergedCell",
    "Worksheet",
    "cells_of",
    "held",
    "look_of",
    "made",
    "put_style",
    "reach",
    "style_of",
]


def cells_of(sheet: Worksheet) -> Cells:
    """Return the cells that ``sheet`` holds, by row and column from 1."""
    cells: Cells = sheet._cells
    return cells


def made(sheet: Worksheet, row: int, column: int) -> Any:
    """Return the cell at a place, made if there is none."""
    cells = cells_of(sheet)
    cell = cells.get((row, column))
    if cell is None:
        cell = cells[row, column] = Cell(sheet, row=row, column=column)
        reach(sheet, row)
    return cell


def reach(sheet: Worksheet, row: int) -> None:
    """Let openpyxl know that cells up to ``row`` were made, so that it appends below them."""
    sheet._current_row = max(sheet._current_row, row)


def held(sheet: Worksheet, row: int, column: int, rows: int, columns: int) -> Iterator[Any]:
    """Yield the cells that there are in a rectangle, row by row."""
    cells = cells_of(sheet)
    if rows * columns <= len(cells):
        for at_row in range(row, row + rows):
            for at_column in range(column, column + columns):
                cell = cells.get((at_row, at_column))
                if cell is not None:
                    yield cell
        return
    last_row, last_column = row + rows, column + columns
    inside = (key for key in cells if row <= key[0] < last_row and column <= key[1] < last_column)
    for key in sorted(inside):
        yield cells[key]


def has_format(cell: Any) -> bool:
    """Tell whether a cell looks other than the book's usual style."""
    return cell._style is not None and any(cell._style)


def look_of(cell: Any) -> bytes:
    """Return what cells of a book have in common that look the same."""
    return _USUAL_LOOK if cell._style is None else bytes(cell._style)


def style_of(cell: Any) -> StyleArray:
    """Return the numbers of a cell's style in its book: equal ones look the same."""
    return StyleArray() if cell._style is None else StyleArray(cell._style)


def put_style(cell: Any, style: StyleArray) -> None:
    """Let a cell look as the numbers of its book say."""
    cell._style = style


def set_typed(cell: Any, value: object, data_type: str) -> None:
    """Put ``value`` into ``cell`` as it is: openpyxl's own setter would guess a type."""
    cell._value = value
    cell.data_type = data_type
