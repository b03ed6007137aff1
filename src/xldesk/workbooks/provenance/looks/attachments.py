"""What hangs on a sheet beside its cells: drawings, notes, pictures behind it, page pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.provenance.difference import Difference, altered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document, FoundSheet

_HARMLESS = {
    "table",
    "hyperlink",
    "drawing",
    "printerSettings",
    "customProperty",
    "comments",
    "threadedComment",
}
"""Compared elsewhere, said by a rule of the check, or of no look."""

_NOTE = re.compile(rb"ObjectType\s*=\s*[\"']Note[\"']")
_SHAPE = re.compile(rb"<(?:\w+:)?(?:shape|rect|oval|line|polyline|arc|curve|image|roundrect)[\s>/]")


def attachment_differences(
    document: Document, issued: FoundSheet, found: FoundSheet
) -> Iterator[Difference]:
    """Yield what hangs on ``found``, a sheet of ``document``, and not on ``issued``."""
    kept = {relation.kind for relation in issued.relations}
    for relation in found.relations:
        if relation.kind in kept or relation.kind in _HARMLESS:
            continue
        if relation.kind != "vmlDrawing":
            what = f"the sheet holds {relation.kind[:40]!r}, which the desk never issues"
            yield altered(found.name, None, what)
        elif relation.target in document.archive:
            content = document.archive.read(relation.target)
            if len(_SHAPE.findall(content)) != len(_NOTE.findall(content)):
                yield altered(found.name, None, "a shape or text is drawn over the cells or pages")
