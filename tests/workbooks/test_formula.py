from __future__ import annotations

import pytest

from xldesk.workbooks.formula import file_form, parse


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
