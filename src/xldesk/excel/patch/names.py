"""Defined names of the book and of its sheets, and those that Excel keeps for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl.utils import quote_sheetname
from openpyxl.utils.cell import absolute_coordinate

from xldesk.excel.patch.elements import drop
from xldesk.workbooks.check.markup import MAIN

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PRINT_AREA = "_xlnm.Print_Area"
_FILTER = "_xlnm._FilterDatabase"
_AFTER = frozenset(
    f"{MAIN}{name}"
    for name in (
        "calcPr",
        "oleSize",
        "customWorkbookViews",
        "pivotCaches",
        "smartTagPr",
        "smartTagTypes",
        "webPublishing",
        "fileRecoveryPr",
        "webPublishObjects",
        "extLst",
    )
)
"""What stands behind the names in a workbook's part: ECMA-376 part 1, 18.2.27."""


def edit_name(book: Element, name: str, text: str | None, sheet: int | None) -> None:
    """Let ``name`` (of the sheet at index ``sheet``, or of the book) stand for ``text``, or go.

    New ones come in the order of the alphabet, as spreadsheet programs write them.
    """
    scope = None if sheet is None else str(sheet)
    names = _names(book)
    for element in names:
        same = element.get("name", "").casefold() == name.casefold()
        if same and element.get("localSheetId") == scope:
            if text is None:
                names.remove(element)
            else:
                element.text = text
            break
    else:
        if text is not None:
            made = etree.Element(f"{MAIN}definedName", name=name)
            if scope is not None:
                made.set("localSheetId", scope)
            made.text = text
            names.insert(_position(names, name), made)
    if not len(names):
        book.remove(names)


def edit_print_area(book: Element, sheet: Any, index: int) -> None:
    """Print of openpyxl's ``sheet``, the one at ``index``, what it says."""
    edit_name(book, _PRINT_AREA, sheet.print_area or None, index)


def edit_filter(book: Element, sheet: Any, index: int) -> None:
    """Keep the hidden name of a sheet's filter, which must name the same cells."""
    reference = sheet.auto_filter.ref
    text = None
    if reference:
        text = f"{quote_sheetname(sheet.title)}!{absolute_coordinate(reference)}"
    edit_name(book, _FILTER, text, index)
    for element in book.iter(f"{MAIN}definedName"):
        if element.get("name") == _FILTER and element.get("localSheetId") == str(index):
            element.set("hidden", "1")


def move_scopes(book: Element, moved: dict[int, int | None]) -> None:
    """Let the names of single sheets follow them to their new index; None is a sheet that goes."""
    names = book.find(f"{MAIN}definedNames")
    for element in () if names is None else list(names):
        scope = element.get("localSheetId")
        if scope is None:
            continue
        index = moved.get(int(scope))
        if index is None:
            drop(element)
        else:
            element.set("localSheetId", str(index))
    if names is not None and not len(names):
        book.remove(names)


def _names(book: Element) -> Element:
    found = book.find(f"{MAIN}definedNames")
    if found is None:
        found = etree.Element(f"{MAIN}definedNames")
        index = next((i for i, child in enumerate(book) if child.tag in _AFTER), len(book))
        book.insert(index, found)
    return found


def _position(names: Element, name: str) -> int:
    wanted = name.casefold()
    for index, element in enumerate(names):
        if element.get("name", "").casefold() > wanted:
            return index
    return len(names)
