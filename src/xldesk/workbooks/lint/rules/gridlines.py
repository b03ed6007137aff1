"""Pages for reading are free of the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import LintSheet


class Gridlines(LintRule):
    """A Summary or About sheet shows gridlines.

    Source: FAST Standard 2.05, presentation sheets.
    """

    code = "LINT-GRIDLINES"
    remedy = "clear View > Gridlines on this sheet"

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield such a sheet."""
        if (sheet.is_summary or sheet.is_about) and sheet.shows_gridlines and not sheet.is_empty:
            yield self.at(sheet.book, "the sheet shows gridlines", sheet.name)
