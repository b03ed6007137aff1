"""Where links of cells lead, and what they say when a reader points at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.markup import MAIN
from xldesk.workbooks.provenance.difference import Difference, altered, changed, said_apart
from xldesk.workbooks.provenance.looks.ranged_rules import place_of
from xldesk.workbooks.provenance.looks.ranges import UNKNOWN, CellsOf, ranges_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Area, FoundSheet
    from xldesk.workbooks.provenance.exception_links import ExceptionLinks
    from xldesk.workbooks.provenance.longer_forms import LongerForms

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SAYING = ", saying "
_OF_MACRO = "a link of quarter_close_audit or refresh to the row of what this exception names"


def link_differences(
    sheet: FoundSheet,
    issued: Element,
    found: Element,
    inputs: AbstractSet[tuple[int, int]],
    of_macros: ExceptionLinks,
    forms: LongerForms,
) -> Iterator[Difference]:
    """Yield links of ``found``, which is ``sheet`` without its rows, that lead elsewhere.

    A link within the workbook, where the desk issued none and that says nothing of its own, alters
    nothing that was issued. Where it leads from an exception to the row of what that names, a macro
    made it.
    """
    targets = {relation.id: relation.target for relation in sheet.relations}
    one = {forms.area(area): words for area, words in _links(issued, {}).items()}
    other = _links(found, targets)
    linked = CellsOf(one)
    for area in sorted(one.keys() | other.keys(), key=lambda a: (a.first_row, a.first_column)):
        was, now = one.get(area, ""), other.get(area, "")
        if was == now:
            continue
        is_input = (area.first_row, area.first_column) in inputs
        is_over = not was and linked.meet(area)
        is_within = not was and now.startswith("#") and _SAYING not in now and not is_over
        if not was and not is_over and of_macros.has(sheet.name, area.first_row, now):
            yield Difference("LINK-OF-MACRO", sheet.name, place_of((area,)), _OF_MACRO)
            continue
        tell = changed if is_input or not now or is_within else altered
        yield tell(sheet.name, place_of((area,)), f"link: {said_apart(was, now)}")


def _links(root: Element, targets: Mapping[str, str]) -> dict[Area, str]:
    links: dict[Area, list[str]] = {}
    for element in root.iterfind(f"{MAIN}hyperlinks/{MAIN}hyperlink"):
        where = next(iter(ranges_of(element.get("ref", ""))), UNKNOWN)
        outside = element.get(_RELATION_ID)
        target = "" if outside is None else targets.get(outside, outside)
        place = element.get("location", "").replace("'", "").removeprefix("#")
        tip = element.get("tooltip", "")
        words = f"{target}#{place}{_SAYING}{tip}" if tip else f"{target}#{place}"
        links.setdefault(where, []).append(words)
    return {where: ", ".join(words) for where, words in links.items()}
