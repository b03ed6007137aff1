"""A file that mostly fails for one reason says in one line what would mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk

NINE = ["1.234,50", "2.000,00", "17,25", "1,5", "3.100,00", "0,99", "12,00", "8,10", "100"]


def deals(column: str, texts: list[str]) -> str:
    rows = "".join(f"O-{n};USD;Proposal;{text}\n" for n, text in enumerate(texts))
    return f"opportunity_id;currency;stage;{column}\n{rows}"


@pytest.mark.parametrize(
    ("texts", "style", "hint"),
    [
        (
            NINE,
            "point",
            (
                "8 of 9 rows: the decimals of column Betrag look like comma style; "
                "say amount_style = 'comma' in the mapping"
            ),
        ),
        (
            ["1,234.50", "7.25", "1.005,00"],
            "comma",
            (
                "2 of 3 rows: not an amount in column Betrag; "
                "write it as digits, such as 1234.50, or 1234,50 where decimals have a comma"
            ),
        ),
        (
            ["1.234", "7.500", "12"],
            "auto",
            (
                "2 of 3 rows: the decimals of column Betrag look like comma style; "
                "say amount_style = 'comma' in the mapping"
            ),
        ),
        (["1.234,50", "5", "6"], "point", None),
        (["1.234,50"], "point", None),
        (NINE, "auto", None),
    ],
)
def test_amounts_in_the_other_style(
    desk: IntakeDesk, texts: list[str], style: str, hint: str | None
) -> None:
    mapping = {"columns": {"Betrag": "amount"}, "amount_style": style}
    report = desk.read(deals("Betrag", texts), mapping=mapping)
    assert report.hint == hint
    assert report.as_dict()["hint"] == hint
    if hint and "comma'" in hint:
        mended = desk.read(deals("Betrag", texts), mapping={**mapping, "amount_style": "comma"})
        assert (mended.rejected, mended.hint) == (0, None)


@pytest.mark.parametrize(
    ("texts", "hint"),
    [
        (
            ["2026/03/31", "2026/02/01", ""],
            (
                "2 of 3 rows: the dates of column close_date look like year-month-day; "
                "say date_format = '%Y/%m/%d' in the mapping"
            ),
        ),
        (["03/31/2026", "01/02/2026"], None),
        (
            ["03/01/2026", "01/02/2026"],
            (
                "2 of 2 rows: column close_date does not tell whether the day or the month comes "
                'first; say one date_format in the mapping, such as "%d/%m/%Y" or "%m/%d/%Y"'
            ),
        ),
        (
            ["03/01/2026", "2026-01-31", "2026-02-28"],
            (
                "1 of 3 rows: column close_date does not tell whether the day or the month comes "
                'first; say one date_format in the mapping, such as "%d/%m/%Y" or "%m/%d/%Y"'
            ),
        ),
        (
            ["soon", "later"],
            (
                "2 of 2 rows: not a date in column close_date; "
                "write a date such as 2026-03-31, or say date_format in the mapping"
            ),
        ),
    ],
)
def test_dates_of_one_format_only(desk: IntakeDesk, texts: list[str], hint: str | None) -> None:
    assert desk.read(deals("close_date", texts)).hint == hint


@pytest.mark.parametrize(
    ("times", "mapping", "hint"),
    [
        (
            ["2026/03/31 09:00", "2026/04/01 10:30"],
            {},
            (
                "the times of column When look like year-month-day; "
                "say time_format = '%Y/%m/%d %H:%M' and time_zone in the mapping"
            ),
        ),
        (
            ["2026/03/31", "2026/04/01"],
            {},
            (
                "the dates of column When look like year-month-day; "
                "say date_format = '%Y/%m/%d' in the mapping"
            ),
        ),
        (
            ["31.03.2026 09:00", "01.04.2026 10:30"],
            {},
            (
                "a time without a zone in column When; "
                "write it with Z or an offset such as +02:00, or say time_zone in the mapping"
            ),
        ),
        (
            ["2026-03-31 09:00", "2026-04-01 09:00"],
            {},
            (
                "a time without a zone in column When; "
                "write it with Z or an offset such as +02:00, or say time_zone in the mapping"
            ),
        ),
    ],
)
def test_times(desk: IntakeDesk, times: list[str], mapping: dict[str, Any], hint: str) -> None:
    rows = "".join(f"E-{n},P-1,demo,{when}\n" for n, when in enumerate(times))
    mapping = {"columns": {"When": "occurred_at"}, **mapping}
    report = desk.read("event_id,partner_id,kind,When\n" + rows, mapping=mapping)
    assert report.hint == f"2 of 2 rows: {hint}"


def test_a_reason_about_whole_rows_and_one_about_a_constant(desk: IntakeDesk) -> None:
    text = "opportunity_id,currency,stage\nO-1,USD\nO-2,USD\nO-3,USD,Proposal\n"
    assert desk.read(text).hint == (
        "2 of 3 rows: another number of cells than the header; "
        "put quotation marks around cells that contain the delimiter"
    )
    constant = {"constants": {"amount": "1,50"}, "amount_style": "point"}
    good = "opportunity_id,currency,stage\nO-1,USD,Proposal\nO-2,USD,Proposal\n"
    assert desk.read(good, mapping=constant).hint == (
        "2 of 2 rows: the decimals of amount look like comma style; "
        "say amount_style = 'comma' in the mapping"
    )


def test_a_retry_says_the_same_hint(desk: IntakeDesk) -> None:
    mapping = {"columns": {"Betrag": "amount"}, "amount_style": "point"}
    first = desk.read(deals("Betrag", NINE), mapping=mapping, command_id="monday")
    again = desk.read(deals("Betrag", NINE), mapping=mapping, command_id="monday")
    assert again.existed
    assert first.hint
    assert again.hint == first.hint


@pytest.mark.parametrize(
    ("style", "text", "remedy"),
    [
        ("comma", "1234.50", 'such as 1234,50; where decimals have a point say amount_style = "'),
        ("point", "1234,50", 'such as 1234.50; where decimals have a comma say amount_style = "'),
        ("auto", "a; b", "'a; b' is not an amount such as 1,234.50; write it as digits"),
    ],
)
def test_the_remedy_of_an_amount_is_in_the_mapping_s_own_style(
    desk: IntakeDesk, style: str, text: str, remedy: str
) -> None:
    content = f"opportunity_id|currency|stage|amount\nO-1|USD|Proposal|{text}\n"
    (reject,) = desk.read(content, mapping={"amount_style": style}).rejects
    assert remedy in reject.message


def test_the_remedy_of_a_fraction_is_in_the_mapping_s_own_style(desk: IntakeDesk) -> None:
    text = "opportunity_id;partner_id;role;agreed_share\nO-1;P-1;referral;0.25\n"
    (reject,) = desk.read(text, mapping={"amount_style": "comma"}).rejects
    assert reject.message.endswith("write digits only, such as 0,25, or a percentage such as 25%")


@pytest.mark.parametrize(
    ("heading", "hint"),
    [
        ("Amount (EUR)", "no amounts were read: if column 'Amount (EUR)' holds them, map it"),
        ("Amnt", "no amounts were read: if column 'Amnt' holds them, map it"),
        ("Remark", None),
        ("Amount", None),
    ],
)
def test_a_column_of_amounts_that_was_not_read_is_named(
    desk: IntakeDesk, heading: str, hint: str | None
) -> None:
    report = desk.read(f"opportunity_id,stage,currency,{heading}\nO-1,Proposal,EUR,5\n")
    assert report.added == 1
    assert (report.hint or "").startswith(hint or "")
    assert bool(report.hint) is bool(hint)
