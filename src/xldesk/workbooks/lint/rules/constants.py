"""Numbers stand in cells with a name, not inside formulas."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from xldesk.workbooks.formula import CONSTANTS
from xldesk.workbooks.lint.rule import Formula, LintRule
from xldesk.workbooks.lint.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book
    from xldesk.workbooks.lint.tokens import Token

_ALLOWED = frozenset(Decimal(text) for text in CONSTANTS)
_LONGEST_NUMBER = 40


class Constants(LintRule):
    """A formula holds a number other than 0, 1, 12 and 100.

    A rate or limit inside a formula is seen by nobody and changed in some cells only. The value
    of a defined name may be a number: the name says what it is.

    Source: FAST Standard 3.04-01; ICAEW, Twenty Principles (2015), 14.
    """

    code = "LINT-CONSTANT"
    remedy = "put the number into a named cell with a label, and use its name"

    def formula(self, book: Book, formula: Formula) -> Iterator[CheckFinding]:
        """Yield formulas of cells with such numbers."""
        if formula.cell is None:
            return
        numbers = list(dict.fromkeys(_foreign(tokens_of(formula.text))))
        if numbers:
            listed = ", ".join(numbers[:5])
            yield self.at_formula(book, formula, f"holds {listed}")


def _foreign(tokens: tuple[Token, ...]) -> Iterator[str]:
    for token, after in zip(tokens, (*tokens[1:], None), strict=True):
        if token.kind == "number":
            is_percent = after is not None and after.text == "%"
            if not _is_allowed(token.text, is_percent=is_percent):
                yield token.text[:_LONGEST_NUMBER] + "%" * is_percent


def _is_allowed(text: str, *, is_percent: bool) -> bool:
    if len(text) > _LONGEST_NUMBER:
        return False
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return (number / 100 if is_percent else number) in _ALLOWED
