"""The functions as data: names, help and examples that everything else is made from."""

from __future__ import annotations

import re
from typing import Any

import pytest

import xldesk_udfs
from xldesk_udfs.registry import (
    FUNCTIONS,
    MOST_HELP,
    ExcelFunction,
    described,
    excel_functions,
    shortened,
    tell_xlwings,
)

USAGES = (
    "ATTRIBUTE(opportunity, [model], [as_of], [headers])",
    "CREDIT(opportunity, partner, [category], [model], [as_of], [currency])",
    "CATEGORY(opportunity, [as_of])",
    "EXPLAIN(opportunity)",
    "PARTNERREVENUE(partner, period, [category], [status], [currency])",
    "MDFBALANCE(partner, period, [measure])",
    "MDFROI(partner, period, [kind])",
    "FINDINGS(object_id)",
    "DESKSTATUS()",
)
"""The public interface: a change here breaks somebody's workbook."""


def test_the_public_interface() -> None:
    assert tuple(function.usage for function in excel_functions()) == USAGES
    assert sorted(xldesk_udfs.__all__) == sorted(usage.partition("(")[0] for usage in USAGES)
    for function in excel_functions():
        assert getattr(xldesk_udfs, function.name) is function.call


@pytest.mark.parametrize("function", excel_functions(), ids=lambda function: function.name)
def test_the_help_fits_into_excel_and_says_it_all(function: ExcelFunction) -> None:
    assert function.summary.endswith(".")
    assert function.returns.endswith(".")
    for argument in function.arguments:
        assert argument.help.endswith(".")
        assert len(argument.help) <= MOST_HELP, "an argument's help is shown whole"
    assert len(function.help) <= MOST_HELP
    assert function.help.startswith(function.summary)
    for example in function.examples:
        assert re.fullmatch(rf"={function.name}\(.*\)", example)


def test_ranges_are_taken_by_these() -> None:
    takers = {
        (function.name, argument.name)
        for function in excel_functions()
        for argument in function.arguments
        if argument.takes_range
    }
    assert takers == {
        ("ATTRIBUTE", "opportunity"),
        ("CREDIT", "opportunity"),
        ("CREDIT", "partner"),
        ("CATEGORY", "opportunity"),
    }


def test_a_docstring_that_leaves_an_argument_out_is_refused() -> None:
    def LESS(partner: str, period: str) -> str:  # noqa: N802
        """Return less.

        Args:
            partner: The id of a partner.

        Returns:
            Less.

        Example:
            =LESS(A2)
        """
        return partner + period

    with pytest.raises(ValueError, match="LESS: its docstring does not tell"):
        described(LESS)


def test_help_is_cut_at_a_word() -> None:
    assert shortened("short") == "short"
    cut = shortened("word " * 80)
    assert len(cut) <= MOST_HELP
    assert cut.endswith("word…")


def test_xlwings_is_told_where_it_serves_excel() -> None:
    def plain(*args: Any) -> Any:
        return args

    credit = next(function for function in FUNCTIONS if function.__name__ == "CREDIT")
    served = credit.__wrapped__  # type: ignore[attr-defined]
    names = [argument.name for argument in described(credit).arguments]
    known = {"ret": {"doc": ""}, "argmap": {name: {"doc": ""} for name in names}}
    served.__xlfunc__ = known
    try:
        tell_xlwings(served)
    finally:
        del served.__xlfunc__
    found = described(credit)
    assert known["ret"]["doc"] == found.help
    assert [known["argmap"][name]["doc"] for name in names] == [
        argument.help for argument in found.arguments
    ]
    tell_xlwings(plain)
