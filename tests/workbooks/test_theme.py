from __future__ import annotations

import pytest

from xldesk.workbooks.theme import NUMBER_FORMATS, amount_decimals, amount_format


@pytest.mark.parametrize("exponent", range(5))
def test_the_decimals_of_an_amount_are_told_from_its_format(exponent: int) -> None:
    assert amount_decimals(amount_format(exponent)) == exponent


@pytest.mark.parametrize("type_", ["text", "percent", "share", "ratio", "date", "time"])
def test_other_formats_are_none_of_amounts(type_: str) -> None:
    assert amount_decimals(NUMBER_FORMATS[type_]) is None
