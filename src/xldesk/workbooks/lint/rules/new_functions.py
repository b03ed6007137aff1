"""Formulas calculate in Excel 2016 and LibreOffice too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import Formula, LintRule
from xldesk.workbooks.lint.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book

_BROUGHT_BY = {
    "Excel 2019": "CONCAT IFS MAXIFS MINIFS SWITCH TEXTJOIN",
    "Excel 2021": (
        "ANCHORARRAY ARRAYTOTEXT FILTER LET RANDARRAY SEQUENCE SINGLE SORT SORTBY UNIQUE"
        " VALUETOTEXT XLOOKUP XMATCH"
    ),
    "Microsoft 365": (
        "BYCOL BYROW CHOOSECOLS CHOOSEROWS DETECTLANGUAGE DROP EXPAND FIELDVALUE GROUPBY HSTACK"
        " IMAGE ISOMITTED LAMBDA MAKEARRAY MAP PERCENTOF PIVOTBY REDUCE REGEXEXTRACT REGEXREPLACE"
        " REGEXTEST SCAN STOCKHISTORY TAKE TEXTAFTER TEXTBEFORE TEXTSPLIT TOCOL TOROW TRANSLATE"
        " TRIMRANGE VSTACK WRAPCOLS WRAPROWS"
    ),
}
"""ANCHORARRAY is how a file writes ``A1#``, SINGLE is its ``@``."""

_VERSIONS = {name: version for version, names in _BROUGHT_BY.items() for name in names.split()}


class NewFunctions(LintRule):
    """A formula or name uses a function newer than Excel 2016, such as XLOOKUP or FILTER.

    Older programs show #NAME? instead of a figure as soon as they calculate.

    Source: Microsoft, list of Excel functions with the version that brought each.
    """

    code = "LINT-FUNCTION"
    remedy = "use INDEX and MATCH, SUMIFS, nested names or a table column instead"
    reads_rules = True

    def formula(self, book: Book, formula: Formula) -> Iterator[CheckFinding]:
        """Yield formulas with such functions."""
        used = {t.function: None for t in tokens_of(formula.text) if t.kind == "function"}
        found = [f"{name} of {_VERSIONS[name]}" for name in used if name in _VERSIONS]
        if found:
            yield self.at_formula(book, formula, f"uses {', '.join(found[:5])}")
