"""Workbooks: exact texts of every cell, rows as Excel counts them, sheets that are told apart."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from support.workbooks import workbook
from xldesk.errors import UsageError
from xldesk.intake.cell_texts import duration_text, number_text

if TYPE_CHECKING:
    import openpyxl

    from support.intake_desk import IntakeDesk

HEADER = ["opportunity_id", "amount", "currency", "stage", "close_date"]


def deal(key: Any, amount: Any = 1, when: Any = None) -> list[Any]:
    return [key, amount, "USD", "Proposal", when]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12345.0, "12345"),
        (1234.5600000000002, "1234.56"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (-5.25, "-5.25"),
        (999_999_999_999_999.0, "999999999999999"),
        (1234567890123456.0, "1.23456789012346E+15"),
        (12, "12"),
        (100 / 3, "33.3333333333333"),
    ],
)
def test_a_number_is_read_as_excel_shows_it(value: float, text: str) -> None:
    assert number_text(value) == text


def test_a_duration_has_hours_beyond_a_day() -> None:
    assert duration_text(timedelta(hours=30, seconds=5)) == "30:00:05"
    assert duration_text(timedelta(hours=-1)) == "-1:00:00"


def test_every_type_of_cell_is_read_exactly(desk: IntakeDesk) -> None:
    header = ["Opportunity ID", "name", "amount", "currency", "stage", "close_date", "is_won"]
    rows = [
        [12345, "two\nlines", 1234.5600000000002, "USD", "Proposal", date(2026, 3, 31), True],
        ["00123", "  x ", 7, "JPY", "Proposal", datetime(2026, 3, 31, 23, 30), False],  # noqa: DTZ001
        ["O-3", None, None, "USD", "Proposal", "2026-03-31", None],
    ]
    report = desk.read(workbook(("Deals", [header, *rows])), "deals.xlsx")
    assert (report.source, report.added, report.rejected) == ("deals.xlsx", 3, 0)
    assert desk.rows(
        "opportunity", "opportunity_id, name, amount, close_date, is_won, source_row"
    ) == [
        ("00123", "x", 7, date(2026, 3, 31), False, 3),
        ("12345", "two\nlines", 123_456, date(2026, 3, 31), True, 2),
        ("O-3", None, None, date(2026, 3, 31), False, 4),
    ]


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        (deal(1234567890123456789), "ID-ROUNDED", "opportunity_id"),
        (deal("O-2", 100 / 3), "AMOUNT-DECIMALS", "amount"),
        (deal("O-2", 1, 42_736), "DATE-FORMAT", "close_date"),
        (deal("O-2", 1, time(9, 30)), "DATE-FORMAT", "close_date"),
        (deal("O-2", "#N/A"), "CELL-ERROR", None),
        (deal("O-2", "=1+1"), "UNCALCULATED", None),
    ],
)
def test_a_cell_that_cannot_be_relied_on_rejects_its_row(
    desk: IntakeDesk, row: list[Any], code: str, field: str | None
) -> None:
    report = desk.read(workbook(("Deals", [HEADER, deal("O-1"), row])), "deals.xlsx")
    assert (report.rows_read, report.added) == (2, 1)
    (reject,) = report.rejects
    assert (reject.row, reject.reason_code, reject.field) == (3, code, field)


def test_flaws_in_columns_without_a_name_do_not_matter(desk: IntakeDesk) -> None:
    data = workbook(("Deals", [[*HEADER, None], [*deal("O-1"), "#N/A"]]))
    assert desk.read(data, "deals.xlsx").added == 1


@pytest.mark.parametrize("system", [1900, 1904])
def test_dates_of_both_of_excel_s_calendars(desk: IntakeDesk, system: int) -> None:
    def count_from(book: openpyxl.Workbook) -> None:
        if system == 1904:
            book.epoch = CALENDAR_MAC_1904

    days = [date(1904, 1, 2), date(2026, 3, 31), date(2026, 3, 1)]
    rows = [deal(f"O-{n}", 1, day) for n, day in enumerate(days)]
    report = desk.read(workbook(("Deals", [HEADER, *rows]), change=count_from), "deals.xlsx")
    assert report.rejected == 0
    assert [day for (day,) in desk.rows("opportunity", "close_date", "true")] == sorted(days)


def test_the_header_below_titles_and_beside_an_empty_column(desk: IntakeDesk) -> None:
    rows = [
        [None, "Deals of the quarter"],
        [],
        [None, *HEADER],
        [],
        [None, *deal("O-1", 5)],
        [None, "Total", 5],
    ]
    report = desk.read(workbook(("Deals", rows)), "deals.xlsx")
    assert (report.rows_read, report.added, report.rejected) == (1, 1, 0)
    assert desk.rows("opportunity", "source_row") == [(5,)]
    assert report.rows_left_out == (
        "row 1: above the header",
        "row 6: totals that agree with the rows above",
    )


def test_merged_group_headings_complete_the_names_below(desk: IntakeDesk) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book["Deals"].merge_cells("A1:C1")
        book["Deals"].merge_cells("D1:E1")

    rows = [
        ["Deal", None, None, "Customer", None],
        ["ID", "Stage", "Currency", "Name", "Country"],
        ["O-1", "Proposal", "USD", "Example", "DE"],
    ]
    report = desk.read(workbook(("Deals", rows), change=merge), "deals.xlsx")
    assert (report.kind, report.added, report.left_out) == ("opportunity", 1, ())
    assert desk.rows("opportunity", "opportunity_id, account_name, country") == [
        ("O-1", "Example", "DE")
    ]


def test_a_row_that_depends_on_a_merged_cell_is_rejected(desk: IntakeDesk) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book["Deals"].merge_cells("D2:D3")
        book["Deals"].merge_cells("B5:C5")
        book["Deals"].merge_cells("F4:F5")

    rows = [deal(f"O-{n}") for n in range(1, 5)]
    data = workbook(("Deals", [HEADER, *rows]), change=merge)
    report = desk.read(data, "deals.xlsx")
    assert [(reject.row, reject.reason_code) for reject in report.rejects] == [
        (3, "MERGED"), (5, "MERGED"),
    ]  # fmt: skip
    assert [key for (key,) in desk.rows("opportunity", "opportunity_id")] == ["O-1", "O-3"]


def test_the_one_sheet_with_known_headers_is_read_and_named(desk: IntakeDesk) -> None:
    sheets = [
        ("Notes", [["Read me"], ["Ask Ada"]]),
        ("Deals", [HEADER, deal("O-1"), deal("O-1", 2)]),
        ("Empty", []),
    ]
    report = desk.read(workbook(*sheets), "book.xlsx")
    assert (report.source, report.added) == ("book.xlsx!Deals", 1)
    assert (report.rejects[0].source, report.rejects[0].row) == ("book.xlsx!Deals", 3)


PARTNERS = ("Partners", [["partner_id", "name", "type"], ["P-1", "Example", "reseller"]])
DEALS = ("Deals", [HEADER, deal("O-1")])


def test_several_tables_are_read_only_where_that_is_said(desk: IntakeDesk) -> None:
    data = workbook(DEALS, PARTNERS)
    with pytest.raises(
        UsageError, match=r"Deals, Partners; say --sheet NAME, or --sheet '\*'"
    ) as caught:
        desk.read(data, "book.xlsx")
    assert "\n" not in caught.value.message
    assert desk.read(data, "book.xlsx", {"sheet": "partners"}).kind == "partner"
    each = desk.read_each(data, "book.xlsx", {"sheet": "*"})
    assert [(report.source, report.kind) for report in each] == [
        ("book.xlsx!Deals", "opportunity"), ("book.xlsx!Partners", "partner"),
    ]  # fmt: skip
    with pytest.raises(
        UsageError, match=r"no sheet 'Deal' \(is it 'Deals'\?\); it has: Deals, Par"
    ):
        desk.read(data, "book.xlsx", {"sheet": "Deal"})
    with pytest.raises(UsageError, match=r"no sheet 'Orders'; it has: Deals, Partners"):
        desk.read(data, "book.xlsx", {"sheet": "Orders"})
    assert desk.read(data, "book.xlsx", {"sheet": [" Partners", "partners "]}).kind == "partner"


def test_a_text_has_no_sheets(desk: IntakeDesk) -> None:
    with pytest.raises(UsageError, match=r"is no workbook, and has no sheets: leave --sheet"):
        desk.read("partner_id,name,type\nP-1,Example,reseller\n", mapping={"sheet": "Partners"})


@pytest.mark.parametrize("name", ["book.xlsx", "book.xls"])
def test_a_text_named_like_a_workbook_is_told_where_it_is_no_export(
    desk: IntakeDesk, name: str
) -> None:
    with pytest.raises(UsageError, match=r"the file is text and no Excel workbook, whatever"):
        desk.read("just a note\nof two lines\n", name)
    report = desk.read("partner_id,name,type\nP-1,Example,reseller\n", name)
    assert report.added == 1


def test_a_hidden_sheet_is_never_read_silently(desk: IntakeDesk) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["Deals"].sheet_state = "veryHidden"

    with_others = workbook(DEALS, PARTNERS, change=hide)
    assert desk.read(with_others, "book.xlsx").kind == "partner"
    assert desk.read(with_others, "book.xlsx", {"sheet": "Deals"}).source == "book.xlsx!Deals"
    data = workbook(DEALS, ("Empty", []), change=hide)
    with pytest.raises(UsageError, match=r"only hidden sheets .*: Deals; .*--sheet Deals"):
        desk.read(data, "book.xlsx")


def test_a_workbook_whose_headers_nobody_knows_names_its_sheets(desk: IntakeDesk) -> None:
    data = workbook(("A", [["x", "y"], [1, 2]]), ("B", [["z"], [1]]))
    with pytest.raises(UsageError, match="no sheet can be read as it is: A, B; say --sheet"):
        desk.read(data, "book.xlsx")
    data = workbook(("Cover", [["x", "y"], [1, 2]]), ("Deals", [HEADER[:2], deal("O-1")[:2]]))
    with pytest.raises(UsageError, match=r"the nearest: .*book\.xlsx!Deals:1: the headers do not"):
        desk.read(data, "book.xlsx")


def test_a_workbook_and_its_csv_are_the_same_deals(desk: IntakeDesk) -> None:
    desk.read(workbook(("Deals", [HEADER, deal("O-1", 1234.5, date(2026, 3, 31))])), "deals.xlsx")
    head = desk.head
    again = desk.read("opportunity_id,amount,currency,stage,close_date\n"
                      'O-1,"1,234.50",USD,Proposal,2026-03-31\n')  # fmt: skip
    assert (again.unchanged, desk.head) == (1, head)
