"""Widths of columns: a group of columns is cut where one of them becomes another width."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl.utils import column_index_from_string

from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch.elements import set_or_drop
from xldesk.workbooks.check.markup import MAIN

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from xldesk.excel.patch.plan import SheetPlan
    from xldesk.excel.patch.sheet_frame import SheetFrame

ASPECTS = (Aspect.COLUMN_WIDTH, Aspect.COLUMN_HIDDEN, Aspect.COLUMN_OUTLINE)

_USUAL_WIDTH = "9.140625"
"""In characters of the usual font, with the margin: what a sheet has that says nothing else."""


def column_styles(frame: SheetFrame) -> dict[int, int]:
    """Return the formats of whole columns by column number."""
    found = frame.find("cols")
    return {
        number: int(column.get("style", "0"))
        for column in (() if found is None else found)
        if column.get("style", "0") != "0"
        for number in range(int(column.get("min", "1")), int(column.get("max", "0")) + 1)
    }


def edit_columns(frame: SheetFrame, sheet: Any, plan: SheetPlan) -> None:
    """Give the changed columns what openpyxl's ``sheet`` has for them."""
    for place in plan.places(*ASPECTS):
        letters = place.partition(":")[0]
        column = _alone(frame.ensure("cols"), column_index_from_string(letters))
        model = sheet.column_dimensions[letters]
        if place in plan.other.get(Aspect.COLUMN_WIDTH, ()):
            _set_width(column, plan.other[Aspect.COLUMN_WIDTH][place].new)
        if place in plan.other.get(Aspect.COLUMN_HIDDEN, ()):
            set_or_drop(column, "hidden", "1" if model.hidden else None)
        if place in plan.other.get(Aspect.COLUMN_OUTLINE, ()):
            level = int(model.outlineLevel or 0)
            set_or_drop(column, "outlineLevel", str(level) if level else None)
            _reach(frame, "outlineLevelCol", level)
    _tidy(frame)


def edit_outline(frame: SheetFrame, sheet: Any, plan: SheetPlan) -> None:
    """Make room beside the rows for the levels that they have now."""
    for place in plan.places(Aspect.ROW_OUTLINE):
        level = int(sheet.row_dimensions[int(place.partition(":")[0])].outlineLevel or 0)
        _reach(frame, "outlineLevelRow", level)


def _alone(columns: Element, number: int) -> Element:
    """Return the element of one column, cut out of its group or put in its place."""
    index = 0
    for index, group in enumerate(columns):
        first, last = int(group.get("min", "0")), int(group.get("max", "0"))
        if first <= number <= last:
            return _cut_out(columns, index, group, number)
        if first > number:
            break
    else:
        index = len(columns)
    made = etree.Element(f"{MAIN}col", min=str(number), max=str(number))
    columns.insert(index, made)
    return made


def _cut_out(columns: Element, index: int, group: Element, number: int) -> Element:
    first, last = int(group.get("min", "0")), int(group.get("max", "0"))
    pieces = []
    for low, high in ((first, number - 1), (number, number), (number + 1, last)):
        if low <= high:
            piece = deepcopy(group)
            piece.set("min", str(low))
            piece.set("max", str(high))
            pieces.append(piece)
    columns[index : index + 1] = pieces
    return next(piece for piece in pieces if piece.get("min") == str(number))


def _set_width(column: Element, width: object) -> None:
    set_or_drop(column, "bestFit", None)
    set_or_drop(column, "width", f"{width:.15g}" if isinstance(width, (int, float)) else None)
    set_or_drop(column, "customWidth", "1" if isinstance(width, (int, float)) else None)


def _tidy(frame: SheetFrame) -> None:
    """Leave out columns of which nothing is said, and the element that would be empty.

    A column that has more to say than its width needs one: the sheet's usual width.
    """
    columns = frame.find("cols")
    if columns is None:
        return
    usual = frame.find("sheetFormatPr")
    width = _USUAL_WIDTH if usual is None else usual.get("defaultColWidth", _USUAL_WIDTH)
    for column in list(columns):
        if set(column.attrib) <= {"min", "max"}:
            frame.edit()
            columns.remove(column)
        elif column.get("width") is None:
            frame.edit()
            column.set("width", width)
    if not len(columns):
        frame.remove("cols")


def _reach(frame: SheetFrame, name: str, level: int) -> None:
    found = frame.find("sheetFormatPr")
    if level > int("0" if found is None else found.get(name, "0")):
        element = frame.ensure("sheetFormatPr")
        if element.get("defaultRowHeight") is None:
            element.set("defaultRowHeight", "15")
        element.set(name, str(level))
