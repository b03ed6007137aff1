"""A condition is no maze of conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import Formula, LintRule
from xldesk.workbooks.lint.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book

DEEPEST = 2
"""An IF inside an IF is still read at a glance."""


class NestedIfs(LintRule):
    """A formula nests IF more than two deep.

    Source: FAST Standard 3.03-07, which allows none; one inside another is let pass here.
    """

    code = "LINT-NESTED-IF"
    remedy = "look the case up in a table, or calculate the conditions in columns of their own"

    def formula(self, book: Book, formula: Formula) -> Iterator[CheckFinding]:
        """Yield formulas that nest IF too deep."""
        depth = _depth(formula.text)
        if depth > DEEPEST:
            yield self.at_formula(book, formula, f"nests IF {depth} deep")


def _depth(formula: str) -> int:
    """Return how many IFs stand inside each other at most."""
    deepest = inside = 0
    open_calls: list[bool] = []
    is_if = False
    for token in tokens_of(formula):
        if token.text == "(":
            open_calls.append(is_if)
            inside += is_if
            deepest = max(deepest, inside)
        elif token.text == ")" and open_calls:
            inside -= open_calls.pop()
        is_if = token.kind == "function" and token.function == "IF"
    return deepest
