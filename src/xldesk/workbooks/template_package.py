"""Finishes what openpyxl saved: fixed properties and zip times, zebra style, alt text.

openpyxl writes the present time and its own version into a file, has no custom table styles
and gives charts no alternative text; a committed template needs all three the same everywhere.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import escape
from typing import TYPE_CHECKING

from lxml import etree

from xldesk.workbooks import theme
from xldesk.workbooks.layout import FIRST_COLUMN, lay_out
from xldesk.workbooks.parts import Chart
from xldesk.workbooks.sheet_letters import letters_of
from xldesk.workbooks.template_names import spec_digest

if TYPE_CHECKING:
    from xldesk.workbooks.layout import SheetLayout
    from xldesk.workbooks.spec import Workbook

TABLE_STYLE = "Desk Table"
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
CREATOR = "xldesk"
_FIXED_TIME = "2026-01-01T00:00:00Z"
_TEXT = "http://schemas.openxmlformats.org/drawingml/2006/main"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_TITLES = re.compile(rb">('[^<]*'!\$\d+:\$\d+),('[^<]*'!\$[A-Z]+:\$[A-Z]+)<")
"""Rows and columns that head each page, as openpyxl writes them; Excel writes the columns first."""

_AFTER_IGNORED_ERRORS = (f"{{{_MAIN}}}drawing", f"{{{_MAIN}}}tableParts")


def finish(saved: bytes, spec: Workbook) -> bytes:
    """Return the template's bytes: openpyxl's parts, finished, in a fixed order."""
    with zipfile.ZipFile(io.BytesIO(saved)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["docProps/core.xml"] = _core(spec)
    parts["docProps/app.xml"] = _app()
    parts["xl/styles.xml"] = _with_table_style(parts["xl/styles.xml"])
    parts["xl/workbook.xml"] = _TITLES.sub(rb">\2,\1<", parts["xl/workbook.xml"])
    for name, content in parts.items():
        if name.startswith("xl/charts/"):
            parts[name] = _without_empty_runs(content)
    for number, page in enumerate(spec.pages, start=1):
        name = f"xl/worksheets/sheet{number}.xml"
        parts[name] = _without_error_marks(parts[name], lay_out(page, has_checks=spec.has_checks))
    for name, texts in _alt_texts(spec).items():
        parts[name] = _with_alt_text(parts[name], texts)
    buffer = io.BytesIO()
    first = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"]
    order = first + sorted(name for name in parts if name not in first)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in order:
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            package.writestr(info, parts[name])
    return buffer.getvalue()


def _core(spec: Workbook) -> bytes:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(spec.title, quote=False)}</dc:title><dc:creator>{CREATOR}</dc:creator>"
        f"<cp:lastModifiedBy>{CREATOR}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_FIXED_TIME}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_FIXED_TIME}</dcterms:modified>'
        f"<cp:category>{escape(spec.name, quote=False)}</cp:category>"
        f"<cp:version>{spec_digest(spec)}</cp:version></cp:coreProperties>"
    ).encode()


def _app() -> bytes:
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'extended-properties"><Application>{CREATOR}</Application></Properties>'
    ).encode()


def _with_table_style(styles: bytes) -> bytes:
    """Return the style sheet with the zebra style that ``TABLE_STYLE`` names."""
    root = etree.fromstring(styles)
    table_styles = root.find(f"{{{_MAIN}}}tableStyles")
    if table_styles is None:
        raise AssertionError("openpyxl writes the element tableStyles")
    formats = root.find(f"{{{_MAIN}}}dxfs")
    if formats is None:
        formats = etree.Element(f"{{{_MAIN}}}dxfs")
        table_styles.addprevious(formats)
    zebra = etree.SubElement(formats, f"{{{_MAIN}}}dxf")
    fill = etree.SubElement(etree.SubElement(zebra, f"{{{_MAIN}}}fill"), f"{{{_MAIN}}}patternFill")
    fill.set("patternType", "solid")
    etree.SubElement(fill, f"{{{_MAIN}}}fgColor").set("rgb", f"FF{theme.ZEBRA}")
    etree.SubElement(fill, f"{{{_MAIN}}}bgColor").set("rgb", f"FF{theme.ZEBRA}")
    formats.set("count", str(len(formats)))
    table_styles.set("count", "1")
    table_styles.set("defaultTableStyle", TABLE_STYLE)
    style = etree.SubElement(table_styles, f"{{{_MAIN}}}tableStyle")
    style.set("name", TABLE_STYLE)
    style.set("pivot", "0")
    style.set("count", "1")
    stripe = etree.SubElement(style, f"{{{_MAIN}}}tableStyleElement")
    stripe.set("type", "secondRowStripe")
    stripe.set("dxfId", str(len(formats) - 1))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _without_error_marks(sheet: bytes, layout: SheetLayout) -> bytes:
    """Return a sheet whose table cells get no green corner for identifiers that are digits."""
    if not layout.tables:
        return sheet
    root = etree.fromstring(sheet)
    first = letters_of(FIRST_COLUMN)
    areas = [
        f"{first}{placed.first_row}:"
        f"{letters_of(FIRST_COLUMN + len(placed.table.columns) - 1)}"
        f"{placed.first_row + placed.count - 1}"
        for placed in layout.tables
    ]
    ignored = etree.Element(f"{{{_MAIN}}}ignoredErrors")
    error = etree.SubElement(ignored, f"{{{_MAIN}}}ignoredError")
    error.set("sqref", " ".join(areas))
    error.set("numberStoredAsText", "1")
    following = next(child for child in root if child.tag in _AFTER_IGNORED_ERRORS)
    following.addprevious(ignored)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _alt_texts(spec: Workbook) -> dict[str, list[Chart]]:
    """Return the charts of each drawing part; openpyxl numbers drawings by sheet."""
    sheets = [[block for block in sheet.blocks if isinstance(block, Chart)] for sheet in spec.pages]
    drawn = [charts for charts in sheets if charts]
    return {f"xl/drawings/drawing{index}.xml": charts for index, charts in enumerate(drawn, 1)}


def _with_alt_text(drawing: bytes, charts: list[Chart]) -> bytes:
    root = etree.fromstring(drawing)
    frames = list(root.iter(f"{{{_DRAWING}}}cNvPr"))
    for frame, chart in zip(frames, charts, strict=True):
        frame.set("descr", chart.alt_text)
        frame.set("title", chart.title)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _without_empty_runs(chart: bytes) -> bytes:
    """Return the chart without the empty text runs that openpyxl puts into text properties."""
    root = etree.fromstring(chart)
    for run in list(root.iter(f"{{{_TEXT}}}r")):
        parent = run.getparent()
        if parent is not None and not any(run.itertext()):
            parent.remove(run)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
