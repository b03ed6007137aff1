"""Hyperlinks of single cells: written, changed, and taken away with the address they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch.refusal import refused
from xldesk.excel.patch.relationships import RELATION_ID, Relationships
from xldesk.workbooks.check.markup import MAIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

    from xldesk.excel.patch.sheet_frame import SheetFrame

_TAG = f"{MAIN}hyperlink"


def edit_links(
    frame: SheetFrame, sheet: Any, places: Iterable[str], relations: Relationships
) -> None:
    """Give the cells at ``places`` the hyperlinks that openpyxl's ``sheet`` has, or none.

    Raises PatchError for a cell in a range that has one hyperlink together.
    """
    wanted = dict.fromkeys(places)
    if not wanted:
        return
    links = frame.ensure("hyperlinks")
    for element in links.findall(_TAG):
        reference = element.get("ref", "")
        if reference in wanted:
            links.remove(element)
            _forget(element, links, relations)
        elif ":" in reference:
            _refuse_inside(reference, wanted, sheet.title)
    for place in wanted:
        link = sheet[place].hyperlink
        if link is not None:
            links.append(_made(place, link, relations))
    if not len(links):
        frame.remove("hyperlinks")


def _made(place: str, link: Any, relations: Relationships) -> Element:
    element = etree.Element(_TAG, ref=place)
    address, location = link.target or "", link.location or ""
    if address.startswith("#"):
        address, location = "", address.removeprefix("#")
    if address:
        element.set(RELATION_ID, relations.add_address("hyperlink", address))
    said = {"location": location, "tooltip": link.tooltip, "display": link.display}
    for name, value in said.items():
        if value:
            element.set(name, value)
    return element


def _forget(element: Element, links: Element, relations: Relationships) -> None:
    identity = element.get(RELATION_ID)
    if identity is not None and not any(link.get(RELATION_ID) == identity for link in links):
        relations.remove(identity)


def _refuse_inside(reference: str, wanted: Iterable[str], sheet: str) -> None:
    left, top, right, bottom = range_boundaries(reference)
    for place in wanted:
        row, column = coordinate_to_tuple(place)
        if top <= row <= bottom and left <= column <= right:
            why = f"it shares its link with {reference}; give each cell its own in a spreadsheet"
            raise refused(Aspect.HYPERLINK, sheet, place, why)
