"""The small parts that follow the rows: table parts, charts with their caches, names.

Each is read once for a template and says from then on how it looks over the real rows.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from lxml import etree

from xldesk.workbooks.cell_text import escaped, legal
from xldesk.workbooks.references import moved, moved_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xldesk.workbooks.layout import RowMap

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TABLE_REF = re.compile(r'\bref="([^"]+)"')
_ANCHOR_ROW = re.compile(r"(<(?:\w+:)?row>)(\d+)(?=</)")
_DEFINED = re.compile(
    r"""(<definedName [^>]*?name="([^"]+)"[^>]*>)'((?:[^'<]|'')*)'!([^<]*)(?=</definedName>)"""
)
_COLUMNS = re.compile(r"\$[A-Z]+:\$[A-Z]+")
_SOURCE = re.compile(r"'(.*)'!(.*)")
_MARK = re.compile(r"@@(source|cache):(\d+)@@")


class TablePart:
    """A table's part; ``over`` gives it with its range and filter over the real rows."""

    def __init__(self, content: bytes) -> None:
        self._pieces = _TABLE_REF.split(content.decode())

    def over(self, rows: RowMap) -> bytes:
        """Return the part for ``rows`` of its sheet."""
        pieces = self._pieces.copy()
        pieces[1::2] = [f'ref="{moved(reference, rows)}"' for reference in pieces[1::2]]
        return "".join(pieces).encode()


class WorkbookPart:
    """The workbook's part; ``over`` gives it with its names over the real rows.

    Every formula cell carries its value, so nothing forces a recalculation on opening.
    """

    def __init__(self, content: bytes) -> None:
        text = re.sub(r"<calcPr[^>]*/>", '<calcPr calcId="191029"/>', content.decode())
        self._pieces = _DEFINED.split(text)

    def over(self, rows: Mapping[str, RowMap], exact: Mapping[str, str]) -> bytes:
        """Return the part for the rows of each sheet.

        ``exact`` gives the reference of names that cover only some of them.
        """
        pieces = self._pieces
        made = [pieces[0]]
        for at in range(1, len(pieces), 5):
            start, name, sheet, reference, between = pieces[at : at + 5]
            made += (start, exact.get(name) or _moved_name(sheet, reference, rows), between)
        return "".join(made).encode()


def _moved_name(sheet: str, reference: str, rows: Mapping[str, RowMap]) -> str:
    """Return what a name of ``sheet`` stands for, its areas over the real rows."""
    areas = reference.split(f",'{sheet}'!")
    return ",".join(f"'{sheet}'!{_moved_area(area, rows[unescape(sheet)])}" for area in areas)


def _moved_area(area: str, rows: RowMap) -> str:
    if _COLUMNS.fullmatch(area):
        return area
    return moved_rows(area, rows) if area[1:2].isdigit() else moved(area, rows)


class DrawingPart:
    """A drawing; ``over`` gives it with its charts where their rows are now."""

    def __init__(self, content: bytes) -> None:
        self._pieces = _ANCHOR_ROW.split(_plain(etree.fromstring(content)))

    def over(self, rows: RowMap) -> bytes:
        """Return the part for ``rows`` of its sheet."""
        pieces = self._pieces.copy()
        pieces[2::3] = [str(rows.first(int(row) + 1) - 1) for row in pieces[2::3]]  # from 0
        return "".join(pieces).encode()


class ChartPart:
    """A chart; ``over`` gives it over the real rows, with the values it shows cached."""

    def __init__(self, content: bytes) -> None:
        root = etree.fromstring(content)
        self._sources: list[tuple[str, str, bool]] = []
        for source in list(root.iter(f"{_C}f")):
            holder = source.getparent()
            match = _SOURCE.fullmatch(source.text or "")
            if holder is None or match is None:
                raise AssertionError("a template's chart refers to cells of its sheets")
            is_number = holder.tag == f"{_C}numRef"
            number = len(self._sources)
            self._sources.append((match[1], match[2], is_number))
            source.text = f"@@source:{number}@@"
            cache = etree.SubElement(holder, f"{_C}numCache" if is_number else f"{_C}strCache")
            cache.text = f"@@cache:{number}@@"
        self._prefix = f"{root.prefix}:" if root.prefix else ""
        self._pieces = _MARK.split(_plain(root))

    def over(self, rows: Mapping[str, RowMap], values: Mapping[str, Sequence[str]]) -> bytes:
        """Return the part for the rows of each sheet.

        ``values`` holds canonical texts by reference as the template writes it.
        """
        made = [self._pieces[0]]
        for at in range(1, len(self._pieces), 3):
            kind, number, between = self._pieces[at : at + 3]
            sheet, reference, is_number = self._sources[int(number)]
            if kind == "source":
                source = f"'{sheet}'!{moved(reference, rows[sheet])}"
                made.append(escape(source, quote=False))
            else:
                made.append(self._cache(values[f"'{sheet}'!{reference}"], is_number))
            made.append(between)
        return "".join(made).encode()

    def _cache(self, texts: Sequence[str], is_number: bool) -> str:
        own = self._prefix
        form = f"<{own}formatCode>#,##0</{own}formatCode>" if is_number else ""
        points = [
            f'<{own}pt idx="{index}"><{own}v>{escape(text, quote=False)}</{own}v></{own}pt>'
            for index, text in enumerate(texts)
            if text
        ]
        return f'{form}<{own}ptCount val="{len(texts)}"/>{"".join(points)}'


def _plain(root: etree._Element) -> str:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True).decode()


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
