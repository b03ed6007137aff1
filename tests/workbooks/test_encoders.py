from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbooks.example_workbook import SPEC
from xldesk.records.fields import MAX_MINOR_UNITS
from xldesk.records.money import Money, major
from xldesk.workbooks.encoders import (
    LARGEST_NUMBER,
    ColumnEncoder,
    ValueTypeError,
    minor_text,
    number_text,
)
from xldesk.workbooks.package import read_parts
from xldesk.workbooks.style_book import StyleBook
from xldesk.workbooks.template import build_template

BOOK = StyleBook(read_parts(build_template(SPEC))["xl/styles.xml"].content())


def encoder(type_: str, formula: str | None = None) -> ColumnEncoder:
    return ColumnEncoder(type_, 0, BOOK, formula)


@pytest.mark.parametrize(
    ("type_", "value", "currency", "canonical"),
    [
        ("amount", 123_456, "USD", "1234.56"),
        ("amount", -5, "USD", "-0.05"),
        ("amount", 100, "USD", "1"),
        ("amount", 1_234, "JPY", "1234"),
        ("amount", 1_234, "KWD", "1.234"),
        ("amount", 1_234, "CLF", "0.1234"),
        ("amount", (50, "USD"), None, "0.5"),
        ("amount", Money(50, "USD"), "EUR", "0.5"),
        ("amount", 0, "USD", "0"),
        ("share", 333_333, None, "0.333333"),
        ("share", 1, None, "1e-06"),
        ("percent", Decimal("0.42"), None, "0.42"),
        ("ratio", 1.25, None, "1.25"),
        ("number", -0.0, None, "0"),
        ("number", (123, "KWD"), None, "0.123"),
        ("integer", 7, None, "7"),
        ("date", date(2026, 6, 30), None, "46203"),
        ("date", date(1899, 1, 1), None, "1899-01-01"),
        ("time", datetime(2026, 6, 30, 12, tzinfo=UTC), None, "46203.5"),
        ("time", datetime(2026, 6, 30, 14, tzinfo=timezone(timedelta(hours=2))), None, "46203.5"),
        (
            "time",
            datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
            None,
            "0001-01-01 00:00:00+14:00",
        ),
        (
            "time",
            datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-9))),
            None,
            "9999-12-31 23:00:00-09:00",
        ),
        ("flag", True, None, "yes"),
        ("text", "x", None, "x"),
        ("text", None, None, ""),
    ],
)
def test_values_take_their_canonical_text(
    type_: str, value: Any, currency: str | None, canonical: str
) -> None:
    assert encoder(type_)(value, currency)[1] == canonical


@pytest.mark.parametrize(
    ("type_", "value", "currency"),
    [
        ("amount", 1.5, "USD"),
        ("amount", True, "USD"),
        ("amount", 1, None),
        ("amount", 10**15, "USD"),
        ("amount", "1.00", "USD"),
        ("integer", 1.0, None),
        ("integer", False, None),
        ("number", float("nan"), None),
        ("number", Decimal("Infinity"), None),
        ("number", "1", None),
        ("number", 1e308, None),
        ("share", 0.5, None),
        ("date", "2026-01-01", None),
        ("time", date(2026, 1, 1), None),
        ("flag", 1, None),
        ("text", 1, None),
        ("text", ["a"], None),
    ],
)
def test_a_value_of_another_type_is_refused(type_: str, value: Any, currency: str | None) -> None:
    with pytest.raises(ValueTypeError):
        encoder(type_)(value, currency)


@given(
    st.integers(-MAX_MINOR_UNITS, MAX_MINOR_UNITS),
    st.sampled_from([("JPY", 0), ("USD", 2), ("KWD", 3), ("CLF", 4)]),
)
def test_an_amount_survives_the_spreadsheet_exactly(minor: int, currency: tuple[str, int]) -> None:
    code, places = currency
    text = minor_text(minor, places)
    assert Decimal(text) == major(minor, code)
    # a spreadsheet holds the double; 15 digits of it are the amount again
    assert Decimal(f"{float(text):.15g}") == major(minor, code)
    assert number_text(float(text)) == f"{float(text) + 0.0:.15g}"


@given(st.floats(-LARGEST_NUMBER, LARGEST_NUMBER))
def test_numbers_have_one_canonical_text(value: float) -> None:
    text = number_text(value)
    assert number_text(float(text)) == text


def test_a_value_is_not_taken_because_one_like_it_was() -> None:
    encode = ColumnEncoder("amount", 0, BOOK, None)
    assert encode(5, "USD")[1] == "0.05"
    for alike in (5.0, True):
        with pytest.raises(ValueTypeError):
            encode(alike, "USD")
