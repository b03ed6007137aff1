"""What hangs on a sheet beside its cells: drawings, notes, pictures behind it, page pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.check.markup import parsed
from xldesk.workbooks.provenance.difference import Difference, altered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

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

_VML = "{urn:schemas-microsoft-com:vml}"
_CLIENT_DATA = "{urn:schemas-microsoft-com:office:excel}ClientData"
_OF_NOTES = {
    "shapetype", "shape", "stroke", "path", "fill", "shadow", "textbox", "formulas", "f", "handles",
    "h",
}  # fmt: skip
"""What programs draw a note of."""

_VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"
_VISIBILITY = re.compile(r"(?:^|;)\s*visibility\s*:\s*([^;]*)", re.IGNORECASE)

_PLAIN_FILLS = {"solid", "gradient", "gradientRadial"}


def attachment_differences(
    document: Document, issued: FoundSheet, found: FoundSheet
) -> Iterator[Difference]:
    """Yield what hangs on ``found``, a sheet of ``document``, and not on ``issued``."""
    kept = {relation.kind for relation in issued.relations}
    for relation in found.relations:
        is_part = not relation.is_external and relation.kind != "hyperlink"
        if is_part and relation.target not in document.archive:
            yield altered(found.name, None, f"a {relation.kind[:40]!r} of the sheet is not there")
            continue
        if relation.kind in kept or relation.kind in _HARMLESS:
            continue
        if relation.kind != "vmlDrawing":
            what = f"the sheet holds {relation.kind[:40]!r}, which the desk never issues"
            yield altered(found.name, None, what)
        elif not relation.is_external:
            content = document.archive.read(relation.target)
            if not _holds_notes(parsed(content, relation.target, document.limits)):
                yield altered(found.name, None, "a shape or text is drawn over the cells or pages")


def _holds_notes(root: Element) -> bool:
    """Tell whether an old drawing has but the boxes of notes, none always in sight, no pictures."""
    for element in root.iter():
        space, _, name = str(element.tag).rpartition("}")
        if f"{space}}}" != _VML:
            continue
        if name not in _OF_NOTES:
            return False
        if name == "shape" and [e.get("ObjectType") for e in element.iter(_CLIENT_DATA)] != [
            "Note"
        ]:
            return False
        if name == "shape" and not _shows_when_pointed_at(element):
            return False
        if name == "fill" and element.get("type", "solid") not in _PLAIN_FILLS:
            return False
    return True


def _shows_when_pointed_at(shape: Element) -> bool:
    """Tell whether the box of a note is hidden until somebody points at its cell."""
    said = {one.strip().casefold() for one in _VISIBILITY.findall(shape.get("style", ""))}
    return said == {"hidden"} and next(shape.iter(_VISIBLE), None) is None
