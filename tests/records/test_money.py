"""Money is exact: parsed from text, never from float, and refused where it can be read two ways."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.records.currency import exponent
from xldesk.records.fields import MAX_MINOR_UNITS
from xldesk.records.money import AmountError, AmountStyle, Money, format_minor, parse_minor

READ = [
    ("1,234.50", "USD", "auto", 123_450),
    ("(1,234.50)", "USD", "auto", -123_450),
    ("1.234,50", "EUR", "auto", 123_450),
    ("1.234,50", "EUR", "comma", 123_450),
    ("1,234", "USD", "point", 123_400),
    ("1.234", "EUR", "comma", 123_400),
    ("1.234", "KWD", "point", 1_234),
    ("1'234.50", "CHF", "auto", 123_450),
    ("1’234.50", "CHF", "auto", 123_450),
    ("1 234,50", "EUR", "auto", 123_450),
    ("1\u00a0234,50", "EUR", "comma", 123_450),
    ("1\u202f234,50", "EUR", "comma", 123_450),
    ("-5", "USD", "auto", -500),
    ("5-", "USD", "auto", -500),
    ("\u22125.25", "USD", "auto", -525),
    ("+5", "USD", "auto", 500),
    (".5", "USD", "auto", 50),
    ("10.500", "USD", "point", 1_050),
    ("USD 5.00", "USD", "auto", 500),
    ("5,00 EUR", "EUR", "auto", 500),
    ("(USD 5.00)", "USD", "auto", -500),
    ("1000", "JPY", "auto", 1_000),
    ("1,234,567", "JPY", "auto", 1_234_567),
    ("9,999,999,999,999.99", "USD", "point", MAX_MINOR_UNITS),
    ("0", "USD", "auto", 0),
    ("0.500", "USD", "auto", 50),
    ("0,500", "EUR", "auto", 50),
    ("1234.5", "KWD", "auto", 1_234_500),
    ("1,234.567", "KWD", "auto", 1_234_567),
    ("0.0001", "CLF", "auto", 1),
    ("1234.", "USD", "auto", 123_400),
    ("1,234.00", "JPY", "auto", 1_234),
    ("1,234,567.8", "USD", "auto", 123_456_780),
    ("1.234.567", "EUR", "auto", 123_456_700),
    ("\u00a0(1\u00a0234,50)\u00a0", "EUR", "auto", -123_450),
]

REFUSED = [
    ("1,234", "USD", "auto", "ambiguous"),
    ("1.234", "EUR", "auto", "ambiguous"),
    ("1234.567", "USD", "auto", "decimals"),
    ("0.5", "JPY", "auto", "decimals"),
    ("1e309", "USD", "auto", "format"),
    ("1E5", "USD", "point", "format"),
    ("NaN", "USD", "auto", "format"),
    ("inf", "USD", "auto", "format"),
    ("=1+1", "USD", "auto", "format"),
    ("", "USD", "auto", "format"),
    ("-", "USD", "auto", "format"),
    (".", "USD", "auto", "format"),
    ("--5", "USD", "auto", "format"),
    ("-5-", "USD", "auto", "format"),
    ("(-5)", "USD", "auto", "format"),
    ("1,23,456.00", "USD", "point", "format"),
    ("12,34.50", "USD", "auto", "format"),
    ("1.234,50", "USD", "point", "format"),
    ("1,234.50", "EUR", "comma", "format"),
    ("EUR 5.00", "USD", "auto", "format"),
    ("٣٫٥", "USD", "auto", "format"),
    ("10000000000000.00", "USD", "point", "range"),
    ("9" * 5_000, "USD", "point", "range"),
    ("-USD 5", "USD", "auto", "format"),
    ("٣٥", "USD", "auto", "format"),
    ("0,500", "USD", "point", "format"),
    ("012,345", "USD", "point", "format"),
    ("1,234'567", "USD", "point", "format"),
    ("1 234.567,00", "USD", "comma", "format"),
    ("1,234,56", "USD", "auto", "format"),
    ("1.2.3", "USD", "auto", "format"),
    ("5 5", "USD", "auto", "format"),
    ("5%", "USD", "auto", "format"),
    ("$5", "USD", "auto", "format"),
    ("0x10", "USD", "auto", "format"),
    ("1_000", "USD", "auto", "format"),
    ("999.999", "KWD", "auto", "ambiguous"),
    ("(1,234)", "JPY", "auto", "ambiguous"),
    ("-12.345", "EUR", "auto", "ambiguous"),
    ("1,234.567", "USD", "auto", "decimals"),
    ("1.5", "JPY", "point", "decimals"),
    ("0.00001", "CLF", "auto", "decimals"),
]


@pytest.mark.parametrize(("text", "currency", "style", "minor"), READ)
def test_an_amount_is_read_exactly(
    text: str, currency: str, style: AmountStyle, minor: int
) -> None:
    assert parse_minor(text, currency, style) == minor


@pytest.mark.parametrize(("text", "currency", "style", "code"), REFUSED)
def test_what_is_not_one_exact_amount_is_refused_with_its_reason(
    text: str, currency: str, style: AmountStyle, code: str
) -> None:
    with pytest.raises(AmountError) as refused:
        parse_minor(text, currency, style)
    assert refused.value.code == code


amounts = st.integers(-MAX_MINOR_UNITS, MAX_MINOR_UNITS)
currencies = st.sampled_from(["USD", "JPY", "KWD", "CLF"])


@given(amounts, currencies)
def test_what_is_written_is_read_back_in_both_styles(minor: int, currency: str) -> None:
    point = format_minor(minor, currency)
    comma = point.translate(str.maketrans(",.", ".,"))
    assert parse_minor(point, currency, "point") == minor
    assert parse_minor(comma, currency, "comma") == minor


@given(amounts, currencies)
def test_auto_never_reads_another_amount(minor: int, currency: str) -> None:
    try:
        read = parse_minor(format_minor(minor, currency), currency, "auto")
    except AmountError as refused:
        assert refused.code == "ambiguous"
    else:
        assert read == minor


@given(st.integers(-(10**15), 10**15), st.integers(0, 6), currencies)
def test_a_plain_number_is_what_decimal_says_or_refused(
    digits: int, places: int, currency: str
) -> None:
    exact = Decimal(digits).scaleb(-places)
    scaled = exact.scaleb(exponent(currency))
    try:
        read = parse_minor(f"{exact:f}", currency, "point")
    except AmountError as refused:
        too_fine = scaled != scaled.to_integral_value()
        assert refused.code == ("decimals" if too_fine else "range")
    else:
        assert read == scaled
        assert Money.of(exact, currency) == Money(read, currency)


@given(amounts, currencies, st.sampled_from(["'", "’", " ", "\u00a0", "\u202f", "\u2009"]))
def test_other_marks_between_thousands_are_read_too(minor: int, currency: str, mark: str) -> None:
    assert parse_minor(format_minor(minor, currency).replace(",", mark), currency, "point") == minor


@given(amounts, currencies)
def test_a_reader_without_a_style_refuses_only_what_has_two_readings(
    minor: int, currency: str
) -> None:
    text = format_minor(minor, currency)
    readings = set()
    for style in ("point", "comma"):
        try:
            readings.add(parse_minor(text, currency, style))
        except AmountError as refused:
            assert refused.code in {"format", "decimals"}
    try:
        assert parse_minor(text, currency) in readings
    except AmountError as refused:
        assert refused.code == "ambiguous"


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_reason(text: str) -> None:
    try:
        assert isinstance(parse_minor(text, "USD", "auto"), int)
    except AmountError as refused:
        assert refused.code in {"ambiguous", "decimals", "range", "format"}


def test_money_is_never_made_from_a_float() -> None:
    with pytest.raises(TypeError, match="float"):
        Money.of(0.1, "USD")  # type: ignore[arg-type]
    for wrong in (1.5, 1.0, True, "1", Decimal(1)):
        with pytest.raises(TypeError, match="whole number"):
            Money(wrong, "USD")  # type: ignore[arg-type]


def test_money_from_decimal_keeps_every_unit_or_is_refused() -> None:
    assert Money.of(Decimal("12.34"), "USD") == Money(1_234, "USD")
    assert Money.of(7, "JPY") == Money(7, "JPY")
    for wrong in (Decimal("0.001"), Decimal("NaN"), Decimal("1e300")):
        with pytest.raises(AmountError):
            Money.of(wrong, "USD")


def test_currencies_are_never_mixed() -> None:
    with pytest.raises(ValueError, match="cannot combine USD with EUR"):
        Money(1, "USD") + Money(1, "EUR")
    with pytest.raises(ValueError, match="cannot combine"):
        assert Money(1, "USD") < Money(1, "EUR")


def test_arithmetic_and_words() -> None:
    assert Money(150, "USD") + Money(50, "USD") - Money(300, "USD") == Money(-100, "USD")
    assert -Money(1, "USD") < Money(0, "USD")
    assert str(Money.parse("(1,234.50)", "USD")) == "USD (1,234.50)"
    assert Money(1_234, "KWD").major == Decimal("1.234")
