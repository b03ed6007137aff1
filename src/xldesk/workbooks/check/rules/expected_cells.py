"""A row that people fill in has the cells without which nobody can decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.input_rule import InputRule
from xldesk.workbooks.check.rule import SheetRow, TableView, cell_finding, says_something

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding


class ExpectedCells(InputRule):
    """Finds filled-in rows without a cell that may come later (``Entry.is_expected``)."""

    def filled(self, row: SheetRow, table: TableView) -> Iterator[CheckFinding]:
        """Yield the empty cells that are expected."""
        for number, column in table.inputs.items():
            if column.entry.is_expected and not says_something(row.cells.get(number)):
                yield cell_finding(
                    row,
                    number,
                    "INPUT-EXPECTED",
                    f"{column.name} is empty, and a {table.spec.row_name} needs it",
                    "fill it in; the sheet Instructions says what is needed",
                )
