"""A formula is short enough to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import Formula, LintRule
from xldesk.workbooks.lint.tokens import LONGEST_READ, read_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book

LONGEST = 300
"""Characters as the formula bar shows them: about three of its lines."""


class FormulaLength(LintRule):
    """A formula is longer than 300 characters.

    Counted is what the formula bar shows, where a table's own row reads [@Paid].

    Source: FAST Standard 3.03-01; ICAEW, Twenty Principles (2015), 13.
    """

    code = "LINT-LENGTH"
    remedy = "calculate it in steps, each in a column with a name of its own"

    def formula(self, book: Book, formula: Formula) -> Iterator[CheckFinding]:
        """Yield formulas of cells that are too long."""
        if formula.cell is None:
            return
        length = read_length(formula.text)
        if length > LONGEST:
            more = "more than " if length > LONGEST_READ else ""
            shown = min(length, LONGEST_READ)
            yield self.at_formula(book, formula, f"has {more}{shown:,} characters")
