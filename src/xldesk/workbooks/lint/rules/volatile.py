"""A workbook gives the same figures today and tomorrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import Formula, LintRule
from xldesk.workbooks.lint.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book

VOLATILE = frozenset(
    {"CELL", "INDIRECT", "INFO", "NOW", "OFFSET", "RAND", "RANDARRAY", "RANDBETWEEN", "TODAY"}
)


class Volatile(LintRule):
    """A formula or name uses OFFSET, INDIRECT, NOW, TODAY, RAND, RANDBETWEEN, CELL or INFO.

    These calculate anew at every change, so that a figure differs from the one that was approved,
    and what OFFSET and INDIRECT read cannot be traced.

    Source: FAST Standard 4.01-03; ICAEW, Twenty Principles (2015), 16.
    """

    code = "LINT-VOLATILE"
    remedy = "use INDEX, a table column or a named cell with the date instead"
    reads_rules = True

    def formula(self, book: Book, formula: Formula) -> Iterator[CheckFinding]:
        """Yield formulas with such functions."""
        used = {t.function: None for t in tokens_of(formula.text) if t.kind == "function"}
        found = [name for name in used if name in VOLATILE]
        if found:
            yield self.at_formula(book, formula, f"uses {', '.join(found)}")
