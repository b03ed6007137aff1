"""Calculated cells hold the formula of their column, other cells hold none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, is_broken, shown
from xldesk.workbooks.formula import file_form, plain_formula
from xldesk.workbooks.layout import FIRST_COLUMN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableView
    from xldesk.workbooks.parts import Column, Table


class _Place(NamedTuple):
    """A column of a table, or a field: where it stands, its name, and its plain formula if any."""

    number: int
    name: str
    wanted: str | None


class Formulas(Rule):
    """Finds formulas that became constants, were changed, or stand where data belong."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], list[_Place]] = {}

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Yield cells whose formula is not what the spec says."""
        if row.field is not None:
            formula = row.field.formula
            wanted = None if formula is None else plain_formula(file_form(formula, None))
            place = _Place(FIRST_COLUMN + 1, row.field.label, wanted)
            yield from self._cell(row, place, row.cells.get(place.number))
        elif row.table is None or row.is_header:
            return
        else:
            yield from self._table_row(row, row.table)

    def _table_row(self, row: SheetRow, table: TableView) -> Iterator[CheckFinding]:
        cells = row.cells
        blank = row.is_blank
        for place in self._places_of(row.number, table):
            cell = cells.get(place.number)
            found = None if cell is None else cell.formula
            if found is None and (blank or place.wanted is None):
                continue
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
        if wanted is None:
            if found is not None:
                yield cell_finding(
                    row,
                    place.number,
                    "FORMULA-ADDED",
                    f"{place.name} holds a formula ({shown(found)}) where data belong",
                    "replace it by the value it stands for",
                )
        elif found is None:
            value = shown(cell.value if cell else None)
            yield cell_finding(
                row,
                place.number,
                "FORMULA-OVERWRITTEN",
                f"the formula of {place.name} was replaced by {value}",
                "restore the column's formula, or issue the workbook again",
            )
        elif found == "" and cell is not None and cell.group is not None:
            return  # shared with the cell above, where it was compared
        elif plain_formula(found) != wanted:
            finding = cell_finding(
                row,
                place.number,
                "FORMULA-CHANGED",
                f"the formula of {place.name} is no longer its column's: {shown(found)}",
                "restore the column's formula, or issue the workbook again",
            )
            yield replace(finding, follows=is_broken(found))


def _expected(table: Table, offset: int, column: Column) -> str | None:
    if column.formula is not None:
        return plain_formula(file_form(column.formula, table.name))
    if column.role == "calculated" and offset < len(table.row_formulas):
        own = [c.name for c in table.columns if c.role == "calculated" and c.formula is None]
        return plain_formula(file_form(table.row_formulas[offset][own.index(column.name)], None))
    return None
