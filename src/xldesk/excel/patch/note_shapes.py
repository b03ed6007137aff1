"""The drawing that shows a sheet's notes: one shape a note, in the markup of Excel 2000."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from lxml import etree

from xldesk.excel.patch import content_types
from xldesk.excel.patch.relationships import RELATION_ID

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from xldesk.excel.patch.package_edit import PackageEdit
    from xldesk.excel.patch.relationships import Relationships
    from xldesk.excel.patch.sheet_frame import SheetFrame

_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_SHAPE = f"{{{_VML}}}shape"
_DATA = f"{{{_EXCEL}}}ClientData"
_NUMBER = re.compile(r"_s(\d{1,9})$")
_TYPE = "_x0000_t202"
_FIRST_NUMBER = 1025

_EMPTY = f"""<xml xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:x="{_EXCEL}">\
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>""".encode()

_TEXT_BOX = f"""<v:shapetype xmlns:v="{_VML}" xmlns:o="{_OFFICE}" id="{_TYPE}" \
coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"""

_NOTE = """<v:shape xmlns:v="{vml}" xmlns:o="{office}" xmlns:x="{excel}" id="_x0000_s{number}" \
type="#{type}" style="position:absolute;width:{width:g}px;height:{height:g}px;\
visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>\
<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>\
<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>\
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>\
<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>\
<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""

_COLUMN_PIXELS, _ROW_PIXELS = 64, 20


class NoteShapes:
    """The shapes of one sheet's notes; ``finish`` takes away a drawing that shows nothing."""

    def __init__(
        self, package: PackageEdit, frame: SheetFrame, relations: Relationships, part: str
    ) -> None:
        self._package = package
        self._frame = frame
        self._relations = relations
        self._part = part
        self._root = package.edit(part)
        shapes = self._root.findall(_SHAPE)
        self._by_place = {_place(shape): shape for shape in shapes}
        numbers = (_NUMBER.search(shape.get("id", "")) for shape in self._root.iter(_SHAPE))
        self._last = max((int(found[1]) for found in numbers if found), default=_FIRST_NUMBER - 1)

    @classmethod
    def of(cls, package: PackageEdit, frame: SheetFrame, relations: Relationships) -> Self:
        """Return the shapes of the sheet's drawing, which is made where there is none."""
        found = frame.find("legacyDrawing")
        part = None if found is None else relations.target(found.get(RELATION_ID, ""))
        if part is None:
            part = package.free_name("xl/drawings/vmlDrawing{}.vml")
            package.put(part, _EMPTY)
            content_types.set_ending(package, "vml", content_types.VML)
            identity = relations.add("vmlDrawing", part)
            frame.ensure("legacyDrawing").set(RELATION_ID, identity)
        return cls(package, frame, relations, part)

    def place(self, row: int, column: int, width: float, height: float) -> None:
        """Show a note at the cell, of so many pixels; one that is shown keeps its shape."""
        if (row, column) in self._by_place:
            return
        if self._root.find(f"{{{_VML}}}shapetype[@id='{_TYPE}']") is None:
            self._root.append(etree.fromstring(_TEXT_BOX))
        self._last += 1
        note = _NOTE.format(
            vml=_VML,
            office=_OFFICE,
            excel=_EXCEL,
            type=_TYPE,
            number=self._last,
            width=width,
            height=height,
            anchor=_anchor(row, column, width, height),
            row=row - 1,
            column=column - 1,
        )
        self._by_place[row, column] = etree.fromstring(note)
        self._root.append(self._by_place[row, column])

    def remove(self, row: int, column: int) -> None:
        """Show no note at the cell."""
        shape = self._by_place.pop((row, column), None)
        if shape is not None:
            self._root.remove(shape)

    def finish(self) -> None:
        """Take the drawing away if it shows nothing any more."""
        kept = [shape for shape in self._root if shape.tag not in _FRAME]
        if kept:
            return
        self._frame.remove("legacyDrawing")
        self._relations.remove(str(self._relations.identity(self._part)))
        content_types.forget(self._package, self._part)
        self._package.remove(self._part)


def _place(shape: Element) -> tuple[int, int] | None:
    """Return row and column of the note that ``shape`` shows, None where it shows another thing."""
    data = shape.find(_DATA)
    if data is None or data.get("ObjectType") != "Note":
        return None
    row, column = (data.findtext(f"{{{_EXCEL}}}{name}", "").strip() for name in ("Row", "Column"))
    return (int(row) + 1, int(column) + 1) if row.isdigit() and column.isdigit() else None


_FRAME = frozenset({f"{{{_OFFICE}}}shapelayout", f"{{{_VML}}}shapetype"})


def _anchor(row: int, column: int, width: float, height: float) -> str:
    """Return where a note hangs: beside its cell, in cells of the usual size.

    Left column and offset, top row and offset, right column and offset, bottom row and offset
    (Office VML, Anchor).
    """
    left, top = column, max(row - 2, 0)
    right, beyond = divmod(int(width) + 15, _COLUMN_PIXELS)
    bottom, below = divmod(int(height) + 10, _ROW_PIXELS)
    return f"{left}, 15, {top}, 10, {left + right}, {beyond}, {top + bottom}, {below}"
