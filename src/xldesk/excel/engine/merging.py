"""Merged cells: the range is said once, and the cells under it keep how they look."""

from __future__ import annotations

from typing import Any

from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.cell_range import CellRange

from xldesk.excel.engine.cells import Worksheet, cells_of


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
        return
    for found in list(sheet.merged_cells.ranges):
        if found.coord == place:
            sheet.merged_cells.remove(found)
    _free(sheet, place)


def _free(sheet: Worksheet, place: str) -> None:
    """Make ordinary cells of those that openpyxl holds as covered ones; their look stays."""
    first_column, first_row, last_column, last_row = range_boundaries(place)
    cells = cells_of(sheet)
    for row in range(first_row, last_row + 1):
        for column in range(first_column, last_column + 1):
            covered: Any = cells.get((row, column))
            if isinstance(covered, MergedCell):
                style = covered._style  # noqa: SLF001 -- as openpyxl itself copies cells
                cells[row, column] = Cell(sheet, row=row, column=column, style_array=style)
