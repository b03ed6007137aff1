"""All checks of a workbook hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.named_cells import NamedCells
from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.lint.rule import LintRow, LintRule
from xldesk.workbooks.sheet_letters import letters_of
from xldesk.workbooks.standard_sheets import MASTER_FLAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding


class ChecksHold(LintRule):
    """The master flag Checks_Failed is not 0.

    A formula that was never calculated, as in an empty template, has no value and is let pass.

    Source: ICAEW, Twenty Principles (2015), 18 and 19.
    """

    code = "LINT-CHECKS-FAIL"
    remedy = "read the sheet Checks for what differs, and mend it before you use a figure"

    def __init__(self) -> None:
        self._cells: NamedCells | None = None

    def row(self, row: LintRow) -> Iterator[CheckFinding]:
        """Yield the flag where it says that checks fail."""
        book = row.sheet.book
        if self._cells is None:
            self._cells = NamedCells(book.document)
        for name, column in self._cells.on(row.sheet.name, row.number):
            cell = row.cells.get(column)
            if name != MASTER_FLAG or cell is None or cell.value is None:
                continue
            if cell.kind != "n" or cell.value not in {"0", "0.0", "-0"}:
                message = f"the workbook's own checks fail ({shown(cell.value)})"
                yield self.at(book, message, row.sheet.name, f"{letters_of(column)}{row.number}")
