"""Which parts a sheet's elements lead to: the drawing it shows is the one that was compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.markup import MAIN
from xldesk.workbooks.provenance.difference import Difference, altered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import FoundSheet

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_KINDS = {
    f"{MAIN}drawing": "drawing",
    f"{MAIN}legacyDrawing": "vmlDrawing",
    f"{MAIN}tablePart": "table",
    f"{MAIN}hyperlink": "hyperlink",
    f"{MAIN}pageSetup": "printerSettings",
    f"{MAIN}customPr": "customProperty",
}
"""What each element of a sheet may lead to."""

_LED_TO_ONCE = {"drawing", "vmlDrawing", "table"}


def reference_differences(sheet: FoundSheet, frame: Element) -> Iterator[Difference]:
    """Yield elements of ``frame``, which is ``sheet`` without its rows, that lead elsewhere.

    What is read by its relation alone must be what the sheet leads to, and be led to once.
    """
    kinds = {relation.id: relation.kind for relation in sheet.relations}
    used = []
    for element in frame.iter():
        reference = element.get(_RELATION_ID)
        if reference is None:
            continue
        used.append(reference)
        if element.tag in _KINDS and kinds.get(reference) != _KINDS[element.tag]:
            name = element.tag.removeprefix(MAIN)
            yield altered(sheet.name, None, f"{name!r} leads to a part of another kind")
    for relation in sheet.relations:
        if relation.kind in _LED_TO_ONCE and used.count(relation.id) != 1:
            message = f"the sheet holds a {relation.kind}, and does not say once where it stands"
            yield altered(sheet.name, None, message)
