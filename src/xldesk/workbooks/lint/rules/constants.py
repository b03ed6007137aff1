"""Numbers stand in cells with a name, not inside formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import cut
from xldesk.workbooks.lint.constant_places import counters_of
from xldesk.workbooks.lint.hidden_numbers import hidden_numbers
from xldesk.workbooks.lint.rule import Formula, LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book

_ONE_NUMBER = re.compile(r"=?[-+]?(?:\d++(?:\.\d*+)?|\.\d++)%?")
_ONE_CONSTANT = re.compile(rf'{_ONE_NUMBER.pattern}|"[^"]*+"')
_LONGEST_SHOWN = 40


class Constants(LintRule):
    """A formula holds a number other than 0, 1, 12 and 100, in whatever form.

    A rate or limit inside a formula is seen by nobody and changed in some cells only. So is one
    that is put together, or stands in a text: 12*12, "5"+A1, DATE(100,1,1), LEN("aaaaa"),
    COLUMN(XFD1), COUNTIF(B:B,">=500"). The value of a defined name may be one plain number: the
    name says what it is. So may the limits and the list of a validation, which it says itself.

    Source: FAST Standard 3.04-01; ICAEW, Twenty Principles (2015), 14.
    """

    code = "LINT-CONSTANT"
    remedy = "put the number into a named cell with a label, and use its name"
    reads_rules = True

    def formula(self, book: Book, formula: Formula) -> Iterator[CheckFinding]:
        """Yield formulas and names with such numbers."""
        if formula.name is not None and _ONE_NUMBER.fullmatch(formula.text):
            return
        if formula.of_rule == "validation" and _ONE_CONSTANT.fullmatch(formula.text):
            return
        numbers = hidden_numbers(formula.text, counters_of(formula))
        if numbers:
            listed = ", ".join(cut(number, _LONGEST_SHOWN) for number in numbers[:5])
            yield self.at_formula(book, formula, f"holds {listed}")
