"""Ranges that a rule keeps when some of its cells get another one."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.cell_range import CellRange

from xldesk.excel.engine.area import Area


def without(ranges: Any, area: Area) -> str:
    """Return ``ranges`` (openpyxl's) less the cells of ``area``, parted by blanks; '' for none."""
    rest: list[str] = []
    for found in ranges.ranges:
        top, bottom = max(found.min_row, area.row), min(found.max_row, area.last_row)
        left, right = max(found.min_col, area.column), min(found.max_col, area.last_column)
        if top > bottom or left > right:
            rest.append(found.coord)
            continue
        around = (
            (found.min_col, found.min_row, found.max_col, top - 1),
            (found.min_col, top, left - 1, bottom),
            (right + 1, top, found.max_col, bottom),
            (found.min_col, bottom + 1, found.max_col, found.max_row),
        )
        rest.extend(
            CellRange(min_col=first, min_row=upper, max_col=last, max_row=lower).coord
            for first, upper, last, lower in around
            if first <= last and upper <= lower
        )
    return " ".join(rest)
