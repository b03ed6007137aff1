"""Calculated cells hold the formula of their column, other cells hold none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, shown
from xldesk.workbooks.formula import file_form
from xldesk.workbooks.layout import FIRST_COLUMN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.parts import Table

_SPACE_OR_TEXT = re.compile(r'"(?:[^"]|"")*"|\s+')


class Formulas(Rule):
    """Finds formulas that became constants, were changed, or stand where data belong."""

    def __init__(self) -> None:
        self._expected: dict[tuple[str, int, str], str | None] = {}

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Yield cells whose formula is not what the spec says."""
        if row.field is not None:
            wanted = row.field.formula and _plain(file_form(row.field.formula, None))
            yield from self._cell(row, FIRST_COLUMN + 1, row.field.label, wanted)
        elif row.table is None:
            return
        blank = row.is_blank
        for number, column in row.data_columns.items():
            if blank and (number not in row.cells or row.cells[number].formula is None):
                continue
            yield from self._cell(row, number, column.name, self._formula(row, column.name))

    def _formula(self, row: SheetRow, column: str) -> str | None:
        if row.table is None:
            return None
        table = row.table.spec
        offset = row.number - row.table.found.area.first_row - 1 if table.row_formulas else 0
        key = (table.name, offset, column)
        if key not in self._expected:
            self._expected[key] = _expected(table, offset, column)
        return self._expected[key]

    def _cell(
        self, row: SheetRow, number: int, name: str, wanted: str | None
    ) -> Iterator[CheckFinding]:
        cell = row.cells.get(number)
        found = None if cell is None else cell.formula
        if found == "" and wanted is not None:
            return  # shared with the cell above, where it was compared
        if wanted is None and found is not None:
            yield cell_finding(
                row,
                number,
                "FORMULA-ADDED",
                f"{name} holds a formula ({shown(found)}) where data belong",
                "replace it by the value it stands for",
            )
        elif wanted is not None and found is None:
            yield cell_finding(
                row,
                number,
                "FORMULA-OVERWRITTEN",
                f"the formula of {name} was replaced by {shown(cell.value if cell else None)}",
                "restore the column's formula, or issue the workbook again",
            )
        elif wanted is not None and found is not None and _plain(found) != wanted:
            yield cell_finding(
                row,
                number,
                "FORMULA-CHANGED",
                f"the formula of {name} is no longer its column's: {shown(found)}",
                "restore the column's formula, or issue the workbook again",
            )


def _expected(table: Table, offset: int, name: str) -> str | None:
    column = next(column for column in table.columns if column.name == name)
    if column.formula is not None:
        return _plain(file_form(column.formula, table.name))
    if column.role == "calculated" and offset < len(table.row_formulas):
        own = [c.name for c in table.columns if c.role == "calculated" and c.formula is None]
        return _plain(file_form(table.row_formulas[offset][own.index(name)], None))
    return None


def _plain(formula: str) -> str:
    """Return a formula without the differences programs make on saving: spaces and case."""
    kept = _SPACE_OR_TEXT.sub(
        lambda match: match.group() if match.group().startswith('"') else "", formula
    )
    return kept.removeprefix("=").casefold()
