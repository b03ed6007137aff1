"""An amount shows its currency, and below zero it stands in parentheses."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from xldesk.records.currency import exponents
from xldesk.workbooks.lint.rule import LintRow, LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import LintSheet

_LOCALE = re.compile(r"\[\$-[^\]]*\]")
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\[\]]*+\]|_.|\*.|\\.')
_GROUPED = re.compile(r"#,##0\.0+(?![0#?])")
_WORD = re.compile(r"[A-Za-z]{3,20}")


class AmountFormats(LintRule):
    """An amount shows no currency, or a minus instead of parentheses.

    An amount is a number that is shown with a currency, or with thousands and fixed decimals. Its
    currency may stand in its format or in words anywhere on the sheet; the sheet Checks compares
    figures of any unit, so it needs none.

    Source: FAST Standard, appendix on formatting; the conventions of financial statements.
    """

    code = "LINT-AMOUNT-FORMAT"
    remedy = 'use a format such as #,##0.00;(#,##0.00);"–" with the currency in a column or header'

    def __init__(self) -> None:
        self._says_currency = False

    def row(self, row: LintRow) -> Iterator[CheckFinding]:
        """Take note of a currency in the words of the sheet."""
        if not self._says_currency:
            self._says_currency = any(
                _names_currency(cell.value)
                for cell in row.cells.values()
                if cell.kind == "s" and cell.value
            )
        yield from ()

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield formats of amounts that lack something, each at its first cell."""
        says_currency = self._says_currency or sheet.is_checks
        self._says_currency = False
        told: set[str] = set()
        for use in sheet.uses.values():
            code = sheet.book.styles[use.style].number_format
            if use.content not in {"number", "formula"} or code in told or not is_amount(code):
                continue
            told.add(code)
            missing = ["no parentheses below zero"] * (not has_parentheses(code))
            missing += ["no currency"] * (not says_currency and not has_currency(code))
            if missing:
                message = f"the amount's format {code[:60]!r} shows {' and '.join(missing)}"
                yield self.at(sheet.book, message, sheet.name, use.cell)


def is_amount(code: str) -> bool:
    """Tell whether a number format is one for amounts of money."""
    first = code.split(";", maxsplit=1)[0]
    return has_currency(first) or _GROUPED.search(_plain(first)) is not None


def has_currency(code: str) -> bool:
    """Tell whether a number format shows a currency."""
    shown = _LOCALE.sub("", code)
    return "[$" in shown or _names_currency(shown)


def has_parentheses(code: str) -> bool:
    """Tell whether a number format puts numbers below zero in parentheses."""
    sections = code.split(";")
    return len(sections) > 1 and "(" in _plain(sections[1])


def _plain(section: str) -> str:
    """Return a format's section without quoted text, colours, spacing and escapes but ``(``."""
    return _NOT_SHOWN.sub("", section.replace("\\(", "(").replace("\\)", ")"))


def _names_currency(text: str) -> bool:
    if any(unicodedata.category(sign) == "Sc" for sign in text):
        return True
    words = _WORD.findall(text)
    return any(word in exponents() or word.casefold() == "currency" for word in words)
