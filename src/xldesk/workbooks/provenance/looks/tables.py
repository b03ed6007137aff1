"""Tables of a sheet: the cells they take, and the style they wear.

LibreOffice leaves the style out; then cells look as their own formats say.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.document import Area, area_of, has_totals_row
from xldesk.workbooks.check.markup import MAIN, parsed
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.provenance.difference import Difference, altered, changed
from xldesk.workbooks.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Document, FoundSheet
    from xldesk.workbooks.check.limits import Limits
    from xldesk.workbooks.provenance.longer_forms import LongerForms
    from xldesk.workbooks.provenance.looks.cell_looks import StyleLooks


class _Table(NamedTuple):
    name: str
    area: Area | None
    reference: str
    style: str
    is_filtered: bool
    has_totals: bool


def table_differences(
    issued: tuple[Document, FoundSheet, StyleLooks],
    found: tuple[Document, FoundSheet, StyleLooks],
    forms: LongerForms,
) -> Iterator[Difference]:
    """Yield tables that take other cells, and styles that differ; raises ArchiveError."""
    sheet, other = found[1].name, _tables(*found[:2])
    for name, table in _tables(*issued[:2]).items():
        now = other.get(name)
        if now is None:
            continue  # the check says that it is missing
        area = None if table.area is None else forms.area(table.area)
        if now.has_totals and not table.has_totals and _without_totals(now) == area:
            message = f"a totals row was added to table {shown(name)}, which is not the desk's"
            yield changed(sheet, None, message)
        elif now.area != area:
            message = f"table {shown(name)} takes {now.reference}, not {table.reference}"
            remedy = forms.remedies.get(name, "")
            yield altered(sheet, None, message)._replace(remedy=remedy)
        elif now.has_totals != table.has_totals:
            message = f"table {shown(name)} takes its last row of data for one of totals"
            yield altered(sheet, None, message)
        if not now.style:
            continue
        own = found[2].tables.get(now.style)
        if own is None and now.style != table.style:
            yield changed(sheet, None, f"table {shown(name)} wears {shown(now.style)}")
        elif own is not None and own != issued[2].tables.get(table.style):
            yield altered(sheet, None, f"table {shown(name)} wears {shown(now.style)}")


def _without_totals(table: _Table) -> Area | None:
    area = table.area
    return None if area is None else replace(area, last_row=area.last_row - 1)


def filtered_areas(document: Document, sheet: FoundSheet, frame: Element) -> list[Area]:
    """Return where a filter may hide rows of ``sheet``; ``frame`` is the sheet without its rows."""
    areas = [table.area for table in _tables(document, sheet).values() if table.is_filtered]
    areas += [
        area_of(own.get("ref", "")) for own in frame.iterfind(f"{MAIN}autoFilter") if len(own)
    ]
    return [area for area in areas if area is not None]


def _tables(document: Document, sheet: FoundSheet) -> dict[str, _Table]:
    tables = {}
    for relation in sheet.relations:
        if relation.kind == "table" and relation.target in document.archive:
            content = document.archive.read(relation.target)
            table = _table(content, relation.target, document.limits)
            tables[table.name] = table
    return tables


@remembered(entries=200, longest=16 * 1024)
def _table(content: bytes, part: str, limits: Limits) -> _Table:
    root = parsed(content, part, limits)
    style = root.find(f"{MAIN}tableStyleInfo")
    return _Table(
        root.get("displayName", "").casefold(),
        area_of(root.get("ref", "")),
        shown(root.get("ref", "")),
        "" if style is None else style.get("name", ""),
        next(root.iter(f"{MAIN}filterColumn"), None) is not None,
        has_totals_row(root),
    )
