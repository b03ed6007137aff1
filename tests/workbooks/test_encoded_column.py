from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbooks.example_workbook import SPEC
from xldesk.workbooks.content import Link
from xldesk.workbooks.encoded_column import ColumnValueError, encode_column
from xldesk.workbooks.encoders import ColumnEncoder, ValueTypeError
from xldesk.workbooks.package import read_parts
from xldesk.workbooks.style_book import StyleBook
from xldesk.workbooks.template import build_template

BOOK = StyleBook(read_parts(build_template(SPEC))["xl/styles.xml"].content())
FORMULAS = (None, 'IF([@Rate]>0,"5 % of "&[@Name],"")')

_CHARACTERS = st.sampled_from("ab Z09=+-@%&<>\t\r\n\x00\x1f_x0041_é￾")
_TEXTS = st.text(_CHARACTERS, max_size=8)
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": _TEXTS | st.none(),
    "link": _TEXTS.map(lambda text: Link(text, "Example")) | _TEXTS | st.none(),
    "amount": st.integers(-(10**15), 10**15) | st.none() | st.just(""),
    "integer": st.integers(-(10**16), 10**16) | st.integers(-50, 50) | st.none(),
    "percent": st.decimals(-2, 2, places=4) | st.none(),
    "ratio": st.decimals() | st.decimals(-9, 9, places=9) | st.none() | st.just(""),
    "number": st.decimals(-(10**12), 10**12, places=3) | st.integers(-9, 9) | st.none(),
    "date": st.dates(date(1890, 1, 1), date(2100, 1, 1)) | st.none(),
    "time": st.datetimes(datetime(1890, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 -- no zone
    "flag": st.booleans() | st.none(),
    "share": st.integers(0, 1_000_000),
}
_CURRENCIES = st.sampled_from(["USD", "JPY", "KWD", "CLF"])


@st.composite
def columns(draw: st.DrawFn) -> tuple[str, list[Any], list[Any] | None]:
    type_ = draw(st.sampled_from(sorted(_VALUES)))
    values = draw(st.lists(_VALUES[type_], max_size=12))
    if type_ != "amount":
        return type_, values, None
    one = draw(_CURRENCIES)
    currency = _CURRENCIES if draw(st.booleans()) else st.just(one)
    return type_, values, [draw(currency) for _ in values]


@given(columns(), st.sampled_from(FORMULAS))
@example(("text", ["a", "100 %", ""], None), None)
@example(("amount", [5, 10**15 - 1, -(10**15) + 1], ["USD"] * 3), FORMULAS[1])
def test_a_column_at_once_is_its_values_one_by_one(
    column: tuple[str, list[Any], list[Any] | None], formula: str | None
) -> None:
    type_, values, currencies = column
    expected = []
    refused = None
    alone = ColumnEncoder(type_, 0, BOOK, formula)
    for index, value in enumerate(values):
        try:
            expected.append(alone(value, None if currencies is None else currencies[index]))
        except ValueTypeError:
            refused = index
            break
    encoder = ColumnEncoder(type_, 0, BOOK, formula)
    if refused is not None:
        with pytest.raises(ColumnValueError) as caught:
            encode_column(encoder, values, currencies)
        assert caught.value.index == refused
        return
    made = encode_column(encoder, values, currencies)
    start, end = made.form
    assert [f"{start}{cell}{end}" for cell in made.cells] == [cell for cell, _, _ in expected]
    assert list(made.texts) == [text for _, text, _ in expected]
    assert made.longest == max((shown for _, _, shown in expected), default=0)


@pytest.mark.parametrize(
    ("type_", "values", "currencies", "index"),
    [
        ("text", ["a", 5], None, 1),
        ("text", ["a", ["b"]], None, 1),
        ("text", ["a", 0], None, 1),
        ("status", [False, "open"], None, 0),
        ("integer", [1, 1.0], None, 1),
        ("flag", [True, 1], None, 1),
        ("share", [1, True], None, 1),
        ("amount", [1, 2.5], ["USD", "USD"], 1),
        ("amount", [1, True], ["USD", "USD"], 1),
        ("amount", [1, 2], ["USD", None], 1),
        ("amount", [10**15, 1], ["USD", "USD"], 0),
        ("integer", [1, True], None, 1),
        ("percent", [Decimal(1), "1"], None, 1),
    ],
)
def test_the_first_value_of_another_type_is_named(
    type_: str, values: list[Any], currencies: list[Any] | None, index: int
) -> None:
    with pytest.raises(ColumnValueError) as caught:
        encode_column(ColumnEncoder(type_, 0, BOOK, None), values, currencies)
    assert caught.value.index == index
