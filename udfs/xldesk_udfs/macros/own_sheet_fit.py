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
_EDGES = 3
"""Width of a text's cell beside its characters."""

_CAPITAL = 0.35
"""By how much a capital is wider than the characters of running text."""

_TEXT = "_(General;_(-General;_(General;_(@"
_FIGURE_HEADER = "@_)"
"""Number formats that keep texts clear of the column before, and headers of the one behind."""


def fit(table: TableInBook) -> None:
    """Make the table's columns wide, and its rows high enough, up to what is read easily.

    Figures, and the header above them, stand on the right, texts on the left. No column gets
    narrower, and no row lower: people may have made them so.
    """
    lines = [1] * table.rows
    for name in table.wanted.columns:
        values, cells = table.values(name), table.cells(name)
        header = table.sheet.range((table.header_row, cells.column))
        there = [value for value in values if value is not None]
        width = min(_WIDEST, max(len(name) * BOLD_WIDTH + HEADER_ROOM, _width(there)))
        if there and all(isinstance(value, float) for value in there):
            _align((header, cells), ("right", _FIGURE_HEADER, amount_format(0)))
        elif width < _WIDEST:
            _align((header, cells), ("left", _TEXT, _TEXT))
        else:
            _align((header, cells), ("left", "General", "General"))
            _set(cells, "wrap_text", value=True)
        if width > (header.column_width or 0) + 1:
            header.column_width = round(width)
        if width == _WIDEST:
            room = text_per_line(header.column_width or _WIDEST)
            needed = [len(lines_of(tuple(_said(value).splitlines()), room)) for value in values]
            lines = [max(pair) for pair in zip(lines, needed, strict=True)]
    _heighten(table, lines)


def look_alike(table: TableInBook) -> None:
    """Let rows that were just made look as the first one does."""
    for column in range(table.first_column, table.last_column + 1):
        model = table.cells_at(column, 0, 1)
        made = table.cells_at(column, table.made.start, len(table.made))
        for what in ("number_format", "horizontal_alignment", "vertical_alignment", "wrap_text"):
            _set(made, what, getattr(model, what))


def give(cells: xw.Range, what: str, wanted: Sequence[Any]) -> None:
    """Let each cell of a column have its value of the property ``what``, many at a time."""
    at = 0
    for value, group in groupby(wanted):
        count = len(list(group))
        _set(cells[at : at + count, 0], what, value)
        at += count


def _align(parts: tuple[xw.Range, xw.Range], looks: tuple[str, str, str]) -> None:
    """Let header and cells stand on one side, and have formats, but where they have others."""
    side, *formats = looks
    for part, code in zip(parts, formats, strict=True):
        _set(part, "horizontal_alignment", side)
        _set(part, "vertical_alignment", "center")
        if part.number_format in {"General", _TEXT, _FIGURE_HEADER}:
            _set(part, "number_format", code)


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
        else max(map(_characters, _said(value).splitlines() or [""])) / TEXT_PER_WIDTH + _EDGES
        for value in values
    ]
    return max(widths, default=0)


def _characters(line: str) -> float:
    """Return how many characters of running text take as much room as ``line``."""
    return len(line) + _CAPITAL * sum(map(str.isupper, line))


def _said(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value or "")
