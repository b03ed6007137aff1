"""Who scrolls down still sees what the columns are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import LintSheet

SCREEN = 40
"""Rows that a screen shows."""


class FrozenHeaders(LintRule):
    """A sheet of more than 40 rows does not freeze its headings.

    Where a sheet has one table, and that is longer than 40 rows, the heading is its header row;
    elsewhere it is row 1.

    Source: FAST Standard 2.03, header design.
    """

    code = "LINT-FREEZE"
    remedy = "select the row under the headings and choose View > Freeze Panes"

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield such a sheet."""
        if sheet.last_row <= SCREEN:
            return
        header = 1
        if len(sheet.found.tables) == 1:
            area = sheet.found.tables[0].area
            header = area.first_row if area.last_row - area.first_row > SCREEN else 1
        if sheet.frozen_rows < header:
            message = f"the sheet has {sheet.last_row:,} rows, and row {header} scrolls away"
            yield self.at(sheet.book, message, sheet.name)
