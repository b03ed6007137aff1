"""A sheet prints as a page that can be read on its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import LintSheet

_COLUMNS = re.compile(r"![$]?[A-Z]{1,3}:[$]?[A-Z]{1,3}(?:,|$)")
"""Columns among the print titles: ``Claims!$A:$B``."""


class PrintSetup(LintRule):
    """A sheet has no print area, no rows to repeat on each page, or is not fit to the page's width.

    A list may take several pages beside each other where its first columns are repeated on each.

    Source: FAST Standard 2.01 and 2.05, layout of sheets for readers.
    """

    code = "LINT-PRINT"
    remedy = "set print area, print titles and Width: 1 page in Page Layout"

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield one finding for a sheet that lacks some of it."""
        if sheet.is_empty:
            return
        titles = sheet.book.name_on(sheet.name, "_xlnm.Print_Titles") or ""
        repeats_columns = _COLUMNS.search(titles) is not None
        is_fit = sheet.fits_page and (sheet.pages_wide == 1 or repeats_columns)
        missing = [
            words
            for words, is_there in (
                ("a print area", bool(sheet.book.name_on(sheet.name, "_xlnm.Print_Area"))),
                ("print titles", bool(titles)),
                ("fit to one page's width", is_fit),
            )
            if not is_there
        ]
        if missing:
            yield self.at(sheet.book, f"the sheet lacks {', '.join(missing)}", sheet.name)
