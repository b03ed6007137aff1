"""A workbook checks itself, and says so where people look first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.named_cells import single_cell
from xldesk.workbooks.lint.cell_references import references_of
from xldesk.workbooks.lint.rule import Formula, LintRule
from xldesk.workbooks.lint.tokens import tokens_of
from xldesk.workbooks.standard_sheets import MASTER_FLAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book, LintSheet


class ChecksSheet(LintRule):
    """There is no sheet Checks with one master flag, or a Summary does not show it.

    The flag is the cell of the sheet Checks that is named Checks_Failed: how many checks fail.
    Each sheet with Summary in its name has a formula that reads it.

    Source: FAST Standard 2.06, control sheets; ICAEW, Twenty Principles (2015), 19.
    """

    code = "LINT-CHECKS"
    remedy = f"count failing checks in a cell of the sheet Checks, name it {MASTER_FLAG}, show it"

    def __init__(self) -> None:
        self._checks: str | None = None
        self._summaries: list[str] = []
        self._showing: set[str] = set()

    def formula(self, book: Book, formula: Formula) -> Iterator[CheckFinding]:
        """Take note of summaries that read the flag."""
        if formula.sheet is not None and formula.sheet.is_summary and _reads_flag(book, formula):
            self._showing.add(formula.sheet.name)
        yield from ()

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Take note of summaries and of the sheet Checks."""
        if sheet.is_checks:
            self._checks = sheet.name
        elif sheet.is_summary:
            self._summaries.append(sheet.name)
        yield from ()

    def finish(self, book: Book) -> Iterator[CheckFinding]:
        """Yield what is missing."""
        flags = [name for name in book.names if name.name == MASTER_FLAG]
        if self._checks is None:
            yield self.at(book, "there is no sheet Checks")
        elif len(flags) != 1:
            message = f"{len(flags)} names {MASTER_FLAG} are there instead of one"
            yield self.at(book, message, self._checks)
        else:
            cell = single_cell(flags[0].text)
            if cell is None or cell.sheet != self._checks:
                message = f"the name {MASTER_FLAG} is no cell of this sheet"
                yield self.at(book, message, self._checks)
        if not self._summaries:
            yield self.at(book, "there is no sheet Summary to show that all checks hold")
        for sheet in self._summaries:
            if sheet not in self._showing:
                yield self.at(book, f"no formula here reads the master flag {MASTER_FLAG}", sheet)


def _reads_flag(book: Book, formula: Formula) -> bool:
    if any(token.text == MASTER_FLAG for token in tokens_of(formula.text)):
        return True
    flag = next((name for name in book.names if name.name == MASTER_FLAG), None)
    cell = None if flag is None else single_cell(flag.text)
    if cell is None:
        return False
    return any(
        reference.is_single
        and (reference.sheet, reference.area.first_row, reference.area.first_column) == cell
        for reference in references_of(formula.text)
    )
