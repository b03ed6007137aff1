"""What formula cells showed when the file was saved: openpyxl reads formulas, or values."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl.styles.numbers import is_date_format

from xldesk.errors import UsageError
from xldesk.excel.engine.cells import Worksheet, made
from xldesk.excel.engine.change import Constant, ErrorValue
from xldesk.excel.engine.day_numbers import moment_of
from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.checker import refusal
from xldesk.workbooks.check.document import read_document
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.sheet_rows import SheetRows

if TYPE_CHECKING:
    from xldesk.workbooks.check.cell import ReadCell

Place = tuple[int, int]


class CachedValues:
    """The values of formula cells by sheet, row and column; a sheet is read when it is asked for.

    A formula that was written since has none until somebody calculates it and puts it here.
    """

    def __init__(self, path: Path | None = None, sheets: tuple[Worksheet, ...] = ()) -> None:
        """Read from ``path``, in which ``sheets`` have the names that they have now."""
        self._path = path
        self._titles = {sheet: sheet.title for sheet in sheets}
        self._values: dict[Worksheet, dict[Place, Constant]] = {}
        self._forgotten: dict[Worksheet, set[Place]] = {}

    def get(self, sheet: Worksheet, row: int, column: int) -> Constant:
        """Return what the formula in a cell showed; None where that is not known."""
        return self._of(sheet).get((row, column))

    def put(self, sheet: Worksheet, row: int, column: int, value: Constant) -> None:
        """Keep what a formula comes to, as somebody calculated it."""
        self._of(sheet)[row, column] = value

    def forget(self, sheet: Worksheet, row: int, column: int) -> None:
        """Know no longer what a cell showed: another formula stands there."""
        if sheet in self._values:
            self._values[sheet].pop((row, column), None)
        else:
            self._forgotten.setdefault(sheet, set()).add((row, column))

    def _of(self, sheet: Worksheet) -> dict[Place, Constant]:
        if sheet not in self._values:
            values = self._read(sheet)
            for place in self._forgotten.pop(sheet, ()):
                values.pop(place, None)
            self._values[sheet] = values
        return self._values[sheet]

    def _read(self, sheet: Worksheet) -> dict[Place, Constant]:
        title = self._titles.get(sheet)
        if self._path is None or title is None:
            return {}
        try:
            return _values_of(self._path, sheet, title)
        except ArchiveError as error:
            found = refusal(self._path, error)
            raise UsageError(f"{self._path}: {found.message}; {found.remedy}") from error


def _values_of(path: Path, sheet: Worksheet, title: str) -> dict[Place, Constant]:
    limits = Limits()
    with Archive(path, limits) as archive:
        document = read_document(archive, limits, ())
        part = next((found.part for found in document.sheets if found.name == title), None)
        if part is None:
            return {}
        return {
            (row.number, column): _constant(sheet, row.number, cell)
            for row in SheetRows(document, part)
            for column, cell in row.cells.items()
            if cell.formula is not None and cell.value is not None
        }


def _constant(sheet: Worksheet, row: int, cell: ReadCell) -> Constant:
    text = cell.value or ""
    if cell.kind == "b":
        return text in {"1", "true"}
    if cell.kind == "e":
        return ErrorValue(text)
    if cell.kind == "s":
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    if is_date_format(made(sheet, row, cell.column).number_format):
        return moment_of(number, sheet.parent.epoch)
    return number
