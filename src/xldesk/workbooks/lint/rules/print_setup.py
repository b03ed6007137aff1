"""A sheet prints as a page that can be read on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import LintSheet


class PrintSetup(LintRule):
    """A sheet has no print area, no rows to repeat on each page, or is not fit to the page's width.

    Source: FAST Standard 2.01 and 2.05, layout of sheets for readers.
    """

    code = "LINT-PRINT"
    remedy = "set print area, print titles and Width: 1 page in Page Layout"

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield one finding for a sheet that lacks some of it."""
        if sheet.is_empty:
            return
        missing = [
            words
            for words, is_there in (
                ("a print area", bool(sheet.book.name_on(sheet.name, "_xlnm.Print_Area"))),
                ("print titles", bool(sheet.book.name_on(sheet.name, "_xlnm.Print_Titles"))),
                ("fit to one page's width", sheet.fits_page and sheet.pages_wide == 1),
            )
            if not is_there
        ]
        if missing:
            yield self.at(sheet.book, f"the sheet lacks {', '.join(missing)}", sheet.name)
