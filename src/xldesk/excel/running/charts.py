"""The desk's own charts in a file: where they stand, which cells they show, and the values kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from xldesk.excel.patch.relationships import RELATION_ID, Relationships

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from xldesk.excel.patch.package_edit import PackageEdit

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_SOURCES = (f"{_CHART}numRef", f"{_CHART}strRef")
_CORNERS = ("from", "to")
_ROWS = re.compile(r"(?<=[A-Z])\$?\d+(?=:|\Z)")


@dataclass(frozen=True)
class Shown:
    """A chart: its alternative text, by which it is known, the corners of its place, its sources.

    A source is a reference with the values that the chart shows of it.
    """

    text: str
    corners: tuple[Element, ...]
    sources: tuple[Element, ...]
    title: str = ""


def shown_by(package: PackageEdit, sheet: str) -> Iterator[Shown]:
    """Yield the charts that are drawn over the sheet part ``sheet``."""
    for anchor, part in _charts(package, sheet):
        corners = tuple(c for name in _CORNERS for c in anchor.iterchildren(f"{_DRAWING}{name}"))
        sources = tuple(package.tree(part).iter(*_SOURCES))
        yield Shown(_text(anchor), corners, sources, _text(anchor, "title"))


def show(package: PackageEdit, sheet: str, wanted: Sequence[Shown]) -> bool:
    """Let the charts of ``wanted`` over a sheet show what those do; tell whether any differs.

    A chart is found by its alternative text. Programs leave that out (LibreOffice 7.4 does): one
    without is found by its place in order and by the columns that it shows, and gets its text
    back. How it looks stays.
    """
    by_text = {chart.text: chart for chart in wanted}
    changed = False
    for at, (anchor, part) in enumerate(list(_charts(package, sheet))):
        found = list(package.tree(part).iter(*_SOURCES))
        chart = by_text.get(_text(anchor))
        if chart is None and not _text(anchor) and at < len(wanted):
            chart = wanted[at] if _columns(found) == _columns(wanted[at].sources) else None
        if chart is None:
            continue
        changed |= _name(package, sheet, anchor, chart)
        if len(found) == len(chart.sources) and _differ(found, chart.sources):
            package.edit(part)
            for old, new in zip(found, chart.sources, strict=True):
                old[:] = [deepcopy(child) for child in new]
            changed = True
        changed |= _place(package, sheet, anchor, chart)
    return changed


def _name(package: PackageEdit, sheet: str, anchor: Element, chart: Shown) -> bool:
    """Give a chart the words of ``chart`` that it has not; tell whether any were missing."""
    words = {"descr": chart.text, "title": chart.title}
    missing = {name: said for name, said in words.items() if said and not _text(anchor, name)}
    properties = next(anchor.iter(f"{_DRAWING}cNvPr"), None)
    if not missing or properties is None:
        return False
    for drawing in Relationships(package, sheet).targets("drawing"):
        package.edit(drawing)
    for name, said in missing.items():
        properties.set(name, said)
    return True


def _place(package: PackageEdit, sheet: str, anchor: Element, chart: Shown) -> bool:
    corners = [c for name in _CORNERS for c in anchor.iterchildren(f"{_DRAWING}{name}")]
    rows = [
        (c.find(f"{_DRAWING}row"), w.find(f"{_DRAWING}row"))
        for c, w in zip(corners, chart.corners, strict=False)
    ]
    differing = [
        (here, there)
        for here, there in rows
        if here is not None and there is not None and here.text != there.text
    ]
    for drawing in Relationships(package, sheet).targets("drawing") if differing else ():
        package.edit(drawing)
    for here, there in differing:
        here.text = there.text
    return bool(differing)


def _charts(package: PackageEdit, sheet: str) -> Iterator[tuple[Element, str]]:
    """Yield the anchor and part of each chart over a sheet."""
    for drawing in Relationships(package, sheet).targets("drawing"):
        relations = Relationships(package, drawing)
        for anchor in package.tree(drawing):
            found = next(anchor.iter(f"{_CHART}chart"), None)
            part = None if found is None else relations.target(found.get(RELATION_ID, ""))
            if part is not None and part in package:
                yield anchor, part


def _text(anchor: Element, name: str = "descr") -> str:
    properties = next(anchor.iter(f"{_DRAWING}cNvPr"), None)
    return "" if properties is None else properties.get(name, "")


def _columns(sources: Sequence[Element]) -> list[str]:
    """Return sheet and columns of each source: its rows change with what is shown."""
    texts = (source.findtext(f"{_CHART}f") or "" for source in sources)
    return [_ROWS.sub("", text.replace("'", "")) for text in texts]


def _differ(found: Sequence[Element], wanted: Sequence[Element]) -> bool:
    return any(_plain(one) != _plain(other) for one, other in zip(found, wanted, strict=True))


def _plain(source: Element) -> list[tuple[str, str]]:
    """Return reference and values, however a program writes the rest."""
    return [
        (etree.QName(part).localname, (part.text or "").replace("'", ""))
        for part in source.iter(f"{_CHART}f", f"{_CHART}v")
    ]
