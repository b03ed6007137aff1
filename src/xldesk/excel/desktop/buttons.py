"""The buttons on the sheet of macros: shapes that call a procedure of the same workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from xldesk.excel.desktop.plain_sheet import FIRST_BUTTON_ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.excel.desktop.macros import Macro

_SHEET = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_FILL, _INK = "1F3A5F", "FFFFFF"
_LEFT, _ABOVE = 60_000, 76_200
"""English Metric Units between a button and its cell: it reaches down to the end of its row, where
the words beside it stand."""

_WIDTH, _HEIGHT = 1_920_000, 228_600
"""Of a button in English Metric Units: its column and row less what is left free."""


def buttons(macros: Sequence[Macro]) -> bytes:
    """Return the drawing with a button in column A of each macro's row."""
    root = etree.Element(f"{{{_SHEET}}}wsDr", nsmap={"xdr": _SHEET, "a": _DRAWING})
    for at, macro in enumerate(macros):
        _button(root, macro, at + 2, FIRST_BUTTON_ROW - 1 + at)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _button(root: etree._Element, macro: Macro, number: int, row: int) -> None:
    """Add one button; ``row`` is counted from 0."""
    anchor = _sheet(root, "oneCellAnchor")
    corner = _sheet(anchor, "from")
    for part, value in (("col", 0), ("colOff", _LEFT), ("row", row), ("rowOff", _ABOVE)):
        _sheet(corner, part).text = str(value)
    _sheet(anchor, "ext", cx=str(_WIDTH), cy=str(_HEIGHT))
    shape = _sheet(anchor, "sp", macro=f"[0]!{macro.sub}", textlink="")
    about = _sheet(shape, "nvSpPr")
    _sheet(about, "cNvPr", id=str(number), name=macro.label, descr=macro.tip)
    _sheet(about, "cNvSpPr")
    looks = _sheet(shape, "spPr")
    _draw(_draw(looks, "prstGeom", prst="roundRect"), "avLst")
    _draw(_draw(looks, "solidFill"), "srgbClr", val=_FILL)
    _label(shape, macro.label)
    _sheet(anchor, "clientData", fPrintsWithSheet="0")


def _label(shape: etree._Element, label: str) -> None:
    body = _sheet(shape, "txBody")
    _draw(body, "bodyPr", anchor="ctr")
    _draw(body, "lstStyle")
    paragraph = _draw(body, "p")
    _draw(paragraph, "pPr", algn="ctr")
    run = _draw(paragraph, "r")
    properties = _draw(run, "rPr", lang="en-US", sz="1100", b="1")
    _draw(_draw(properties, "solidFill"), "srgbClr", val=_INK)
    _draw(run, "t").text = label


def _sheet(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_SHEET}}}{name}", attributes)


def _draw(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_DRAWING}}}{name}", attributes)
