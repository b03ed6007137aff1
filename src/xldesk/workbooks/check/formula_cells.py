"""Where a workbook of the desk holds formulas outside its tables: key figures, fields and flags."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.formula import file_form, plain_formula
from xldesk.workbooks.layout import (
    FIRST_COLUMN,
    FLAG_ROW,
    OWN_FLAG_ROW,
    Placed,
    PlacedFields,
    PlacedFigures,
    PlacedTable,
    PlacedText,
    SheetLayout,
    lay_out,
)
from xldesk.workbooks.same import Same
from xldesk.workbooks.standard_sheets import FLAG_FORMULA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document, FoundSheet
    from xldesk.workbooks.spec import Workbook


class FormulaCell(NamedTuple):
    """A cell with a formula: where it is to stand in the file, what it is called, the formula.

    ``wanted`` is the plain form. A field's value is found by its ``label`` wherever that stands.
    """

    row: int
    column: int
    name: str
    wanted: str
    label: str | None = None


def formula_cells(document: Document) -> Iterator[tuple[FoundSheet, FormulaCell]]:
    """Yield the single cells that hold formulas, by the sheets of the file that has them.

    Rows count from the top, and below a table from its last row. Below paragraphs that the
    content brings, and below a table that is missing, rows are known again from the next table.
    """
    if document.spec is None:
        return
    sheets = {sheet.name: sheet for sheet in document.sheets}
    for layout in _layouts(Same(document.spec)):
        found = sheets.get(layout.sheet.name)
        if found is not None:
            for cell in (*_flags(layout), *_placed_cells(layout, found)):
                yield found, cell


@lru_cache(maxsize=16)
def _layouts(spec: Same[Workbook]) -> tuple[SheetLayout, ...]:
    """Return where everything stands in a template of ``spec``, the same for all files of it."""
    return tuple(lay_out(page, has_checks=spec.held.has_checks) for page in spec.held.pages)


def _flags(layout: SheetLayout) -> Iterator[FormulaCell]:
    if not layout.shows_flag:
        return
    yield _cell(FLAG_ROW, FIRST_COLUMN, "the line about the checks", FLAG_FORMULA)
    if layout.sheet.flag is not None:
        formula = layout.sheet.flag.formula
        yield _cell(OWN_FLAG_ROW, FIRST_COLUMN, "the line under that of the checks", formula)


def _placed_cells(layout: SheetLayout, sheet: FoundSheet) -> Iterator[FormulaCell]:
    shift: int | None = 0
    for placed in layout.placed:
        if isinstance(placed, PlacedTable):
            shift = _shift_behind(placed, sheet)
        elif isinstance(placed, PlacedText) and placed.lines is None:
            shift = None
        elif shift is not None:
            yield from _cells_of(placed, shift)


def _shift_behind(placed: PlacedTable, sheet: FoundSheet) -> int | None:
    """Return by how many rows what follows a table stands lower than in the template."""
    name = placed.table.name.casefold()
    areas = (table.area for table in sheet.tables if table.name.casefold() == name)
    area = next(areas, None)
    return None if area is None else area.last_row - (placed.first_row + placed.count - 1)


def _cells_of(placed: Placed, shift: int) -> Iterator[FormulaCell]:
    if isinstance(placed, PlacedFigures):
        for index, figure in enumerate(placed.block.figures):
            if figure.formula is not None:
                name = figure.caption.replace(", {currency}", "")
                column = placed.column(index)
                yield _cell(placed.value_row + shift, column, name, figure.formula)
    elif isinstance(placed, PlacedFields):
        for row, item in enumerate(placed.block.items, start=placed.first_row + shift):
            if item.formula is not None:
                yield _cell(row, FIRST_COLUMN + 1, item.label, item.formula, item.label)


def _cell(row: int, column: int, name: str, formula: str, label: str | None = None) -> FormulaCell:
    return FormulaCell(row, column, name, plain_formula(file_form(formula, None)), label)
