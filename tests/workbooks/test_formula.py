from __future__ import annotations

import pytest

from xldesk.workbooks.check.numbers import float_of, number_of
from xldesk.workbooks.formula import file_form, parse, plain_formula, shown_formula, user_form
from xldesk.workbooks.provenance.looks.number_formats import plain_format
from xldesk.workbooks.recalculation.column_ranges import in_ranges


@pytest.mark.parametrize(
    ("written", "in_file"),
    [
        ("=[@A]-[@[B c]]", "T[[#This Row],[A]]-T[[#This Row],[B c]]"),
        ("=[@B c]", "T[[#This Row],[B c]]"),
        ("=SUM(Other[Line credit])", "SUM(Other[Line credit])"),
        ('=IF([@A]="[@A]","x""y",0)', 'IF(T[[#This Row],[A]]="[@A]","x""y",0)'),
        ("=Margin*100", "Margin*100"),
    ],
)
def test_structured_references_take_the_form_of_the_file(written: str, in_file: str) -> None:
    assert file_form(written, "T") == in_file


def test_the_parts_of_a_formula_are_known() -> None:
    parts = parse("=SUMIFS(Credits[Credit],Credits[Currency],[@Currency])*Margin")
    assert parts.this_row == ("Currency",)
    assert parts.columns == (("Credits", "Credit"), ("Credits", "Currency"))
    assert parts.names == ("Margin",)


LONG = 200_000
"""Signs that are read in a moment where each is read once, and in an hour where all are again."""


@pytest.mark.parametrize("text", ["a", "a.", "[", "(", '"', "a[", "a[[#This Row],[", "'"])
def test_a_long_formula_is_read_once(text: str) -> None:
    formula = text * (LONG // len(text))
    assert shown_formula(formula, "T") == f"={formula[:199]}…"
    assert user_form(formula, "T") == f"={formula}"
    assert plain_formula(formula) == formula.casefold().replace(" ", "")
    assert in_ranges(formula.encode()) == formula.encode()


def test_a_long_number_that_is_none_is_read_once() -> None:
    assert float_of("1" * LONG + "x") is None
    assert number_of("1" * LONG + "x") is None


def test_brackets_of_a_number_format_that_stay_open_are_read_once() -> None:
    assert plain_format("[" * (LONG // 4)) == "\\[" * (LONG // 4)


def test_what_stands_behind_the_cut_of_a_message_does_not_count() -> None:
    assert shown_formula(f"T[[#This Row],[A b]]{'+1' * LONG}", "T") == f"=[@[A b]]{'+1' * 95}+…"
