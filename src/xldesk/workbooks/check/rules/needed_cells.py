"""A row that people fill in has every cell without which it says too little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.input_rule import InputRule
from xldesk.workbooks.check.rule import SheetRow, TableView, cell_finding, says_something

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding


class NeededCells(InputRule):
    """Finds rows that are half filled in; said once a row, at the first cell that is empty."""

    def filled(self, row: SheetRow, table: TableView) -> Iterator[CheckFinding]:
        """Yield a finding where needed cells are empty."""
        empty = [
            (number, column.name)
            for number, column in table.inputs.items()
            if column.entry.is_needed and not says_something(row.cells.get(number))
        ]
        if empty:
            *others, last = [name for _, name in empty]
            names = f"{', '.join(others)} and {last} are" if others else f"{last} is"
            yield cell_finding(
                row,
                empty[0][0],
                "INPUT-MISSING",
                f"the {table.spec.row_name} is half filled in: {names} empty",
                "fill in what is missing, or clear the row",
            )
