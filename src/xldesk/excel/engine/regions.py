"""Which cells belong together: ends of what is filled, the region around, what is used."""

from __future__ import annotations

from xldesk.errors import UsageError
from xldesk.excel.engine.area import MAX_COLUMNS, MAX_ROWS, Area
from xldesk.excel.engine.cells import Cells, Worksheet, cells_of, has_format

_STEPS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


def is_filled(cells: Cells, row: int, column: int) -> bool:
    """Tell whether something stands in a cell."""
    cell = cells.get((row, column))
    return cell is not None and cell.value is not None


def end_of(area: Area, direction: str) -> Area:
    """Return the cell that Ctrl and an arrow key lead to from the area's first cell.

    ``direction`` is up, down, left or right. From a filled cell with a filled neighbour it is the
    last of the filled ones, otherwise the next filled cell, or the sheet's edge.
    """
    if direction not in _STEPS:
        raise UsageError(f"direction {direction!r} is none of {', '.join(_STEPS)}")
    down, right = _STEPS[direction]
    cells = cells_of(area.sheet)
    row, column = area.row, area.column
    along = is_filled(cells, row, column) and is_filled(cells, row + down, column + right)
    last_row = max(area.sheet.max_row, area.row)
    last_column = max(area.sheet.max_column, area.column)
    while True:
        next_row, next_column = row + down, column + right
        if along and not is_filled(cells, next_row, next_column):
            return area.at(row, column)
        if not (1 <= next_row <= last_row and 1 <= next_column <= last_column):
            return _at_edge(area, row, column, direction, stays=along)
        row, column = next_row, next_column
        if not along and is_filled(cells, row, column):
            return area.at(row, column)


def _at_edge(area: Area, row: int, column: int, direction: str, *, stays: bool) -> Area:
    if stays:
        return area.at(row, column)
    if direction in {"up", "down"}:
        return area.at(1 if direction == "up" else MAX_ROWS, area.column)
    return area.at(area.row, 1 if direction == "left" else MAX_COLUMNS)


def region_around(area: Area) -> Area:
    """Return the filled region around the area's first cell, bounded by empty rows and columns."""
    cells = cells_of(area.sheet)
    top, left, bottom, right = area.row, area.column, area.row, area.column

    def filled_row(row: int) -> bool:
        return 1 <= row <= MAX_ROWS and any(
            is_filled(cells, row, column) for column in range(left - 1, right + 2)
        )

    def filled_column(column: int) -> bool:
        return 1 <= column <= MAX_COLUMNS and any(
            is_filled(cells, row, column) for row in range(top - 1, bottom + 2)
        )

    # Each direction as far as it goes before the next: a long table is gone along once.
    before = (0, 0, 0, 0)
    while before != (top, left, bottom, right):
        before = (top, left, bottom, right)
        while filled_row(bottom + 1):
            bottom += 1
        while filled_row(top - 1):
            top -= 1
        while filled_column(right + 1):
            right += 1
        while filled_column(left - 1):
            left -= 1
    return area.at(top, left, bottom - top + 1, right - left + 1)


def used_bounds(sheet: Worksheet) -> tuple[int, int, int, int]:
    """Return first row and column and last ones of cells that hold something or are formatted.

    The cell A1 alone where there are none.
    """
    places = [
        place
        for place, cell in cells_of(sheet).items()
        if cell.value is not None
        or has_format(cell)
        or cell.comment is not None
        or cell.hyperlink is not None
    ]
    if not places:
        return 1, 1, 1, 1
    rows = [row for row, _ in places]
    columns = [column for _, column in places]
    return min(rows), min(columns), max(rows), max(columns)
