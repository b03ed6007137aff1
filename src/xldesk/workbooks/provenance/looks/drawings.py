"""What is drawn over a sheet: charts as issued, and nothing else."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.document import Area, relations_of
from xldesk.workbooks.check.markup import is_on, parsed
from xldesk.workbooks.check.numbers import position_of
from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk.workbooks.provenance.difference import Difference, Trace, altered, said_apart
from xldesk.workbooks.provenance.looks.anchor_size import Corner, ends_in_its_cell, size_between
from xldesk.workbooks.provenance.looks.chart_facts import chart_facts
from xldesk.workbooks.recalculation.proof import same
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Document, FoundSheet
    from xldesk.workbooks.provenance.looks.fact import Fact

_SHAPES = {
    "sp": "a shape or text",
    "grpSp": "a group of shapes",
    "cxnSp": "a line",
    "pic": "a picture",
    "contentPart": "a drawing by hand",
    "graphicFrame": "a chart or diagram",
}
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEET = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_KNOWN = (
    _SHEET,
    "{http://schemas.openxmlformats.org/drawingml/2006/main}",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}",
)
_ANCHORS = {f"{_SHEET}{name}Anchor" for name in ("twoCell", "oneCell", "absolute")}
_LINKS = {"hlinkClick", "hlinkHover"}
_WORDS = ("descr", "title")
"""What is read out to those who do not see a chart."""

_SIZE = 0.05
"""Programs write sizes in units of their own: a twentieth more or less is the same size."""

_WORKED_OUT_SIZE = 0.5
"""A size worked out from cells also changes with their font: half as much is another one."""


_NEAR = 95_250
"""EMU (ten pixels) by which programs may move a chart when they count in units of their own."""


class _Drawn(NamedTuple):
    """A chart: the cell (row, column, from 1) under its corner, its size and what it tells.

    ``over`` are the cells under it, where its file names the last; ``off`` is how far below and
    right of the corner of its cell it begins, in EMU, and ``is_certain`` tells whether every
    program finds the same place: each offset is a number and ends within its cell. ``size`` is in
    EMU, as its file says it or worked out from the cells, which is exact to a part of ``exact``.
    ``words`` are read out, and ``is_link`` tells whether it leads somewhere.
    """

    row: int
    column: int
    over: Area | None
    off: tuple[int, int]
    is_certain: bool
    size: tuple[int, int] | None
    exact: float
    words: tuple[str, ...]
    is_link: bool
    facts: tuple[Fact, ...]

    @property
    def cell(self) -> str:
        return f"{letters_of(self.column)}{self.row}"


def drawing_differences(
    issued: tuple[Document, FoundSheet], found: tuple[Document, FoundSheet]
) -> Iterator[Difference]:
    """Yield what is drawn otherwise on the found sheet; raises ArchiveError."""
    sheet = found[1].name
    charts, others = _drawn(*issued)
    now, strangers = _drawn(*found)
    for what in strangers[len(others) :]:
        yield altered(sheet, None, f"{what} is drawn over the cells")
    for number, (one, other) in enumerate(zip_longest(charts, now), start=1):
        if other is None:
            yield altered(sheet, one.cell, f"chart {number} is missing")
        elif one is None:
            yield altered(sheet, other.cell, f"chart {number} was added")
        else:
            yield from _chart(sheet, f"chart {number}", one, other)
            yield from _around(sheet, f"chart {number}", one, other)
            if other.over is not None and other.over != one.over and _covers(*issued, other.over):
                yield altered(sheet, other.cell, f"chart {number} covers cells with values")


def _chart(sheet: str, name: str, one: _Drawn, other: _Drawn) -> Iterator[Difference]:
    if not other.is_certain:
        yield altered(sheet, one.cell, f"{name} stands where programs put it in different places")
    elif (one.row, one.column) != (other.row, other.column):
        yield altered(sheet, other.cell, f"{name} was moved here from {one.cell}")
    elif any(abs(now - was) > _NEAR for was, now in zip(one.off, other.off, strict=True)):
        yield altered(sheet, other.cell, f"{name} was moved away from the corner of its cell")
    if (
        one.size
        and other.size
        and any(
            abs(now - was) > other.exact * was
            for was, now in zip(one.size, other.size, strict=True)
        )
    ):
        yield altered(sheet, other.cell, f"{name} has another size")
    if len(one.facts) != len(other.facts) and _but_values(one) == _but_values(other):
        message = f"{name} shows another number of values"
        yield altered(sheet, other.cell, message)._replace(about="chart")
        return
    for at, (was, now) in enumerate(zip_longest(one.facts, other.facts)):
        if was is None or now is None or was.what != now.what:
            what = _apart_by_kind(one.facts[at:], other.facts[at:])
            yield altered(sheet, other.cell, f"{name}, {what}")
            return
        if not same(was.value, now.value, None):
            message = f"{name}, {was.what}: {said_apart(was.value, now.value)}"
            difference = altered(sheet, other.cell, message)
            if was.what == "value":
                trace = Trace(sheet, was=was.value, now=now.value)
                difference = difference._replace(about="chart", trace=trace)
            yield difference


def _apart_by_kind(issued: tuple[Fact, ...], found: tuple[Fact, ...]) -> str:
    """Return in words which fact differs first, each beside the one of its own kind."""
    kinds = list(dict.fromkeys(fact.what for fact in (*issued, *found)))
    for kind in kinds:
        pairs = zip_longest(
            (fact.value for fact in issued if fact.what == kind),
            (fact.value for fact in found if fact.what == kind),
        )
        for was, now in pairs:
            if was is None or now is None or not same(was, now, None):
                return f"{kind}: {said_apart(was, now)}"
    return f"{kinds[0]}: it stands in another place of the chart"


def _but_values(chart: _Drawn) -> list[Fact]:
    return [fact for fact in chart.facts if fact.what != "value"]


def _around(sheet: str, name: str, one: _Drawn, other: _Drawn) -> Iterator[Difference]:
    """Yield where a chart leads, and what is read out of it; programs leave the words out."""
    if other.is_link:
        yield altered(sheet, other.cell, f"{name} leads elsewhere when it is clicked")
    for told, told_now in zip(one.words, other.words, strict=True):
        if told_now and told_now != told:
            yield altered(sheet, other.cell, f"{name}, read out: {said_apart(told, told_now)}")


def _covers(document: Document, sheet: FoundSheet, area: Area) -> bool:
    """Tell whether a value stands in ``area`` of an issued sheet."""
    return any(
        cell.value is not None and area.first_column <= cell.column <= area.last_column
        for row in SheetRows(document, sheet.part)
        if area.first_row <= row.number <= area.last_row
        for cell in row.cells.values()
    )


def _drawn(document: Document, sheet: FoundSheet) -> tuple[list[_Drawn], list[str]]:
    """Return the charts of a sheet by place, and what else is drawn there."""
    charts: list[_Drawn] = []
    others: list[str] = []
    archive = document.archive
    for relation in sheet.relations:
        if relation.kind != "drawing" or relation.target not in archive:
            continue
        relations = relations_of(archive, relation.target, document.limits)
        targets = {r.id: r.target for r in relations if r.kind == "chart"}
        root = parsed(archive.read(relation.target), relation.target, document.limits)
        for anchor in root:
            if anchor.tag not in _ANCHORS or not _is_plain(anchor):
                others.append("something")
                continue
            kinds = [_local(e) for e in anchor.iter("{*}*") if _local(e) in _SHAPES]
            chart = next(anchor.iter("{*}chart"), None)
            target = None if chart is None else targets.get(chart.get(_RELATION_ID, ""))
            is_shown = not any(is_on(e.get("hidden")) for e in anchor.iter("{*}cNvPr"))
            if kinds != ["graphicFrame"] or target is None or target not in archive:
                others += [_SHAPES[kind] for kind in kinds] or ["something"]
            elif is_shown:
                facts = chart_facts(archive.read(target), target, document.limits)
                charts.append(_placed(document, sheet, anchor, facts))
    return sorted(charts, key=lambda chart: (chart.row, chart.column)), others


def _is_plain(anchor: Element) -> bool:
    """Tell whether every program finds the same in ``anchor``."""
    tags = [child.tag for child in anchor]
    return len(set(tags)) == len(tags) and all(
        element.tag.startswith(_KNOWN)
        or any(_local(above) == "extLst" for above in element.iterancestors())
        for element in anchor.iter()
    )


def _placed(
    document: Document, sheet: FoundSheet, anchor: Element, facts: tuple[Fact, ...]
) -> _Drawn:
    corners = [_corner(anchor, name) for name in ("from", "to")]
    start, end = (Corner() if corner is None else corner for corner in corners)
    over, exact = None, _SIZE
    extent = next(anchor.iterchildren(f"{_SHEET}ext"), None)
    size = None if extent is None else (_whole(extent.get("cx")), _whole(extent.get("cy")))
    if end.row > 0:
        over = Area(start.row, start.column, end.row - (not end.below), end.column)
        size, exact = size_between(document, sheet, start, end), _WORKED_OUT_SIZE
    named = list(anchor.iter(f"{_SHEET}cNvPr"))
    words = tuple(" ".join(" ".join(e.get(name, "") for e in named).split()) for name in _WORDS)
    is_link = any(_local(element) in _LINKS for element in anchor.iter())
    is_certain = all(
        corner is not None and ends_in_its_cell(document, sheet, corner, _NEAR)
        for corner in corners
    ) and (start.row > 0)
    off = start.below, start.right
    return _Drawn(
        start.row, start.column, over, off, is_certain, size, exact, words, is_link, facts
    )


def _corner(anchor: Element, name: str) -> Corner | None:
    """Return a corner, one of row 0 where there is none, None where it is no place in a cell."""
    corner = next(anchor.iterchildren(f"{_SHEET}{name}"), None)
    if corner is None:
        return Corner()
    parts = [corner.findtext(f"{_SHEET}{part}") for part in ("row", "col", "rowOff", "colOff")]
    row, column, below, right = (position_of(part.strip()) if part else 0 for part in parts)
    if row is None or column is None or below is None or right is None or len(corner) > len(parts):
        return None
    return Corner(row + 1, column + 1, below, right)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0
