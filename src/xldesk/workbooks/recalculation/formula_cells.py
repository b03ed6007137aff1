"""The formula cells of a workbook: where they stand, and the value that the file holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import Archive
from xldesk.workbooks.check.document import read_document
from xldesk.workbooks.check.markup import MAIN, parsed
from xldesk.workbooks.check.numbers import float_of, position_of
from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk.workbooks.sheet_letters import letters_of
from xldesk.workbooks.theme import amount_decimals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.limits import Limits

Value = str | float | bool | None
"""What a cell shows: text (errors too), a number, true or false, or nothing."""

SHARED = "\x00"
"""Stands for the formula of a cell that takes it from another one; no file can hold this text."""

_TRUTHS = {"1": True, "0": False}


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell with a formula; ``sheet_index`` counts from 0, ``row`` and ``column`` from 1.

    ``decimals`` are those of its number format where that is an amount's, None elsewhere. It
    ``lacks_value`` where a program saved it without calculating it.
    """

    sheet: str
    sheet_index: int
    row: int
    column: int
    value: Value
    decimals: int | None
    lacks_value: bool = False

    @property
    def cell(self) -> str:
        """The cell as people name it: ``D7``."""
        return f"{letters_of(self.column)}{self.row}"


def formula_cells(path: Path, limits: Limits) -> list[FormulaCell]:
    """Return every formula cell of the workbook at ``path``, by sheet, row and column.

    Raises ArchiveError for a file that cannot be read within ``limits``.
    """
    with Archive(path, limits) as archive:
        document = read_document(archive, limits, ())
        formats = decimals_by_style(document)
        return [
            FormulaCell(
                sheet.name,
                index,
                number,
                cell.column,
                value_of(cell.kind, cell.value),
                formats.get(cell.style),
                cell.lacks_value,
            )
            for index, sheet in enumerate(document.sheets)
            for number, cells, *_ in SheetRows(document, sheet.part)
            for cell in cells.values()
            if cell.formula is not None
        ]


def values_at(path: Path, limits: Limits, cells: list[FormulaCell]) -> list[Value]:
    """Return what the workbook at ``path`` shows at the places of ``cells``, by sheet name."""
    wanted = {(cell.sheet, cell.row, cell.column) for cell in cells}
    found: dict[tuple[str, int, int], Value] = {}
    with Archive(path, limits) as archive:
        document = read_document(archive, limits, ())
        for sheet in document.sheets:
            for row, column, value, _, _ in cells_on(document, sheet.part):
                if (sheet.name, row, column) in wanted:
                    found[sheet.name, row, column] = value
    return [found.get((cell.sheet, cell.row, cell.column)) for cell in cells]


def cells_on(document: Document, part: str) -> Iterator[tuple[int, int, Value, str, str | None]]:
    """Yield row, column, value, style and formula (or None) of each cell of a sheet.

    A formula that is shared with another cell is ``SHARED``.
    """
    for number, cells, *_ in SheetRows(document, part):
        for cell in cells.values():
            value = value_of(cell.kind, cell.value)
            formula = SHARED if cell.formula == "" and cell.group is not None else cell.formula
            yield number, cell.column, value, cell.style, formula


def value_of(kind: str, text: str | None) -> Value:
    """Return what a cell of ``kind`` shows; a text where it is no number, or no truth value."""
    if text is None:
        return None
    if kind == "n":
        number = float_of(text)
        return text if number is None else number
    return _TRUTHS.get(text, text) if kind == "b" else text


def decimals_by_style(document: Document) -> dict[str, int]:
    """Return the decimals of an amount's number format by the index of a cell's style."""
    return {
        style: decimals
        for style, code in _codes(document).items()
        if (decimals := amount_decimals(code)) is not None
    }


def _codes(document: Document) -> dict[str, str]:
    """Return the workbook's own number formats by the index of a cell's style."""
    part = next((r.target for r in document.relations if r.kind == "styles"), None)
    if part is None or part not in document.archive:
        return {}
    root = parsed(document.archive.read(part), part, document.limits)
    codes = {
        position_of(element.get("numFmtId", "")): element.get("formatCode", "")
        for element in root.iter(f"{MAIN}numFmt")
    }
    formats = root.find(f"{MAIN}cellXfs")
    numbers = [
        position_of(element.get("numFmtId", "0"))
        for element in (formats if formats is not None else ())
    ]
    return {
        str(at): codes[number]
        for at, number in enumerate(numbers)
        if number is not None and number in codes
    }
