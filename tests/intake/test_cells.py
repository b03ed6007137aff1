"""What a cell's text means, field by field: a table of texts and values, or of reasons."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from xldesk.intake.amounts import AmountReader, shown_style
from xldesk.intake.choices import choice_parser, stage_parser
from xldesk.intake.figures import fraction_parser, parse_boolean, parse_integer
from xldesk.intake.moments import date_parser, time_parser
from xldesk.intake.reject import CellError, reasons
from xldesk.intake.texts import (
    Parser,
    currency_parser,
    list_parser,
    parse_external_ids,
    text_parser,
)
from xldesk.policy.load import default_policy

UTC_ZONE = ZoneInfo("UTC")
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")

iso_date = date_parser((), UTC_ZONE)
day_first = date_parser(("%d-%m-%Y",), UTC_ZONE)
both_orders = date_parser(("%d/%m/%Y", "%m/%d/%Y"), UTC_ZONE)
year_day_month = date_parser(("%Y-%d-%m",), UTC_ZONE)
iso_time = time_parser((), (), None, BERLIN)
berlin_time = time_parser(("%d.%m.%Y %H:%M",), ("%d.%m.%Y",), BERLIN, UTC_ZONE)
stage = stage_parser(default_policy().stages, 20)
role = choice_parser(("referral", "co_sell", "fulfilment"))
point, comma, either = (fraction_parser(style) for style in ("point", "comma", "auto"))


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (text_parser(5), "שלום", "שלום"),
        (text_parser(5), "🎉🎉", "🎉🎉"),
        (currency_parser(10), "usd", "USD"),
        (currency_parser(10), "xyz", "XYZ"),
        (list_parser(9), "a; b;;c ", '["a", "b", "c"]'),
        (list_parser(9), ";", "[]"),
        (parse_external_ids, '{"sf": "1", "erp": "2"}', '{"erp":"2","sf":"1"}'),
        (parse_integer, "012", "12"),
        (parse_integer, "-7", "-7"),
        (parse_integer, "24.00", "24"),
        (point, "0.25", "0.250000"),
        (point, "25%", "0.250000"),
        (point, "33.3333 %", "0.333333"),
        (point, "-0.5", "-0.500000"),
        (point, "25", "25.000000"),
        (comma, "0,25", "0.250000"),
        (either, "0,25", "0.250000"),
        (either, ".5", "0.500000"),
        (parse_boolean, "Yes", "true"),
        (parse_boolean, "0", "false"),
        (role, "Co-Sell", "co_sell"),
        (role, "co sell", "co_sell"),
        (role, "FULFILMENT", "fulfilment"),
        (stage, "closed won", "Closed Won"),
        (stage, "CLOSED_LOST", "Closed Lost"),
        (stage, "Contracting", "Contracting"),
        (iso_date, "2017-02-28", "2017-02-28"),
        (iso_date, "2026-03-31T23:30:00-05:00", "2026-04-01"),
        (iso_date, "2026-03-31 23:30:00", "2026-03-31"),
        (iso_date, "9999-12-31", "9999-12-31"),
        (day_first, "01-03-2017", "2017-03-01"),
        (day_first, "2017-03-01", "2017-03-01"),
        (both_orders, "25/12/2016", "2016-12-25"),
        (both_orders, "03/03/2016", "2016-03-03"),
        (year_day_month, "2017-13-01", "2017-01-13"),
        (iso_time, "2026-03-31T09:00:00Z", "2026-03-31 09:00:00"),
        (iso_time, "2026-03-31 09:00+0200", "2026-03-31 07:00:00"),
        (iso_time, "2026-03-31 09:00:00.25 UTC", "2026-03-31 09:00:00.250000"),
        (iso_time, "2026-03-31t09:00z", "2026-03-31 09:00:00"),
        (iso_time, "2026-07-01", "2026-06-30 22:00:00"),
        (berlin_time, "01.07.2026 09:00", "2026-07-01 07:00:00"),
        (berlin_time, "2026-07-01T09:00:00", "2026-07-01 07:00:00"),
        (berlin_time, "01.07.2026", "2026-06-30 22:00:00"),
        (berlin_time, "25.10.2026 02:30", "2026-10-25 00:30:00"),
    ],
)
def test_a_text_has_one_value(parse: Parser, text: str, value: str) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("parse", "text", "code", "words"),
    [
        (text_parser(5), "abcdef", "TOO-LONG", "6 characters, the limit is 5"),
        (currency_parser(10), "united states dollar", "TOO-LONG", "limit is 10"),
        (list_parser(3), "a;bcde", "TOO-LONG", "limit is 3"),
        (parse_external_ids, "0065x", "EXTERNAL-IDS", "not JSON"),
        (parse_external_ids, '{"sf": 1}', "EXTERNAL-IDS", "object of texts"),
        (parse_external_ids, "[" * 100_000, "EXTERNAL-IDS", "not JSON"),
        (parse_integer, "12.5", "NUMBER-FORMAT", "'12.5'"),
        (parse_integer, "1e3", "NUMBER-FORMAT", "whole number"),
        (parse_integer, "9" * 19, "NUMBER-RANGE", "larger"),
        (point, "0,25", "NUMBER-FORMAT", "'0,25'"),
        (comma, "0.25", "NUMBER-FORMAT", "'0.25'"),
        (either, "1,000.5", "NUMBER-FORMAT", "0.25 or 25%"),
        (point, "NaN", "NUMBER-FORMAT", "'NaN'"),
        (point, "0.1234567", "NUMBER-RANGE", "six decimals"),
        (point, "1234567", "NUMBER-RANGE", "larger"),
        (parse_boolean, "maybe", "BOOLEAN", "neither"),
        (role, "co_sel", "CHOICE", "is it co_sell?"),
        (role, "x", "CHOICE", "referral, co_sell, fulfilment"),
        (stage, "x" * 21, "TOO-LONG", "limit is 20"),
        (iso_date, "31-02-2017", "DATE-FORMAT", "not a date"),
        (iso_date, "2017-02-31", "DATE-FORMAT", "day of the calendar"),
        (iso_date, "01-03-2017", "DATE-AMBIGUOUS", "could be two days"),
        (iso_date, "2017/03/01", "DATE-FORMAT", "such as 2026-03-31"),
        (iso_date, "42736", "DATE-FORMAT", "is a number, not a date"),
        (iso_date, "2017", "DATE-FORMAT", "not a date"),
        (iso_date, "0017-03-01", "DATE-RANGE", "before 1900"),
        (day_first, "31-02-2017", "DATE-FORMAT", "%d-%m-%Y"),
        (both_orders, "01/03/2017", "DATE-AMBIGUOUS", "%d/%m/%Y and %m/%d/%Y"),
        (year_day_month, "2017-01-13", "DATE-FORMAT", "%Y-%d-%m"),
        (iso_time, "2026-03-31T09:00:00", "TIME-ZONE", "no time zone"),
        (iso_time, "2026-03-31T25:00:00Z", "TIME-FORMAT", "clock"),
        (iso_time, "31.03.2026 09:00", "TIME-ZONE", "no time zone"),
        (iso_time, "42736.5", "TIME-FORMAT", "is a number, not a time"),
        (berlin_time, "29.03.2026 02:30", "TIME-SKIPPED", "Europe/Berlin skips"),
        (iso_time, "2026-02-30", "DATE-FORMAT", "calendar"),
        (iso_time, "9999-12-31T23:00:00-05:00", "DATE-RANGE", "calendar"),
        (date_parser((), NEW_YORK), "0001-01-01T00:00:00Z", "DATE-RANGE", "calendar"),
    ],
)
def test_a_text_that_is_no_value_says_why(parse: Parser, text: str, code: str, words: str) -> None:
    with pytest.raises(CellError) as caught:
        parse(text)
    assert caught.value.code == code
    assert words in caught.value.what
    assert caught.value.code in reasons()
    message = caught.value.problem("stage").message
    assert message.startswith("stage: ")
    assert ";" in message


def test_a_date_that_is_not_iso_gets_the_formats_that_would_read_it() -> None:
    with pytest.raises(CellError) as caught:
        iso_date("01-03-2017")
    assert caught.value.remedy == 'say date_format = "%d-%m-%Y" or "%m-%d-%Y" in the mapping'
    with pytest.raises(CellError) as caught:
        iso_date("2017/03/01")
    assert caught.value.remedy == 'say date_format = "%Y/%m/%d" in the mapping'


@pytest.mark.parametrize(
    ("text", "style"),
    [("1,234.50", "point"), ("1.234,50", "comma"), ("12.5", "point"), ("12,5", "comma"),
     ("1,234,567", "point"), ("1.234.567", "comma"), ("1234", None), ("(1 234)", None)],
)  # fmt: skip
def test_some_amounts_show_how_decimals_are_written(text: str, style: str | None) -> None:
    assert shown_style(text) == style


@pytest.mark.parametrize(
    ("before", "verdict"),
    [(["12,50", "1"], "comma"), (["12.50"], "point"), (["12.50", "12,50"], None), (["12"], None)],
)
def test_a_column_decides_its_ambiguous_amounts(before: list[str], verdict: str | None) -> None:
    reader = AmountReader("auto")
    for text in before:
        reader.parse(text, "USD")
    assert reader.verdict() is None
    with pytest.raises(CellError, match="two amounts"):
        reader.parse("1,234", "USD")
    assert reader.verdict() == verdict


def test_a_settled_style_decides_only_what_is_ambiguous() -> None:
    reader = AmountReader("auto", "point")
    assert reader.parse("1,234", "USD") == "123400"
    assert reader.parse("1.234,5", "USD") == "123450"
    with pytest.raises(CellError, match="more decimals"):
        reader.parse("1.234", "USD")


@pytest.mark.parametrize("code", ["DATE-FORMAT", "TIME-FORMAT"])
def test_a_day_of_an_example_is_not_said_to_be_the_right_one(code: str) -> None:
    assert " such as 2026-03-31" in reasons()[code].remedy
