"""A workbook calculates from what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import Formula, LintRule
from xldesk.workbooks.lint.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book


class External(LintRule):
    """A formula or name reads from another workbook.

    The other file moves, changes or stays behind, and nobody sees it here. The link itself is
    reported by the check of the file, as LINK-EXTERNAL.

    Source: FAST Standard 1.03, models of several workbooks.
    """

    code = "LINT-EXTERNAL"
    remedy = "bring the data into this workbook, or break the link in Data > Edit Links"
    reads_rules = True

    def formula(self, book: Book, formula: Formula) -> Iterator[CheckFinding]:
        """Yield formulas that read another file."""
        for token in tokens_of(formula.text):
            if token.kind == "book" or (token.kind == "sheet" and "[" in token.text):
                message = f"reads another workbook ({token.text[:60]!r})"
                yield self.at_formula(book, formula, message)
                return
