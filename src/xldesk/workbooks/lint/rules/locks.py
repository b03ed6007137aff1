"""Calculations are locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import LintSheet


class Locks(LintRule):
    """A formula can be typed over: its cell is unlocked, or its sheet is not protected.

    Source: ICAEW, Twenty Principles (2015), 20.
    """

    code = "LINT-LOCK"
    remedy = "lock the cell, and protect the sheet in Review > Protect Sheet, without a password"

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield formulas in unlocked formats, each at its first cell, or the open sheet."""
        formulas = [use for use in sheet.uses.values() if use.content == "formula"]
        if formulas and not sheet.is_protected:
            message = "the sheet has formulas, but is not protected"
            yield self.at(sheet.book, message, sheet.name, formulas[0].cell)
            return
        for use in formulas:
            if not sheet.book.styles[use.style].is_locked:
                message = "the cell calculates, but is unlocked"
                yield self.at(sheet.book, message, sheet.name, use.cell)
