"""Blanks alone are nothing: a cell that looks empty is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.input_rule import InputRule
from xldesk.workbooks.check.rule import SheetRow, TableView, cell_finding
from xldesk.workbooks.parts import NUMERIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding


class BlankInputs(InputRule):
    """Finds texts of people that are blanks only; lists and ranges speak of other cells."""

    def filled(self, row: SheetRow, table: TableView) -> Iterator[CheckFinding]:
        """Yield the cells that seem to be empty."""
        for number, column in table.inputs.items():
            cell = row.cells.get(number)
            is_text = column.choices is None and column.type not in NUMERIC
            if is_text and cell is not None and cell.value and not cell.value.strip():
                yield cell_finding(
                    row,
                    number,
                    "INPUT-BLANK",
                    f"{column.name} holds blanks only, which say nothing",
                    "fill it in, or clear the cell",
                )
