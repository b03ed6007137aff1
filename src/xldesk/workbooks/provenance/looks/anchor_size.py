"""How large a thing is that is drawn between two cells, from the columns and rows it covers.

Sources: ECMA-376 part 1, 18.3.1.13 (the width of a column in pixels, digits of 7 pixels) and
20.5.2.33 (anchors between two cells). Programs cut an offset off where its cell ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.markup import MAIN, columns_of, is_on, size_of
from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk.workbooks.provenance.looks.sheet_frame import sheet_frame

if TYPE_CHECKING:
    from xldesk.workbooks.check.document import Document, FoundSheet

_EMU_A_PIXEL, _EMU_A_POINT = 9_525, 12_700
_DIGIT = 7
"""Pixels of a digit in the font of the cells."""

_WIDTH, _HEIGHT = 9.14, 15.0
"""Width and height of columns and rows of which a sheet says nothing."""

_MOST_WIDTH = 255.0

_LARGEST_CELL = 10**9
"""EMU above the height and width of every cell."""


class Corner(NamedTuple):
    """A place on a sheet: row and column from 1, and EMU from the cell's upper left."""

    row: int = 0
    column: int = 0
    below: int = 0
    right: int = 0


def size_between(
    document: Document, sheet: FoundSheet, start: Corner, end: Corner
) -> tuple[int, int]:
    """Return width and height in EMU from ``start`` to ``end``; raises ArchiveError."""
    return (
        _across(document, sheet, end.column, end.right)
        - _across(document, sheet, start.column, start.right),
        _down(document, sheet, end.row, end.below) - _down(document, sheet, start.row, start.below),
    )


def ends_in_its_cell(document: Document, sheet: FoundSheet, corner: Corner, near: int) -> bool:
    """Tell whether ``corner`` is in the cell it names, or at most ``near`` EMU behind it.

    Raises ArchiveError. Some programs cut a longer way off, others go on over the next cells.
    """
    if corner.below <= near and corner.right <= near:
        return True
    start = corner._replace(below=0, right=0)
    end = corner._replace(below=_LARGEST_CELL, right=_LARGEST_CELL)
    width, height = size_between(document, sheet, start, end)
    return corner.right <= width + near and corner.below <= height + near


def _across(document: Document, sheet: FoundSheet, column: int, right: int) -> int:
    """Return how far from the sheet's left edge a place is."""
    frame = sheet_frame(document, sheet.part)
    sizes = frame.find(f"{MAIN}sheetFormatPr")
    default = _WIDTH if sizes is None else size_of(sizes.get("defaultColWidth")) or _WIDTH
    widths: dict[int, float] = {}
    last = 0
    for element in frame.iterfind(f"{MAIN}cols/{MAIN}col"):
        width = 0.0 if is_on(element.get("hidden")) else size_of(element.get("width"))
        columns = columns_of(element, last, document.limits)
        last = columns[-1] if columns else last
        widths.update(dict.fromkeys(columns, default if width is None else width))
    known = [_pixels(widths.get(one, default)) for one in range(1, min(column, 16_384) + 1)]
    own = known[-1] * _EMU_A_PIXEL if known else 0
    return sum(known[:-1]) * _EMU_A_PIXEL + min(right, own)


def _pixels(width: float) -> int:
    return int((256 * min(width, _MOST_WIDTH) + 128 // _DIGIT) / 256 * _DIGIT)


def _down(document: Document, sheet: FoundSheet, row: int, below: int) -> int:
    """Return how far from the sheet's upper edge a place is."""
    sizes = sheet_frame(document, sheet.part).find(f"{MAIN}sheetFormatPr")
    default = _HEIGHT if sizes is None else size_of(sizes.get("defaultRowHeight")) or _HEIGHT
    above, own = default * (row - 1), default
    for found in SheetRows(document, sheet.part):
        if found.number > row:
            break
        height = default if found.height is None else found.height
        height = 0.0 if found.is_hidden else height
        if found.number == row:
            own = height
        else:
            above += height - default
    return int(above * _EMU_A_POINT) + min(below, int(own * _EMU_A_POINT))
