"""How a cell looks, and the note and link it carries: read as facts, put back as they were."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection
from openpyxl.worksheet.hyperlink import Hyperlink

from xldesk.excel.engine.change import Aspect, Link, Note

Read = Callable[[Any], Any]
Put = Callable[[Any, Any], None]


def note_of(cell: Any) -> Note | None:
    """Return the note of ``cell``."""
    comment = cell.comment
    if comment is None:
        return None
    return Note(comment.text, comment.author or "", comment.width, comment.height)


def put_note(cell: Any, note: Note | None) -> None:
    """Give ``cell`` this note, or none."""
    if note is None:
        cell.comment = None
    else:
        cell.comment = Comment(note.text, note.author, height=note.height, width=note.width)


def link_of(cell: Any) -> Link | None:
    """Return the hyperlink of ``cell``."""
    found = cell.hyperlink
    if found is None:
        return None
    return Link(found.target, found.location, found.tooltip)


def put_link(cell: Any, link: Link | None) -> None:
    """Give ``cell`` this hyperlink, or none; what the cell says stays."""
    if link is None:
        cell.hyperlink = None
        return
    # Set while the cell says something: openpyxl writes the address into an empty one.
    kept, data_type = cell.value, cell.data_type
    cell.value = "kept"
    cell.hyperlink = Hyperlink(
        ref=cell.coordinate, target=link.address, location=link.location, tooltip=link.tip
    )
    cell.value = kept
    cell.data_type = data_type


def _style(name: str) -> tuple[Read, Put]:
    return (lambda cell: copy(getattr(cell, name))), (lambda cell, new: setattr(cell, name, new))


def _plain(name: str) -> tuple[Read, Put]:
    return (lambda cell: getattr(cell, name)), (lambda cell, new: setattr(cell, name, new))


def _put_prefix(cell: Any, new: object) -> None:
    cell.quotePrefix = int(bool(new))


CELL_ASPECTS: dict[Aspect, tuple[Read, Put]] = {
    Aspect.NUMBER_FORMAT: _plain("number_format"),
    Aspect.QUOTE_PREFIX: (
        lambda cell: bool(cell.quotePrefix),
        _put_prefix,
    ),
    Aspect.FILL: _style("fill"),
    Aspect.FONT: _style("font"),
    Aspect.ALIGNMENT: _style("alignment"),
    Aspect.BORDER: _style("border"),
    Aspect.PROTECTION: _style("protection"),
    Aspect.NOTE: (note_of, put_note),
    Aspect.HYPERLINK: (link_of, put_link),
}

OF_ONE_CELL = frozenset({Aspect.NOTE, Aspect.HYPERLINK})
"""Aspects that are no part of a style, which cells may share."""

FORMATS: dict[Aspect, object] = {
    Aspect.NUMBER_FORMAT: "General",
    Aspect.FILL: PatternFill(),
    Aspect.FONT: None,
    Aspect.ALIGNMENT: Alignment(),
    Aspect.BORDER: Border(),
    Aspect.PROTECTION: Protection(),
}
"""The aspects that are format, and what each is where nobody formats; the book knows its font."""


def usual_font(workbook: Any) -> Font:
    """Return the font of cells that nobody formats."""
    font: Font = copy(workbook._fonts[0])  # noqa: SLF001 -- openpyxl has no public way
    return font
