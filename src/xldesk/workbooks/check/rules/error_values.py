"""No cell shows an error such as #REF! or #DIV/0!."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, is_broken, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding


class ErrorValues(Rule):
    """Finds cells whose value is an error."""

    is_silent_on_blocks = True

    needs_spec = False

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Yield one finding for each error value."""
        for number, cell in row.cells.items():
            if cell.kind == "e":
                finding = cell_finding(
                    row,
                    number,
                    "CELL-ERROR",
                    f"the cell shows the error {shown(cell.value)}",
                    "mend the formula or its inputs, or issue the workbook again",
                )
                yield replace(finding, follows=is_broken(cell.value))
