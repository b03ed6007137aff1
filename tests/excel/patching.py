"""Changes of a workbook as a macro makes them: in openpyxl's workbook, and in a journal."""

from __future__ import annotations

import warnings
import zipfile
from copy import copy
from typing import TYPE_CHECKING, Any

import openpyxl
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.worksheet.hyperlink import Hyperlink

from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.engine.journal import Journal
from xldesk.excel.patch import PatchReceipt, save

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xldesk.workbooks.recalculation.engines import Engine

_LOOKS = {
    Aspect.NUMBER_FORMAT: "number_format",
    Aspect.FILL: "fill",
    Aspect.FONT: "font",
    Aspect.ALIGNMENT: "alignment",
    Aspect.BORDER: "border",
    Aspect.PROTECTION: "protection",
}


class Macro:
    """One opened file with its journal; ``save`` patches it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = loaded(path)
        self.journal = Journal()

    def put(self, sheet: str, place: str, value: Any) -> None:
        """Write a value; a text with a leading equals sign is a formula."""
        cell = self.book[sheet][place]
        old, cell.value = cell.value, value
        aspect = Aspect.FORMULA if cell.data_type == "f" else Aspect.VALUE
        self.note_change(sheet, place, aspect, old, value)

    def put_text(self, sheet: str, place: str, text: str) -> None:
        """Write a text, whatever it begins with."""
        self.put(sheet, place, text)
        self.book[sheet][place].data_type = "s"

    def look(self, sheet: str, place: str, aspect: Aspect, style: Any) -> None:
        """Set how a cell looks."""
        cell = self.book[sheet][place]
        old = copy(getattr(cell, _LOOKS[aspect]))
        setattr(cell, _LOOKS[aspect], style)
        self.note_change(sheet, place, aspect, old, style)

    def note(self, sheet: str, place: str, text: str | None) -> None:
        """Give a cell a note, or take it away."""
        self.book[sheet][place].comment = None if text is None else Comment(text, "xldesk")
        self.note_change(sheet, place, Aspect.NOTE, None if text else "", text)

    def link(
        self, sheet: str, place: str, address: str | None, location: str | None = None
    ) -> None:
        """Give a cell a link, or take it away."""
        cell = self.book[sheet][place]
        link = Hyperlink(ref=place, target=address, location=location)
        cell.hyperlink = link if address or location else None
        self.note_change(sheet, place, Aspect.HYPERLINK, "", address or location)

    def note_change(self, sheet: str, place: str, aspect: Aspect, old: object, new: object) -> None:
        """Put a change that was made into the journal."""
        self.journal.record(Change(sheet, place, aspect, old, new))

    def save(self, target: Path | None = None, engines: Sequence[Engine] = ()) -> PatchReceipt:
        """Patch the file as ``target``, itself by default."""
        return save(self.path, self.book, self.journal, target or self.path, engines=engines)


def loaded(path: Path) -> Any:
    """Return openpyxl's workbook of a file, without its warnings of what it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")


def parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a file by name, in order."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed_parts(before: Path, after: Path) -> set[str]:
    """Return the names of parts that are not byte for byte the same in both files."""
    old, new = parts(before), parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def elements(part: bytes) -> list[tuple[str, str]]:
    """Return each top element of an XML part with its canonical markup, rows one by one."""
    root = etree.fromstring(part)
    found = []
    for child in root:
        rows = child if etree.QName(child).localname == "sheetData" else [child]
        found += [
            (etree.QName(e).localname + e.get("r", ""), etree.tostring(e, method="c14n").decode())
            for e in rows
        ]
    return found


def changed_elements(before: bytes, after: bytes) -> set[str]:
    """Return the elements of a part that are another thing afterwards, rows by their number."""
    return {name for name, _ in set(elements(before)) ^ set(elements(after))}
