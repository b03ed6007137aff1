"""Notes of cells: the part that holds their texts, beside the drawing that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple

from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch import content_types
from xldesk.excel.patch.note_shapes import NoteShapes
from xldesk.excel.patch.refusal import refused
from xldesk.excel.patch.sheet_markup import NAMESPACE
from xldesk.workbooks.cell_text import legal
from xldesk.workbooks.check.markup import MAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from xldesk.excel.patch.package_edit import PackageEdit
    from xldesk.excel.patch.relationships import Relationships
    from xldesk.excel.patch.sheet_frame import SheetFrame

_EMPTY = f'<comments xmlns="{NAMESPACE}"><authors/><commentList/></comments>'.encode()
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_THREAD = "tc="
"""How the author of a note begins that stands for a conversation."""


def edit_notes(
    package: PackageEdit,
    frame: SheetFrame,
    sheet: Any,
    places: Sequence[str],
    relations: Relationships,
) -> None:
    """Give the cells at ``places`` the notes that openpyxl's ``sheet`` has, or none.

    Raises PatchError for a conversation: its other parts would say something else.
    """
    if not places:
        return
    part = next(iter(relations.targets("comments")), None)
    if part is None:
        part = _added(package, relations)
    root = package.edit(part)
    authors, notes = root.find(f"{MAIN}authors"), root.find(f"{MAIN}commentList")
    if authors is None or notes is None:
        raise refused(Aspect.NOTE, sheet.title, places[0], f"part {part} is no list of notes")
    shapes = NoteShapes.of(package, frame, relations)
    by_place = {note.get("ref", ""): note for note in notes}
    for place in sorted(places, key=coordinate_to_tuple):
        row, column = coordinate_to_tuple(place)
        old, note = by_place.get(place), sheet.cell(row, column).comment
        if old is not None:
            _refuse_thread(old, authors, sheet.title, place)
            notes.remove(old)
        if note is None:
            shapes.remove(row, column)
        else:
            notes.append(_made(place, note, authors))
            shapes.place(row, column, note.width, note.height)
    notes[:] = sorted(notes, key=lambda note: coordinate_to_tuple(note.get("ref", "A1")))
    shapes.finish()
    if not len(notes):
        relations.remove(str(relations.identity(part)))
        content_types.forget(package, part)
        package.remove(part)


def _added(package: PackageEdit, relations: Relationships) -> str:
    part = package.free_name("xl/comments{}.xml")
    package.put(part, _EMPTY)
    content_types.set_type(package, part, content_types.COMMENTS)
    relations.add("comments", part)
    return part


def _made(place: str, note: Any, authors: Element) -> Element:
    names = [author.text or "" for author in authors]
    name = legal(note.author or "")
    if name not in names:
        etree.SubElement(authors, f"{MAIN}author").text = name
        names.append(name)
    element = etree.Element(f"{MAIN}comment", ref=place, authorId=str(names.index(name)))
    text = etree.SubElement(etree.SubElement(element, f"{MAIN}text"), f"{MAIN}t")
    text.set(_SPACE, "preserve")
    text.text = legal(note.text or "")
    return element


def _refuse_thread(note: Element, authors: Element, sheet: str, place: str) -> None:
    number = int(note.get("authorId", "0"))
    name = (authors[number].text or "") if number < len(authors) else ""
    if name.startswith(_THREAD):
        why = "the cell has a conversation of several people; end it in a spreadsheet program"
        raise refused(Aspect.NOTE, sheet, place, why)
