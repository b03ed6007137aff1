"""The small parts that follow the rows: table parts, charts with their caches, names.

Each is read once for a template and says from then on how it looks over the real rows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from xldesk.workbooks.cell_text import escaped, legal
from xldesk.workbooks.references import MovingText

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xldesk.workbooks.layout import RowMap

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TABLE_REF = re.compile(r'(?<=\bref=")([^"]+)(?=")')
_ANCHOR_ROW = re.compile(r"(<(?:\w+:)?row>)(\d+)(?=</)")
_DEFINED = re.compile(
    r"""(<definedName [^>]*?name="([^"]+)"[^>]*>)'((?:[^'<]|'')*)'!([^<]*)(?=</definedName>)"""
)
_COLUMNS = re.compile(r"\$[A-Z]+:\$[A-Z]+")
_SOURCE = re.compile(r"'(.*)'!(.*)")
_MARK = re.compile(r"@@(source|cache):(\d+)@@")


class TablePart:
    """A table's part; ``over`` gives it with its range and filter over the real rows."""

    def __init__(self, content: bytes, growing: Sequence[int]) -> None:
        pieces = _TABLE_REF.split(content.decode())
        self._text = MovingText.joined(
            MovingText.of_ranges(piece, growing) if at % 2 else piece
            for at, piece in enumerate(pieces)
        )

    def over(self, shifts: Sequence[int]) -> bytes:
        """Return the part where rows are moved by ``shifts``; see ``RowMap.shifts``."""
        return self._text.over(shifts).encode()


class WorkbookPart:
    """The workbook's part; ``over`` gives it with its names over the real rows.

    ``growing`` are each sheet's growing rows. Every formula cell carries its value, so nothing
    forces a recalculation on opening.
    """

    def __init__(self, content: bytes, growing: Mapping[str, Sequence[int]]) -> None:
        text = re.sub(r"<calcPr[^>]*/>", '<calcPr calcId="191029"/>', content.decode())
        self._start, *rest = _DEFINED.split(text)
        self._names = [
            (start, name, unescape(sheet), _name(sheet, reference, growing[unescape(sheet)]), end)
            for start, name, sheet, reference, end in zip(
                *(rest[at::5] for at in range(5)), strict=True
            )
        ]

    def over(self, rows: Mapping[str, RowMap], exact: Mapping[str, str]) -> bytes:
        """Return the part for the rows of each sheet.

        ``exact`` gives the reference of names that cover only some of them.
        """
        made = [self._start]
        for start, name, sheet, reference, end in self._names:
            made += (start, exact.get(name) or reference.over(rows[sheet].shifts), end)
        return "".join(made).encode()


def _name(sheet: str, reference: str, growing: Sequence[int]) -> MovingText:
    """Return what a name of ``sheet`` stands for, area by area."""
    areas = reference.split(f",'{sheet}'!")
    parts: list[str | MovingText] = []
    for number, area in enumerate(areas):
        parts += (f"{',' if number else ''}'{sheet}'!", _area(area, growing))
    return MovingText.joined(parts)


def _area(area: str, growing: Sequence[int]) -> str | MovingText:
    if _COLUMNS.fullmatch(area):
        return area
    of_rows = area[1:2].isdigit()
    return MovingText.of_rows(area, growing) if of_rows else MovingText.of_ranges(area, growing)


class DrawingPart:
    """A drawing; ``over`` gives it with its charts where their rows are now."""

    def __init__(self, content: bytes, growing: Sequence[int]) -> None:
        self._pieces = _ANCHOR_ROW.split(_plain(etree.fromstring(content)))
        rows = [int(row) for row in self._pieces[2::3]]  # from 0
        self._rows = [(row, bisect_left(growing, row + 1)) for row in rows]

    def over(self, shifts: Sequence[int]) -> bytes:
        """Return the part where rows are moved by ``shifts``; see ``RowMap.shifts``."""
        pieces = self._pieces.copy()
        pieces[2::3] = [str(row + shifts[above]) for row, above in self._rows]
        return "".join(pieces).encode()


class _Source(NamedTuple):
    """What a chart shows: cells of ``sheet``, as the template refers to them and over real rows."""

    sheet: str
    reference: str
    moving: MovingText
    is_number: bool


class ChartPart:
    """A chart; ``over`` gives it over the real rows, with the values it shows cached.

    ``growing`` are each sheet's growing rows.
    """

    def __init__(self, content: bytes, growing: Mapping[str, Sequence[int]]) -> None:
        root = etree.fromstring(content)
        self._sources: list[_Source] = []
        for source in list(root.iter(f"{_C}f")):
            holder = source.getparent()
            match = _SOURCE.fullmatch(source.text or "")
            if holder is None or match is None:
                raise AssertionError("a template's chart refers to cells of its sheets")
            is_number = holder.tag == f"{_C}numRef"
            number = len(self._sources)
            sheet, reference = match[1], match[2]
            moving = MovingText.joined(
                [f"'{sheet}'!", MovingText.of_ranges(reference, growing[sheet])]
            )
            self._sources.append(_Source(sheet, f"'{sheet}'!{reference}", moving, is_number))
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
            source = self._sources[int(number)]
            if kind == "source":
                now = source.moving.over(rows[source.sheet].shifts)
                made.append(escape(now, quote=False))
            else:
                made.append(self._cache(values[source.reference], source.is_number))
            made.append(between)
        return "".join(made).encode()

    def _cache(self, texts: Sequence[str], is_number: bool) -> str:
        own = self._prefix
        form = f"<{own}formatCode>#,##0</{own}formatCode>" if is_number else ""
        shown = texts if is_number else [escape(text, quote=False) for text in texts]
        points = [
            f'<{own}pt idx="{index}"><{own}v>{text}</{own}v></{own}pt>'
            for index, text in enumerate(shown)
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
