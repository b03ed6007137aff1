"""The charts and pictures of a sheet, as far as a reader who cannot see them needs words.

Parts: ECMA-376 part 1, 20.5 (drawings on a sheet) and 21.2 (charts).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.workbooks.check.document import relations_of
from xldesk.workbooks.check.markup import is_on, parsed
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Document, FoundSheet

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart or picture: the cell under its corner, its name, and the words it has.

    ``bare_axes`` counts the value axes that are shown without a title, so without a unit.
    ``has_title`` is None where it is no chart, or of a kind that is not read.
    """

    cell: str | None
    kind: str
    name: str
    has_alt_text: bool
    has_title: bool | None = None
    bare_axes: int = 0


def drawn_on(document: Document, sheet: FoundSheet) -> tuple[Drawn, ...]:
    """Return what is drawn on ``sheet``, in the order of its file; raises ArchiveError."""
    return tuple(
        drawn
        for relation in sheet.relations
        if relation.kind == "drawing" and relation.target in document.archive
        for drawn in _drawn(document, relation.target)
    )


def _drawn(document: Document, part: str) -> Iterator[Drawn]:
    archive, limits = document.archive, document.limits
    targets = {
        relation.id: relation.target
        for relation in relations_of(archive, part, limits)
        if relation.kind == "chart" and not relation.is_external
    }
    root = parsed(archive.read(part), part, limits)
    for element in root.iter(f"{_DRAWING}graphicFrame", f"{_DRAWING}pic"):
        about = next(element.iter(f"{_DRAWING}cNvPr"), None)
        name = "" if about is None else about.get("name", "")
        has_alt = about is not None and bool(about.get("descr", "").strip())
        cell = _corner(element)
        if element.tag == f"{_DRAWING}pic":
            yield Drawn(cell, "picture", name, has_alt)
            continue
        chart = next(element.iter(f"{_CHART}chart"), None)
        target = None if chart is None else targets.get(chart.get(_RELATION_ID, ""))
        if target is None or target not in archive:
            yield Drawn(cell, "chart", name, has_alt)
            continue
        drawing = parsed(archive.read(target), target, limits).find(f"{_CHART}chart")
        yield Drawn(
            cell,
            "chart",
            name,
            has_alt,
            drawing is not None and _has_words(drawing),
            0
            if drawing is None
            else sum(_is_bare(axis) for axis in drawing.iter(f"{_CHART}valAx")),
        )


def _has_words(element: Element) -> bool:
    """Tell whether a chart or axis has a title that says something, or takes it from a cell."""
    title = element.find(f"{_CHART}title")
    if title is None:
        return False
    return title.find(f".//{_CHART}f") is not None or any(
        str(text).strip() for text in title.itertext()
    )


def _is_bare(axis: Element) -> bool:
    hidden = axis.find(f"{_CHART}delete")
    is_shown = hidden is None or not is_on(hidden.get("val", "1"))
    return is_shown and not _has_words(axis)


def _corner(element: Element) -> str | None:
    """Return the cell under the upper left corner of what is drawn, None where none is said."""
    anchor = element
    while (parent := anchor.getparent()) is not None:
        start = parent.find(f"{_DRAWING}from")
        if start is not None:
            column, row = (start.findtext(f"{_DRAWING}{name}", "") for name in ("col", "row"))
            if not all(
                text.isascii() and text.isdigit() and len(text) < 8 for text in (column, row)
            ):
                return None
            return f"{letters_of(int(column) + 1)}{int(row) + 1}"
        anchor = parent
    return None
