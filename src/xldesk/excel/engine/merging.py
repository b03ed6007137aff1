"""Merged cells: the range is said once, and the cells under it keep how they look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.cell_range import CellRange

from xldesk.excel.engine.cells import Worksheet, cells_of, made, put_style, style_of


def merged_at(sheet: Worksheet, row: int, column: int) -> tuple[int, int, int, int] | None:
    """Return first row and column, and last ones, of the merged range over a cell."""
    for found in sheet.merged_cells.ranges:
        if found.min_row <= row <= found.max_row and found.min_col <= column <= found.max_col:
            return found.min_row, found.min_col, found.max_row, found.max_col
    return None


def put_merged(sheet: Worksheet, place: str, value: object) -> None:
    """Merge the range ``place``, whose other cells are empty by now, or part it again."""
    if value:
        sheet.merged_cells.add(CellRange(place))
        _cover(sheet, place)
        return
    for found in list(sheet.merged_cells.ranges):
        if found.coord == place:
            sheet.merged_cells.remove(found)
    _free(sheet, place)


def _cover(sheet: Worksheet, place: str) -> None:
    """Make covered cells of all but the first, as openpyxl has them; their look stays."""
    for row, column in _places(place):
        covered: Any = MergedCell(sheet, row, column)
        put_style(covered, style_of(made(sheet, row, column)))
        cells_of(sheet)[row, column] = covered


def _free(sheet: Worksheet, place: str) -> None:
    """Make ordinary cells of covered ones; their look stays."""
    for row, column in _places(place):
        ordinary: Any = Cell(sheet, row=row, column=column)
        put_style(ordinary, style_of(made(sheet, row, column)))
        cells_of(sheet)[row, column] = ordinary


def _places(place: str) -> Iterator[tuple[int, int]]:
    first_column, first_row, last_column, last_row = range_boundaries(place)
    for row in range(first_row, last_row + 1):
        for column in range(first_column, last_column + 1):
            if (row, column) != (first_row, first_column):
                yield row, column
