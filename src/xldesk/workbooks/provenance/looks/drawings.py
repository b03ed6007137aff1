"""What is drawn over a sheet: charts as issued, and nothing else."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.document import Area, relations_of
from xldesk.workbooks.check.markup import parsed
from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk.workbooks.provenance.difference import Difference, altered, said_apart
from xldesk.workbooks.provenance.looks.chart_facts import Fact, chart_facts
from xldesk.workbooks.recalculation.proof import same
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Document, FoundSheet

_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_SHAPES = {
    "sp": "a shape or text",
    "grpSp": "a group of shapes",
    "cxnSp": "a line",
    "pic": "a picture",
    "contentPart": "a drawing by hand",
    "graphicFrame": "a chart or diagram",
}
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ON = {"1", "true"}
_SIZE = 0.05
"""Programs write sizes in units of their own: a twentieth more or less is the same size."""


class _Drawn(NamedTuple):
    """A chart: the cell (row, column, from 1) under its corner, its size and what it tells.

    ``over`` are the cells under it, where its file names the last; ``size`` is in EMU.
    """

    row: int
    column: int
    over: Area | None
    size: tuple[int, int] | None
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
            if other.over is not None and other.over != one.over and _covers(*issued, other.over):
                yield altered(sheet, other.cell, f"chart {number} covers cells with values")


def _chart(sheet: str, name: str, one: _Drawn, other: _Drawn) -> Iterator[Difference]:
    if (one.row, one.column) != (other.row, other.column):
        yield altered(sheet, other.cell, f"{name} was moved here from {one.cell}")
    if (
        one.size
        and other.size
        and any(abs(now - was) > _SIZE * was for was, now in zip(one.size, other.size, strict=True))
    ):
        yield altered(sheet, other.cell, f"{name} has another size")
    for was, now in zip_longest(one.facts, other.facts):
        if was is None or now is None or was.what != now.what:
            extra = now or was
            value = said_apart(None if was is None else was.value, now and now.value)
            yield altered(sheet, other.cell, f"{name}, {extra.what}: {value}")
            return
        if not same(was.value, now.value, None):
            message = f"{name}, {was.what}: {said_apart(was.value, now.value)}"
            yield altered(sheet, other.cell, message)


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
        targets = {r.id: r.target for r in relations_of(archive, relation.target, document.limits)}
        root = parsed(archive.read(relation.target), relation.target, document.limits)
        for anchor in root.iter(*("{*}" + name for name in _ANCHORS)):
            kinds = [_local(e) for e in anchor.iter("{*}*") if _local(e) in _SHAPES]
            chart = next(anchor.iter("{*}chart"), None)
            target = None if chart is None else targets.get(chart.get(_RELATION_ID, ""))
            is_shown = all(e.get("hidden") not in _ON for e in anchor.iter("{*}cNvPr"))
            if kinds != ["graphicFrame"] or target is None or target not in archive:
                others += [_SHAPES[kind] for kind in kinds] or ["something"]
            elif is_shown:
                facts = chart_facts(archive.read(target), target, document.limits)
                charts.append(_placed(anchor, facts))
    return sorted(charts, key=lambda chart: (chart.row, chart.column)), others


def _placed(anchor: Element, facts: tuple[Fact, ...]) -> _Drawn:
    row, column, _ = _corner(anchor, "from")
    end = _corner(anchor, "to")
    over = Area(row, column, end[0] - (not end[2]), end[1]) if end[0] > 0 else None
    size = next(anchor.iterchildren("{*}ext"), None)
    extent = None if size is None else (_whole(size.get("cx")), _whole(size.get("cy")))
    return _Drawn(row, column, over, extent, facts)


def _corner(anchor: Element, name: str) -> tuple[int, int, int]:
    """Return row and column (from 1) of a corner, and how far below the row's top it is."""
    corner = next(anchor.iterchildren("{*}" + name), None)
    if corner is None:
        return 0, 0, 0
    row, column, offset = (
        _whole(next((e.text for e in corner.iterchildren("{*}" + part)), None))
        for part in ("row", "col", "rowOff")
    )
    return row + 1, column + 1, offset


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0
