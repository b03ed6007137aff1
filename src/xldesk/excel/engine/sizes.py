"""Widths of columns and heights of rows, hidden ones and outlines, as the file keeps them."""

from __future__ import annotations

from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension

from xldesk.excel.engine.cells import Worksheet
from xldesk.excel.engine.change import Aspect

DIGIT = 7
"""Pixels of a digit in Excel's usual font, Calibri 11."""

PADDING = 5
"""Pixels beside a cell's text."""

USUAL_WIDTH = 8.43
USUAL_HEIGHT = 15.0
POINTS = 0.75
"""Points of a pixel at 96 dots per inch."""

_COLUMN = {
    Aspect.COLUMN_WIDTH: "width",
    Aspect.COLUMN_HIDDEN: "hidden",
    Aspect.COLUMN_OUTLINE: "outlineLevel",
}
_ROW = {
    Aspect.ROW_HEIGHT: "height",
    Aspect.ROW_HIDDEN: "hidden",
    Aspect.ROW_OUTLINE: "outlineLevel",
}
COLUMN_SIZES, ROW_SIZES = tuple(_COLUMN), tuple(_ROW)
_KEPT = ("width", "hidden", "outlineLevel", "collapsed", "bestFit")


def row_aspect(sheet: Worksheet, row: int, aspect: Aspect) -> Any:
    """Return an aspect of a row, as ``Aspect`` says it."""
    if row not in sheet.row_dimensions:
        return {Aspect.ROW_HEIGHT: None, Aspect.ROW_HIDDEN: False, Aspect.ROW_OUTLINE: 0}[aspect]
    return getattr(sheet.row_dimensions[row], _ROW[aspect])


def put_row_aspect(sheet: Worksheet, row: int, aspect: Aspect, value: object) -> None:
    """Set an aspect of a row."""
    setattr(sheet.row_dimensions[row], _ROW[aspect], value)


def column_aspect(sheet: Worksheet, column: int, aspect: Aspect) -> Any:
    """Return an aspect of a column; a width is the file's, padding included."""
    found = _spanning(sheet, column)
    if found is None:
        absent = {Aspect.COLUMN_HIDDEN: False, Aspect.COLUMN_OUTLINE: 0}
        return absent.get(aspect)
    value = getattr(found, _COLUMN[aspect])
    return kept_width(sheet, value) if aspect is Aspect.COLUMN_WIDTH else value


def put_column_aspect(sheet: Worksheet, column: int, aspect: Aspect, value: object) -> None:
    """Set an aspect of one column, also where the file keeps it together with its neighbours."""
    usual = usual_width(sheet)
    setattr(_alone(sheet, column), _COLUMN[aspect], usual if value is None else value)


def span_of(dimension: Any) -> tuple[int, int]:
    """Return first and last column that the file keeps together with these sizes."""
    own = column_index_from_string(dimension.index)
    return dimension.min or own, dimension.max or own


def _spanning(sheet: Worksheet, column: int) -> Any:
    for dimension in sheet.column_dimensions.values():
        first, last = span_of(dimension)
        if first <= column <= last:
            return dimension
    return None


def _alone(sheet: Worksheet, column: int) -> Any:
    found = _spanning(sheet, column)
    if found is None:
        found = sheet.column_dimensions[get_column_letter(column)]
        found.width = usual_width(sheet)
        return found
    first, last = span_of(found)
    if first == last:
        return found
    del sheet.column_dimensions[found.index]
    for start, end in ((first, column - 1), (column, column), (column + 1, last)):
        if start <= end:
            letter = get_column_letter(start)
            kept = {name: getattr(found, name) for name in _KEPT}
            copied = ColumnDimension(sheet, index=letter, min=start, max=end, **kept)
            sheet.column_dimensions[letter] = copied
    return sheet.column_dimensions[get_column_letter(column)]


def file_width(characters: float) -> float:
    """Return the width that a file keeps for so many characters shown (ECMA-376 18.3.1.13)."""
    if characters < 1:
        return int(characters * (DIGIT + PADDING)) / DIGIT
    return int((characters * DIGIT + PADDING) / DIGIT * 256) / 256


def pixels(width: float) -> int:
    """Return how wide a column of a file's width is on the screen."""
    return int((256 * width + int(128 / DIGIT)) / 256 * DIGIT)


def shown_width(width: float) -> float:
    """Return how many characters a column of a file's width shows, as Excel says it."""
    wide = pixels(width)
    if wide <= DIGIT + PADDING:
        return round(wide / (DIGIT + PADDING), 2)
    return round((wide - PADDING) / DIGIT, 2)


def column_points(sheet: Worksheet, column: int) -> float:
    """Return how wide a column is in points, 0 where it is hidden."""
    if column_aspect(sheet, column, Aspect.COLUMN_HIDDEN):
        return 0.0
    return pixels(width_in_use(sheet, column)) * POINTS


def row_points(sheet: Worksheet, row: int) -> float:
    """Return how high a row is in points, 0 where it is hidden."""
    if row_aspect(sheet, row, Aspect.ROW_HIDDEN):
        return 0.0
    return height_in_use(sheet, row)


def width_in_use(sheet: Worksheet, column: int) -> float:
    """Return a column's width as the file counts it, the usual one where it keeps none."""
    own: float | None = column_aspect(sheet, column, Aspect.COLUMN_WIDTH)
    return own or usual_width(sheet)


def usual_width(sheet: Worksheet) -> float:
    """Return the width, as the file counts it, of columns that nobody sized."""
    width: float = sheet.sheet_format.defaultColWidth or file_width(USUAL_WIDTH)
    return width


def kept_width(sheet: Worksheet, width: float) -> float | None:
    """Return a file's width as the journal says it: None for the sheet's usual one."""
    return None if width == usual_width(sheet) else width


def height_in_use(sheet: Worksheet, row: int) -> float:
    """Return a row's height in points, the usual one where the file keeps none."""
    own: float | None = row_aspect(sheet, row, Aspect.ROW_HEIGHT)
    return own or sheet.sheet_format.defaultRowHeight or USUAL_HEIGHT
