"""What stands around a worksheet's rows: elements found, put in their order, or taken away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree
from openpyxl.utils.cell import range_boundaries

from xldesk.excel.patch.refusal import PatchError
from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.markup import MAIN, parsed
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from xldesk.excel.patch.sheet_markup import SheetMarkup

_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""The order of a worksheet's elements: ECMA-376 part 1, 18.3.1.99."""

_RANKS = {f"{MAIN}{name}": rank for rank, name in enumerate(_ORDER)}
_DATA = re.compile(rb"<(?:[\w.-]+:)?sheetData[^>]*>")


class SheetFrame:
    """The elements of ``markup`` around its rows; parsed when they are first asked for."""

    def __init__(self, markup: SheetMarkup, name: str) -> None:
        self._markup = markup
        self._name = name
        self._root: Element | None = None
        self._is_changed = False

    def read(self) -> Element:
        """Return the worksheet without its rows, to be read only."""
        if self._root is None:
            content = self._markup.head + self._markup.tail
            try:
                self._root = parsed(content, self._name, Limits())
            except ArchiveError as error:
                raise PatchError(f"{error.message}; nothing was written") from error
        return self._root

    def edit(self) -> Element:
        """Return the worksheet without its rows, to be changed."""
        self._is_changed = True
        return self.read()

    def find(self, tag: str) -> Element | None:
        """Return the first element ``tag``, to be read only."""
        return self.read().find(f"{MAIN}{tag}")

    def ensure(self, tag: str) -> Element:
        """Return the element ``tag``, to be changed; it is put in its place where it is missing."""
        root = self.edit()
        found = root.find(f"{MAIN}{tag}")
        if found is None:
            found = etree.Element(f"{MAIN}{tag}")
            self.insert(found)
        return found

    def insert(self, element: Element) -> None:
        """Put ``element`` in its place, behind others of its kind."""
        root = self.edit()
        rank = _RANKS[str(element.tag)]
        index = next((i for i, child in enumerate(root) if _rank(child) > rank), len(root))
        root.insert(index, element)

    def remove(self, tag: str) -> None:
        """Take all elements ``tag`` away."""
        for element in self.read().findall(f"{MAIN}{tag}"):
            self.edit().remove(element)

    def replace(self, tag: str, element: Element | None) -> None:
        """Put ``element`` where ``tag`` stands; None takes it away."""
        self.remove(tag)
        if element is not None:
            self.insert(element)

    def cover(self, row: int, column: int) -> None:
        """Make the sheet's stated area reach the cell, if it states one."""
        found = self.find("dimension")
        if found is None:
            return
        left, top, right, bottom = range_boundaries(found.get("ref", "A1"))
        if left <= column <= right and top <= row <= bottom:
            return
        first = f"{letters_of(min(left, column))}{min(top, row)}"
        last = f"{letters_of(max(right, column))}{max(bottom, row)}"
        self.ensure("dimension").set("ref", f"{first}:{last}")

    def written(self) -> tuple[bytes, bytes]:
        """Return what stands before the rows, and what stands after them."""
        if not self._is_changed:
            return self._markup.head, self._markup.tail
        root = self.read()
        data = root.find(f"{MAIN}sheetData")
        if data is None:
            raise AssertionError("a sheet's markup was cut at its rows")
        data.text = "\n"  # keeps the element from being closed by itself
        content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        match = _DATA.search(content)
        if match is None:
            raise AssertionError("the element of the rows was just written")
        return content[: match.end()], content[match.end() + 1 :]


def _rank(element: Element) -> int:
    """Return where an element stands; alternatives stand where the first of them does."""
    if element.tag in _RANKS:
        return _RANKS[str(element.tag)]
    inside = (_RANKS[str(inner.tag)] for inner in element.iter("{*}*") if inner.tag in _RANKS)
    return next(inside, 0)
