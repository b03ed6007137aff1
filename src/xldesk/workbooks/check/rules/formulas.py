"""Calculated cells hold the formula that the workbook gives them, other cells hold none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.formula_cells import formula_cells
from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, is_broken, said
from xldesk.workbooks.formula import file_form, plain_formula, shown_formula
from xldesk.workbooks.layout import FIRST_COLUMN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import Document, FoundSheet
    from xldesk.workbooks.check.formula_cells import FormulaCell
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.row_block import BlockColumn
    from xldesk.workbooks.check.rule import TableBlock, TableView
    from xldesk.workbooks.parts import Column, Table


class _Place(NamedTuple):
    """A cell of a row: the column it stands in, its name, and its plain formula if any."""

    number: int
    name: str
    wanted: str | None


class Formulas(Rule):
    """Finds formulas that became constants, were changed, or stand where data belong."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], list[_Place]] = {}
        self._single: list[tuple[FoundSheet, FormulaCell]] = []
        self._rows: dict[tuple[str, int], SheetRow | None] = {}
        self._labelled: set[tuple[str, str]] = set()
        self._shared: dict[tuple[str, str], str] = {}

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Note where single cells hold formulas."""
        self._single = list(formula_cells(document))
        self._rows = {(sheet.name, cell.row): None for sheet, cell in self._single}
        yield from ()

    def passes(self, block: TableBlock) -> bool:
        """Return whether every column has its one formula, or none."""
        if block.table.spec.row_formulas or any(
            sheet == block.sheet.name and number in block.rows for sheet, number in self._rows
        ):
            return False
        return all(
            _is_wanted(block.columns.get(place.number), place)
            for place in self._places_of(block.rows.start, block.table)
        )

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Yield cells of tables and fields whose formula is not what the spec says."""
        if (row.sheet.name, row.number) in self._rows:
            self._rows[row.sheet.name, row.number] = row
        if row.field is not None:
            self._labelled.add((row.sheet.name, row.field.label))
            formula = row.field.formula
            wanted = None if formula is None else plain_formula(file_form(formula, None))
            place = _Place(FIRST_COLUMN + 1, row.field.label, wanted)
            yield from self._cell(row, place, row.cells.get(place.number))
        elif row.table is None or row.is_header:
            return
        else:
            yield from self._table_row(row, row.table)

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield single cells with another formula, or none; rows that are gone among them."""
        for sheet, cell in self._single:
            if cell.label is not None and (sheet.name, cell.label) in self._labelled:
                continue
            row = self._rows[sheet.name, cell.row]
            if row is None:
                row = SheetRow(document, sheet, cell.row, {}, None, None)
            place = _Place(cell.column, cell.name, cell.wanted)
            yield from self._cell(row, place, row.cells.get(cell.column))

    def _table_row(self, row: SheetRow, table: TableView) -> Iterator[CheckFinding]:
        cells = row.cells
        may_be_blank = not table.spec.row_formulas
        for place in self._places_of(row.number, table):
            cell = cells.get(place.number)
            found = None if cell is None else cell.formula
            if found is None and (place.wanted is None or (may_be_blank and row.is_blank)):
                continue
            if cell is None or not _is_as_wanted(cell, place):
                yield from self._cell(row, place, cell)

    def _places_of(self, number: int, table: TableView) -> list[_Place]:
        """Return the columns of ``table`` with the formulas of the sheet's row ``number``."""
        spec = table.spec
        offset = number - table.found.area.first_row - 1 if spec.row_formulas else 0
        offset = min(offset, len(spec.row_formulas))  # rows behind them have none of their own
        key = spec.name, offset
        if key not in self._places:
            self._places[key] = [
                _Place(at, column.name, _expected(spec, offset, column))
                for at, column in table.columns.items()
            ]
        return self._places[key]

    def _cell(self, row: SheetRow, place: _Place, cell: ReadCell | None) -> Iterator[CheckFinding]:
        found = None if cell is None else cell.formula
        wanted = place.wanted
        if found and cell is not None and cell.group is not None:
            self._shared[row.sheet.name, cell.group] = plain_formula(found)
        if wanted is None:
            if found is not None:
                yield cell_finding(
                    row,
                    place.number,
                    "FORMULA-ADDED",
                    f"{place.name} holds a formula ({shown_formula(found)}) where data belong",
                    "replace it by the value it stands for",
                )
        elif found is None:
            value = said(cell)
            yield cell_finding(
                row,
                place.number,
                "FORMULA-OVERWRITTEN",
                f"the formula of {place.name} was replaced by {value}",
                "restore the formula, or issue the workbook again",
            )
        elif self._plain(row, cell, found) != wanted:
            now = shown_formula(found, "" if row.table is None else row.table.spec.name)
            finding = cell_finding(
                row,
                place.number,
                "FORMULA-CHANGED",
                f"the formula of {place.name} is no longer the workbook's: {now}",
                "restore the formula, or issue the workbook again",
            )
            yield replace(finding, follows=is_broken(found))

    def _plain(self, row: SheetRow, cell: ReadCell | None, found: str) -> str:
        """Return the formula's plain form; of one that is shared, that of the cell above."""
        if found or cell is None or cell.group is None:
            return plain_formula(found)
        return self._shared.get((row.sheet.name, cell.group), "")


def _is_wanted(column: BlockColumn | None, place: _Place) -> bool:
    formula = None if column is None else column.formula
    if formula is None or place.wanted is None:
        return formula is place.wanted
    return plain_formula(formula) == place.wanted


def _is_as_wanted(cell: ReadCell, place: _Place) -> bool:
    """Tell whether a cell has the formula itself that belongs there, shared with none."""
    return (
        bool(cell.formula)
        and cell.group is None
        and plain_formula(cell.formula or "") == place.wanted
    )


def _expected(table: Table, offset: int, column: Column) -> str | None:
    if column.formula is not None:
        return plain_formula(file_form(column.formula, table.name))
    if column.role == "calculated" and offset < len(table.row_formulas):
        own = [c.name for c in table.columns if c.role == "calculated" and c.formula is None]
        return plain_formula(file_form(table.row_formulas[offset][own.index(column.name)], None))
    return None
