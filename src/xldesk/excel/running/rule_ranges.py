"""Conditional formats and validations that follow the rows of a table."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.engine.put import write
from xldesk.excel.engine.rules import conditional_formats_of, print_area_of, validations_of

if TYPE_CHECKING:
    from xldesk.excel.engine.area import Area


def reach_to(rows: Area, *, before: int, after: int) -> None:
    """Let rules over columns of ``rows`` that end in row ``before`` end in row ``after``.

    So does what prints of the sheet.
    """
    book, sheet, title = rows.book, rows.sheet, rows.sheet.title
    old = validations_of(sheet)
    new = []
    for rule in old:
        moved = copy(rule)
        moved.sqref = MultiCellRange(_reached(str(rule.sqref), rows, before, after))
        new.append(moved)
    write(book, Change(title, title, Aspect.VALIDATION, old, tuple(new)))
    formats = conditional_formats_of(sheet)
    reached = tuple((_reached(cells, rows, before, after), rules) for cells, rules in formats)
    write(book, Change(title, title, Aspect.CONDITIONAL_FORMAT, formats, reached))
    area = print_area_of(sheet)
    if area is not None:
        whole = replace(rows, row=1, rows=after) if after else rows
        parts = [_reached(part, whole, before, after) for part in area.split(",")]
        absolute = ",".join(_absolute(part) for part in parts)
        write(book, Change(title, title, Aspect.PRINT_AREA, area, absolute))


def _reached(ranges: str, rows: Area, before: int, after: int) -> str:
    parts = []
    for part in ranges.split():
        cells = CellRange(part)
        is_meant = (
            cells.max_row == before
            and cells.min_row <= after
            and cells.min_col <= rows.last_column
            and cells.max_col >= rows.column
        )
        parts.append(
            CellRange(
                min_col=cells.min_col,
                max_col=cells.max_col,
                min_row=cells.min_row,
                max_row=after,
            ).coord
            if is_meant
            else part
        )
    return " ".join(parts)


def _absolute(reference: str) -> str:
    cells = CellRange(reference)
    start, end = [*cells.coord.split(":"), cells.coord][:2]
    return ":".join(_anchored(corner) for corner in (start, end))


def _anchored(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"
