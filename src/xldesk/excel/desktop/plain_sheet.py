"""The two sheets that a desktop workbook has more: its settings, and buttons for its macros."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xldesk.excel.desktop.macros import Macro

SETTINGS_SHEET = "xlwings.conf"
"""The name by which xlwings knows the sheet; ``_xlwings.conf`` would be one it passes over."""

MACROS_SHEET = "Macros"
FIRST_BUTTON_ROW = 4
"""The row, counted from 1, beside which the first button stands."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WIDTHS = (30, 90)
_BUTTON_ROW_HEIGHT = 24


def settings_sheet(entries: Mapping[str, str], code_name: str) -> bytes:
    """Return the sheet of settings: names in A, values in B, from the first row without a gap."""
    root = _sheet(code_name, ((name, value) for name, value in entries.items()))
    return _written(root)


def macros_sheet(macros: Sequence[Macro], code_name: str, drawing: str) -> bytes:
    """Return the sheet of buttons; ``drawing`` is the id of its relationship to them."""
    head = [
        ("Macros of this workbook", ""),
        ("", "They run in Excel on Windows, with the settings on the last sheet."),
        ("", ""),
    ]
    root = _sheet(code_name, [*head, *(("", macro.tip) for macro in macros)])
    for row in root.iter(f"{{{_MAIN}}}row"):
        if int(row.get("r", "0")) >= FIRST_BUTTON_ROW:
            row.set("ht", str(_BUTTON_ROW_HEIGHT))
            row.set("customHeight", "1")
    etree.SubElement(root, f"{{{_MAIN}}}drawing", {f"{{{_OFFICE}}}id": drawing})
    return _written(root)


def _sheet(code_name: str, rows: Iterable[tuple[str, str]]) -> etree._Element:
    """Return a sheet of texts in two columns, that prints on one page's width."""
    root = etree.fromstring(f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"/>')
    settings = _inside(root, "sheetPr", codeName=code_name)
    _inside(settings, "pageSetUpPr", fitToPage="1")
    views = _inside(root, "sheetViews")
    _inside(views, "sheetView", showGridLines="0", workbookViewId="0")
    _inside(root, "sheetFormatPr", defaultRowHeight="15")
    columns = _inside(root, "cols")
    for at, width in enumerate(_WIDTHS, start=1):
        number = str(at)
        _inside(columns, "col", min=number, max=number, width=str(width), customWidth="1")
    data = _inside(root, "sheetData")
    for at, texts in enumerate(rows, start=1):
        row = _inside(data, "row", r=str(at))
        for letter, value in zip("AB", texts, strict=True):
            if value:
                cell = _inside(row, "c", r=f"{letter}{at}", t="inlineStr")
                text = _inside(_inside(cell, "is"), "t")
                text.text = value
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    margins = {"left": "0.7", "right": "0.7", "top": "0.75", "bottom": "0.75"}
    _inside(root, "pageMargins", **margins, header="0.3", footer="0.3")
    _inside(root, "pageSetup", orientation="landscape", fitToHeight="0")
    return root


def _inside(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_MAIN}}}{name}", attributes)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
