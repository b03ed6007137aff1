"""How wide a column must be for what stands in it: an estimate from the number of characters."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from xldesk.excel.engine.area import Area
from xldesk.excel.engine.cells import MergedCell
from xldesk.excel.engine.change import Formula
from xldesk.excel.engine.content import content_of

WIDEST = 255
_BESIDE = 1.0


def fitting_width(area: Area, column: int) -> float | None:
    """Return the width in characters that shows the cells of one column, None without content."""
    widest = 0.0
    for cell in area.at(area.row, column, area.rows).held():
        if cell.value is None or isinstance(cell, MergedCell) or cell.alignment.wrapText:
            continue
        longest = max(map(len, _shown(area, cell).split("\n")))
        bold = 1.1 if cell.font.b else 1.0
        widest = max(widest, longest * bold * (cell.font.sz or 11) / 11)
    return min(WIDEST, round(widest + _BESIDE, 2)) if widest else None


def _shown(area: Area, cell: Any) -> str:
    value: Any = content_of(cell)
    if isinstance(value, Formula):
        value = area.book.cached.get(area.sheet, cell.row, cell.column)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return "2026-03-31" if value.time() == time() else "2026-03-31 12:00:00"
    if isinstance(value, (int, float)):
        code = cell.number_format.partition(";")[0]
        decimals = len(code.partition(".")[2].rstrip("%_) "))
        return f"{value:,.{decimals}f}" if "0" in code or "#" in code else f"{value:.10g}"
    return str(value)
