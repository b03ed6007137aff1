"""The part of a new sheet: openpyxl's sheet without its cells, which are written as edits."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, cast

from lxml import etree
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet._writer import WorksheetWriter

from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch.elements import set_or_drop
from xldesk.excel.patch.refusal import refused
from xldesk.excel.patch.relationships import OFFICE
from xldesk.excel.patch.sheet_markup import NAMESPACE
from xldesk.workbooks.check.markup import MAIN

if TYPE_CHECKING:
    from xldesk.excel.patch.formats import Formats

_NAMESPACES = cast("dict[str, str]", {None: NAMESPACE, "r": OFFICE})
_OWN = frozenset({"r", "s", "customFormat", "spans"})


def sheet_part(sheet: Any, formats: Formats) -> bytes:
    """Return the markup of openpyxl's ``sheet``, its rows without cells.

    Widths, panes, merged cells, rules and print setup are in it; what stands in parts of its own
    (notes, links, tables) is not. Raises PatchError for pictures and charts.
    """
    if sheet._charts or sheet._images:  # noqa: SLF001 -- openpyxl has no public way to ask
        why = "pictures and charts of a new sheet are not written"
        raise refused(Aspect.SHEET_ADDED, sheet.title, sheet.title, why)
    root = _frame(sheet)
    columns = {str(dimension.min): dimension for dimension in sheet.column_dimensions.values()}
    for element in root.iter(f"{MAIN}col"):
        style = formats.whole(columns[element.get("min", "")])
        set_or_drop(element, "style", str(style) if style else None)
    _add_rows(root, sheet, formats)
    _number_rules(root, sheet, formats)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _frame(sheet: Any) -> etree._Element:
    """Return what openpyxl writes around the rows."""
    stream = io.BytesIO()
    writer = WorksheetWriter(sheet, stream)
    writer.write_top()
    writer.write_protection()
    writer.write_scenarios()
    writer.write_filter()
    writer.write_merged_cells()
    writer.write_formatting()
    writer.write_validations()
    writer.write_print()
    writer.write_margins()
    writer.write_page()
    writer.write_header()
    writer.write_breaks()
    writer.xf.close()
    root = etree.Element(f"{MAIN}worksheet", nsmap=_NAMESPACES)
    root.extend(list(etree.fromstring(stream.getvalue())))
    before = {f"{MAIN}{n}" for n in ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols")}
    root.insert(sum(child.tag in before for child in root), etree.Element(f"{MAIN}sheetData"))
    for view in root.iter(f"{MAIN}sheetView"):
        set_or_drop(view, "tabSelected", None)
    return root


def _add_rows(root: etree._Element, sheet: Any, formats: Formats) -> None:
    """Add the rows that have a height, a format or an outline of their own."""
    data = root.find(f"{MAIN}sheetData")
    if data is None:
        raise AssertionError("the frame of a new sheet was made with its rows' element")
    for number in sorted(sheet.row_dimensions):
        dimension = sheet.row_dimensions[number]
        written = {name: value for name, value in dict(dimension).items() if name not in _OWN}
        style = formats.whole(dimension)
        if style:
            written |= {"s": str(style), "customFormat": "1"}
        if written:
            etree.SubElement(data, f"{MAIN}row", {"r": str(number), **written})


def _number_rules(root: etree._Element, sheet: Any, formats: Formats) -> None:
    """Let conditional formats name the formats that the file has for them."""
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    for element, rule in zip(root.iter(f"{MAIN}cfRule"), rules, strict=True):
        if rule.dxf is not None and rule.dxf != DifferentialStyle():
            element.set("dxfId", str(formats.differential(rule.dxf, rule.dxfId)))
