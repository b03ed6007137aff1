"""The small parts that follow the rows: table parts, charts with their caches, names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import unescape

from lxml import etree

from xldesk.workbooks.cell_text import escaped, legal
from xldesk.workbooks.references import moved, moved_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element as Element

    from xldesk.workbooks.layout import RowMap

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_X = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_TABLE_REF = re.compile(r'\bref="([^"]+)"')
_DEFINED = re.compile(
    r"""(<definedName [^>]*?name="([^"]+)"[^>]*>)'([^<]*)'!([^<]*)(</definedName>)"""
)
_SOURCE = re.compile(r"'(.*)'!(.*)")


def table_part(part: str, rows: RowMap) -> str:
    """Return a table's part with its range and filter over the real rows."""
    return _TABLE_REF.sub(lambda match: f'ref="{moved(match[1], rows)}"', part)


def workbook_part(part: str, rows: Mapping[str, RowMap], exact: Mapping[str, str]) -> str:
    """Return the workbook's part with its names over the real rows.

    ``exact`` gives the reference of names that cover only some of them. Every formula cell
    carries its value, so nothing forces a recalculation on opening.
    """
    part = _DEFINED.sub(lambda match: _moved_name(match, rows, exact), part)
    return re.sub(r"<calcPr[^>]*/>", '<calcPr calcId="191029"/>', part)


def _moved_name(match: re.Match[str], rows: Mapping[str, RowMap], exact: Mapping[str, str]) -> str:
    start, name, sheet, reference, end = match.groups()
    if name in exact:
        return f"{start}{exact[name]}{end}"
    mapped = rows[unescape(sheet)]
    move = moved_rows if reference[1:2].isdigit() else moved
    return f"{start}'{sheet}'!{move(reference, mapped)}{end}"


def drawing_part(part: bytes, rows: RowMap) -> bytes:
    """Return a drawing with its charts where their rows are now (anchors count from 0)."""
    root = etree.fromstring(part)
    for row in root.iter(f"{_X}row"):
        row.text = str(rows.first(int(row.text or "0") + 1) - 1)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def chart_part(
    part: bytes, rows: Mapping[str, RowMap], values: Mapping[str, Sequence[str]]
) -> bytes:
    """Return a chart over the real rows, with the values it shows cached.

    ``values`` holds canonical texts by reference as the template writes it.
    """
    root = etree.fromstring(part)
    for source in root.iter(f"{_C}f"):
        holder = source.getparent()
        match = _SOURCE.fullmatch(source.text or "")
        if holder is None or match is None:
            raise AssertionError("a template's chart refers to cells of its sheets")
        source.text = f"'{match[1]}'!{moved(match[2], rows[match[1]])}"
        _cache(holder, values[match[0]])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _cache(holder: Element, texts: Sequence[str]) -> None:
    numeric = holder.tag == f"{_C}numRef"
    cache = etree.SubElement(holder, f"{_C}numCache" if numeric else f"{_C}strCache")
    if numeric:
        etree.SubElement(cache, f"{_C}formatCode").text = "#,##0"
    etree.SubElement(cache, f"{_C}ptCount").set("val", str(len(texts)))
    for index, text in enumerate(texts):
        if text == "":
            continue
        point = etree.SubElement(cache, f"{_C}pt")
        point.set("idx", str(index))
        etree.SubElement(point, f"{_C}v").text = text


def hyperlinks(links: Sequence[tuple[str, str, str]]) -> str:
    """Return the element for links of (cell, sheet, words) inside the workbook, or nothing."""
    if not links:
        return ""
    inside = "".join(
        f'<hyperlink ref="{cell}" location="{_attribute(f"{chr(39)}{sheet}{chr(39)}!A1")}"'
        f' display="{_attribute(words)}"/>'
        for cell, sheet, words in links
    )
    return f"<hyperlinks>{inside}</hyperlinks>"


def _attribute(text: str) -> str:
    """Return ``text`` as an attribute keeps it: legal, and with its tabs and line ends."""
    kept = escaped(legal(text)).replace('"', "&quot;")
    return kept.replace("\n", "&#10;").replace("\t", "&#9;")
