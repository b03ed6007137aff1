"""A workbook as openpyxl reads it, with what its cells hold given back where openpyxl loses it.

openpyxl leaves Excel's escapes in texts (ECMA-376 Part 1, 22.9.2.19, ST_Xstring), and takes a
number that is no day for an error, or for another day, where its cell shows days.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import is_date_format
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from xldesk.excel.engine.cells import cells_of, set_typed
from xldesk.excel.engine.day_numbers import moment_of
from xldesk.workbooks.check.archive import Archive
from xldesk.workbooks.check.cell import unescaped
from xldesk.workbooks.check.document import read_document
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.sheet_rows import SheetRows

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from openpyxl import Workbook

    from xldesk.excel.engine.cells import Worksheet
    from xldesk.workbooks.check.cell import ReadCell

Place = tuple[int, int]

_OUT_OF_RANGE = "#VALUE!"
"""What openpyxl makes of a number beyond its days."""

_MARCH = datetime(1900, 3, 1)  # noqa: DTZ001 -- a cell's time has no zone


def loaded(file: BinaryIO, path: Path) -> Workbook:
    """Return the workbook in ``file``, which is open at ``path``.

    Raises what openpyxl raises, and ArchiveError where a sheet that holds such numbers cannot be
    read again.
    """
    reader = _Reader(file, keep_vba=path.suffix.lower() == ".xlsm")
    reader.read()
    workbook: Workbook = reader.wb
    doubtful = {sheet: _look_through(sheet) for sheet in workbook.worksheets}
    if any(doubtful.values()):
        _put_numbers(path, {sheet: places for sheet, places in doubtful.items() if places})
    return workbook


class _Reader(ExcelReader):  # type: ignore[misc]  # openpyxl says no types
    """Reads shared texts as they are written: openpyxl takes a part of some escapes away."""

    def read_strings(self) -> None:
        """Keep the shared texts, escapes and all, in their order."""
        override = self.package.find(SHARED_STRINGS)
        if override is None:
            return
        with self.archive.open(override.PartName[1:]) as part:
            for _, element in iterparse(part):
                if element.tag == f"{{{SHEET_MAIN_NS}}}si":
                    self.shared_strings.append(Text.from_tree(element).content)
                    element.clear()


def _look_through(sheet: Worksheet) -> set[Place]:
    """Let the texts of ``sheet`` be what they show; return where a number may have been lost."""
    first = max(sheet.parent.epoch, _MARCH)
    places = set()
    for place, cell in cells_of(sheet).items():
        kind, value = cell.data_type, cell.value
        if kind == "s":
            if isinstance(value, str) and "_x" in value:
                set_typed(cell, unescaped(value), "s")
        elif kind == "d":
            if isinstance(value, datetime) and value < first:
                places.add(place)
        elif kind == "e" and value == _OUT_OF_RANGE and is_date_format(cell.number_format):
            places.add(place)
    return places


def _put_numbers(path: Path, doubtful: dict[Worksheet, set[Place]]) -> None:
    limits = Limits()
    with Archive(path, limits) as archive:
        document = read_document(archive, limits, ())
        parts = {found.name: found.part for found in document.sheets}
        for sheet, places in doubtful.items():
            part = parts.get(sheet.title)
            for row in () if part is None else SheetRows(document, part):
                for column, found in row.cells.items():
                    if (row.number, column) in places:
                        _put_number(cells_of(sheet)[row.number, column], found)


def _put_number(cell: Any, found: ReadCell) -> None:
    """Let ``cell`` be the number that the file holds, unless that is a day."""
    if found.kind != "n" or found.value is None:
        return
    number = float(found.value)
    if moment_of(number, cell.parent.parent.epoch) is number:
        set_typed(cell, number, "n")
