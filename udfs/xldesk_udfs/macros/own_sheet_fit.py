"""How the table of a sheet that a macro adds looks: as the desk's own tables do."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from xldesk.workbooks.layout import (
    BOLD_WIDTH,
    HEADER_ROOM,
    TEXT_PER_WIDTH,
    lines_of,
    row_height,
    text_per_line,
    width_for,
)
from xldesk.workbooks.theme import amount_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings as xw

    from xldesk_udfs.macros.table_in_book import TableInBook

_WIDEST = 60.0
_EDGES = 2
"""Width of a text's cell beside its characters."""


def fit(table: TableInBook) -> None:
    """Make the table's columns wide, and its rows high enough, up to what is read easily.

    Figures, and the header above them, stand on the right, texts on the left. No column gets
    narrower, and no row lower: people may have made them so.
    """
    lines = [1] * table.rows
    for name in table.wanted.columns:
        values, cells = table.values(name), table.cells(name)
        header = table.sheet.range((table.header_row, cells.column))
        figures = [value for value in values if value is not None]
        is_figures = bool(figures) and all(isinstance(value, float) for value in figures)
        if is_figures and cells.number_format == "General":
            cells.number_format = amount_format(0)
        for part in (header, cells):
            _set(part, "horizontal_alignment", "right" if is_figures else "left")
            _set(part, "vertical_alignment", "center")
        width = min(_WIDEST, max(len(name) * BOLD_WIDTH + HEADER_ROOM, _width(figures)))
        if width > (header.column_width or 0) + 1:
            header.column_width = round(width)
        if width == _WIDEST:
            _set(cells, "wrap_text", True)  # noqa: FBT003 -- the value of a property
            room = text_per_line(header.column_width or _WIDEST)
            needed = [len(lines_of(tuple(_said(value).splitlines()), room)) for value in values]
            lines = [max(pair) for pair in zip(lines, needed, strict=True)]
    _heighten(table, lines)


def give(cells: xw.Range, what: str, wanted: Sequence[Any]) -> None:
    """Let each cell of a column have its value of the property ``what``, many at a time."""
    at = 0
    for value, group in groupby(wanted):
        count = len(list(group))
        _set(cells[at : at + count, 0], what, value)
        at += count


def _set(cells: xw.Range, what: str, value: Any) -> None:
    if getattr(cells, what) != value:
        setattr(cells, what, value)


def _heighten(table: TableInBook, lines: Sequence[int]) -> None:
    at = 0
    for count, group in groupby(lines):
        rows = len(list(group))
        if count > 1:
            for cell in table.cells_at(table.first_column, at, rows):
                if (cell.row_height or 0) < row_height(count) - 1:
                    cell.row_height = row_height(count)
        at += rows


def _width(values: Sequence[Any]) -> float:
    """Return the width that the longest of ``values`` needs in one line."""
    widths = [
        width_for(len(_said(value)))
        if isinstance(value, float)
        else max(map(len, _said(value).splitlines() or [""])) / TEXT_PER_WIDTH + _EDGES
        for value in values
    ]
    return max(widths, default=0)


def _said(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value or "")
