"""Protection guards against slips; it keeps no one out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book, LintSheet


class Passwords(LintRule):
    """A sheet or the workbook is protected by a password.

    Who reviews a figure must be able to open it, and a password of a sheet protects nothing from
    anyone who means harm.

    Source: ICAEW, Twenty Principles (2015), 4 and 20; Microsoft's help says that a
    sheet's protection is no security feature.
    """

    code = "LINT-PASSWORD"
    remedy = "remove the password in Review > Unprotect, and protect it again without one"

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield a sheet with a password."""
        if sheet.has_password:
            yield self.at(sheet.book, "the sheet asks for a password", sheet.name)

    def finish(self, book: Book) -> Iterator[CheckFinding]:
        """Yield a workbook with a password on its structure or on saving."""
        if book.has_password:
            yield self.at(book, "the workbook asks for a password")
