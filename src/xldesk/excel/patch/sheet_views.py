"""How a sheet shows: frozen panes, gridlines, and whether it is the one that is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from xldesk.excel.patch.elements import made_of, set_or_drop
from xldesk.workbooks.check.markup import MAIN

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from xldesk.excel.patch.sheet_frame import SheetFrame

_PANES = ("pane", "selection")


def edit_panes(frame: SheetFrame, sheet: Any) -> None:
    """Freeze what openpyxl's ``sheet`` has frozen, or nothing."""
    view = _view(frame)
    for tag in _PANES:
        for element in view.findall(f"{MAIN}{tag}"):
            view.remove(element)
    model = made_of(sheet.sheet_view.to_tree())
    view[:0] = [element for tag in _PANES for element in model.findall(f"{MAIN}{tag}")]


def edit_gridlines(frame: SheetFrame, sheet: Any) -> None:
    """Show gridlines where openpyxl's ``sheet`` does."""
    view = _view(frame)
    if sheet.sheet_view.showGridLines is False:
        view.set("showGridLines", "0")
    else:
        set_or_drop(view, "showGridLines", None)


def select(frame: SheetFrame, *, is_selected: bool) -> None:
    """Let the sheet be selected or not; of two that are, people would change both at once."""
    views = frame.find("sheetViews")
    said = None if views is None or not len(views) else views[0].get("tabSelected")
    if (said in {"1", "true"}) is is_selected:
        return
    if is_selected:
        _view(frame).set("tabSelected", "1")
    else:
        set_or_drop(_view(frame), "tabSelected", None)


def _view(frame: SheetFrame) -> Element:
    views = frame.ensure("sheetViews")
    if not len(views):
        etree.SubElement(views, f"{MAIN}sheetView", workbookViewId="0")
    return views[0]
