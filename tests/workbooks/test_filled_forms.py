"""What partners fill into a tracker is judged at its cells, by the check and the reader alike."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbooks.any_content import plain_content
from xldesk.workbooks.check import CheckFinding, check_workbook
from xldesk.workbooks.check.rules import past_days
from xldesk.workbooks.entry import Entry
from xldesk.workbooks.mdf_tracker_forms import NO_FUND, NO_REQUEST
from xldesk.workbooks.mdf_tracker_partner import SPEC
from xldesk.workbooks.read import read_workbook
from xldesk.workbooks.spec import Column, Sheet, SpecError, Table, Workbook
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.template import build_template

STAMPER = Stamper(SPEC, build_template(SPEC))
LISTS = {
    "funds": [f"F-{number}" for number in range(1, 9)],
    "requests": ["Q-1"],
    "activity_kinds": ["event", "webinar"],
}
ASKED = {
    "fund": "F-1",
    "name": "Autumn event",
    "kind": "event",
    "place": "Lyon",
    "start": date(2026, 9, 7),
    "end": date(2026, 9, 8),
    "planned_spend": Decimal("1234.5"),
    "leads": 40,
    "pipeline": Decimal(90_000),
    "close_rate": Decimal("0.2"),
}
CLAIMED = {
    "request": "Q-1",
    "invoice": "INV-7",
    "invoiced": date(2026, 6, 15),
    "invoice_amount": Decimal("900.10"),
    "claimed": Decimal("450.05"),
    "proof": "list.csv",
}
TODAY = date(2026, 10, 1)
FORMS = ("INPUT-", "NOTE-", "CHOICE-", "CELL-", "AMOUNT-")


def write(
    path: Path,
    asked: list[dict[str, Any]],
    claimed: list[dict[str, Any]] | None = None,
    lists: dict[str, list[str]] | None = None,
    **tables: list[dict[str, Any]],
) -> Path:
    """Write a tracker of 2026-07-08 with these rows, which asks for 10 business days ahead."""
    filled = {"NewRequests": asked, "NewClaims": claimed or [], **tables}
    made = plain_content(SPEC, fields={"rule.lead": 10}, tables=filled, lists=LISTS | (lists or {}))
    STAMPER.write(made, path)
    return path


def judged(path: Path) -> list[CheckFinding]:
    """Return what is found about the forms of a file; the check and the reader must agree."""
    checked, read = (
        [found for found in findings if found.code.startswith(FORMS)]
        for findings in (check_workbook(path).findings, read_workbook(path).findings)
    )
    assert sorted(map(str, checked)) == sorted(map(str, read))
    return checked


def test_sound_rows_are_not_found_fault_with(tmp_path: Path) -> None:
    path = write(tmp_path / "back.xlsx", [ASKED], [CLAIMED, {**CLAIMED, "invoice": "INV-8"}])
    assert judged(path) == []
    assert check_workbook(path).filled == {"request": 1, "claim": 2}


NEEDED_ONLY = {**dict.fromkeys(ASKED), "fund": "F-1"}
REQUESTS = [
    (
        {"end": date(2026, 9, 6)},
        "block INPUT-RANGE",
        "G10",
        "End 2026-09-06 comes before Start 2026-09-07",
    ),
    (
        {"planned_spend": Decimal(-500)},
        "block INPUT-RANGE",
        "H10",
        "'-500' is not valid for Planned spend; enter a number, more than 0",
    ),
    ({"planned_spend": Decimal(0)}, "block INPUT-RANGE", "H10", "enter a number, more than 0"),
    ({"pipeline": Decimal("-0.01")}, "block INPUT-RANGE", "J10", "enter a number, 0 or more"),
    ({"close_rate": Decimal(20)}, "block INPUT-RANGE", "K10", "20 means 2000 %; type 20%"),
    (
        {"close_rate": Decimal(250)},
        "block INPUT-RANGE",
        "K10",
        "enter a percentage from 0 to 100 %",
    ),
    (
        NEEDED_ONLY,
        "block INPUT-MISSING",
        "D10",
        "the request is half filled in: Kind, Start, End and Planned spend are empty",
    ),
    ({"start": None}, "block INPUT-MISSING", "F10", "half filled in: Start is empty"),
    (
        {"fund": "F-99"},
        "block CHOICE-UNKNOWN",
        "B10",
        "not a choice of Fund (F-1, F-2, F-3, F-4, F-5, F-6 and 2 more)",
    ),
    (
        {"kind": "party"},
        "block CHOICE-UNKNOWN",
        "D10",
        "'party' is not a choice of Kind (event, webinar)",
    ),
    (
        {"start": date(2026, 7, 21)},
        "warn INPUT-SOON",
        "F10",
        "Start 2026-07-21 is less than 10 business days after 2026-07-08",
    ),
]
CLAIMS = [
    (
        {"claimed": Decimal("900.11")},
        "warn INPUT-BEYOND",
        "F23",
        "Claimed 900.11 is more than Invoice amount 900.1",
    ),
    ({"claimed": Decimal(-1)}, "block INPUT-RANGE", "F23", "enter a number, more than 0"),
    (
        {"invoice_amount": Decimal(-1), "claimed": None},
        "block INPUT-RANGE",
        "E23",
        "enter a number, 0 or more",
    ),
    (
        {"request": None},
        "block INPUT-MISSING",
        "B23",
        "the claim is half filled in: Request is empty",
    ),
]


@pytest.mark.parametrize(("changes", "kind", "cell", "words"), REQUESTS)
def test_nonsense_in_a_request_is_found_at_its_cell(
    tmp_path: Path, changes: dict[str, Any], kind: str, cell: str, words: str
) -> None:
    (found,) = judged(write(tmp_path / "back.xlsx", [{**ASKED, **changes}]))
    assert str(found).startswith(f"back.xlsx!New requests!{cell}: {kind}: ")
    assert words in str(found)


@pytest.mark.parametrize(("changes", "kind", "cell", "words"), CLAIMS)
def test_nonsense_in_a_claim_is_found_at_its_cell(
    tmp_path: Path, changes: dict[str, Any], kind: str, cell: str, words: str
) -> None:
    found = judged(write(tmp_path / "back.xlsx", [], [{**CLAIMED, **changes}]))
    told = next(one for one in found if one.place.cell == cell)
    assert str(told).startswith(f"back.xlsx!New requests!{cell}: {kind}: ")
    assert words in str(told)
    assert len(found) == 1 + (changes.get("claimed", 1) is None)


@pytest.mark.parametrize(
    "changes",
    [
        {"end": date(2026, 9, 7)},
        {"close_rate": Decimal(1)},
        {"pipeline": Decimal(0)},
        {"start": date(2026, 7, 22), "end": date(2026, 7, 22)},
        dict.fromkeys(("name", "place", "leads", "pipeline", "close_rate")),
    ],
)
def test_what_is_just_right_is_left_alone(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert judged(write(tmp_path / "back.xlsx", [{**ASKED, **changes}])) == []


def test_the_word_for_an_empty_list_is_no_choice(tmp_path: Path) -> None:
    lists = {"funds": [NO_FUND], "requests": [NO_REQUEST]}
    asked, claimed = {**ASKED, "fund": NO_FUND}, {**CLAIMED, "request": NO_REQUEST}
    found = judged(write(tmp_path / "back.xlsx", [asked], [claimed], lists))
    assert [one.place.cell for one in found] == ["B10", "B24"]
    assert found[0].message == (
        "'no open fund' is not a choice of Fund: there is nothing to choose from now"
    )
    assert found[0].remedy.startswith("clear the row")


def test_an_invoice_that_stands_twice_is_said_where_it_is_repeated(tmp_path: Path) -> None:
    nothing = dict.fromkeys(column.field for column in SPEC.tables["Claims"].columns)
    issued = [{**nothing, "claim_id": "MC-1", "currency": "USD", "invoice_number": "INV-9"}]
    rows = [CLAIMED, {**CLAIMED, "invoice": " inv-7"}, {**CLAIMED, "invoice": "INV-9"}]
    found = judged(write(tmp_path / "back.xlsx", [], rows, Claims=issued))
    assert [(one.code, one.severity, one.place.cell, one.message) for one in found] == [
        (
            "INPUT-TWICE",
            "warn",
            "C24",
            "Invoice number ' inv-7' stands in New requests!C23 too",
        ),
        ("INPUT-TWICE", "warn", "C25", "Invoice number 'INV-9' stands in Claims!H7 too"),
    ]


def test_without_its_own_day_or_rule_a_file_says_nothing_of_days_ahead(tmp_path: Path) -> None:
    soon = {**ASKED, "start": date(2026, 7, 9), "end": date(2026, 7, 9)}
    path = tmp_path / "back.xlsx"
    STAMPER.write(plain_content(SPEC, tables={"NewRequests": [soon]}, lists=LISTS), path)
    assert judged(path) == []


@pytest.mark.parametrize(
    ("form", "down", "right", "code", "words"),
    [
        ("NewRequests", 1, 0, "block INPUT-OUTSIDE", "clear it: only 9 lines fit"),
        ("NewClaims", 1, 0, "block INPUT-OUTSIDE", "no claim is read; clear it: only 8 lines fit"),
        ("NewClaims", 5, 3, "block INPUT-OUTSIDE", "this stands under the form"),
        ("NewRequests", 0, 12, "warn NOTE-BESIDE", "a note stands beside the form"),
    ],
)
def test_what_stands_outside_a_form_is_not_lost_in_silence(
    tmp_path: Path, form: str, down: int, right: int, code: str, words: str
) -> None:
    book = openpyxl.load_workbook(write(tmp_path / "back.xlsx", [ASKED]))
    sheet = book["New requests"]
    *_, (*_, last) = sheet[sheet.tables[form].ref]
    cell = sheet.cell(last.row + down, 2 + right, "F-2")
    book.save(tmp_path / "back.xlsx")
    (found,) = judged(tmp_path / "back.xlsx")
    assert str(found).startswith(f"back.xlsx!New requests!{cell.coordinate}: {code}: ")
    assert words in str(found)


def issued(table: str, rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return issued ``rows`` of a table; what they do not say is empty."""
    nothing = dict.fromkeys(column.field for column in SPEC.tables[table].columns)
    return {table: [{**nothing, **row} for row in rows]}


SHOWN = {
    **issued(
        "Funds",
        [
            {"fund_id": fund, "expiry": date(2026, 9, 30), "currency": unit, "available": left}
            for fund, unit, left in (
                ("F-1", "EUR", 200_000),
                ("F-2", "JPY", 50_000),
                ("F-3", "USD", -100),
                ("F-4", "USD", None),
            )
        ],
    ),
    **issued(
        "Requests",
        [
            {
                "request_id": request,
                "currency": "EUR",
                "submitted_day": date(2026, 3, 2),
                "approved": 316_000,
                "released": 16_000,
                "claims_approved": 200_000,
                "open_commitment": 300_000,
            }
            for request in ("Q-1", "Q-2", "Q-3", "Q-4")
        ],
    ),
}
"""Four rows of each, so that a check takes them in as a block."""

CENT = Decimal("0.01")


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        ([{}], "", ""),
        ([{"planned_spend": Decimal(2_000)}], "", ""),
        (
            [{"planned_spend": 2_000 + CENT}],
            "H10: warn INPUT-BEYOND",
            "Planned spend 2000.01 is more than F-1 has: Available is 2000 EUR (Funds!R7)",
        ),
        (
            [{"planned_spend": Decimal(1_000)}, {"name": "two", "planned_spend": 1_000 + CENT}],
            "H11: warn INPUT-BEYOND",
            "Planned spend 1000.01 makes 2000.01 in 2 requests, which is more than F-1 has",
        ),
        ([{}, {"fund": "F-2", "planned_spend": Decimal(2_000)}], "", ""),
        (
            [{"fund": "F-3", "planned_spend": CENT}, {"fund": "F-3"}],
            "H10: warn INPUT-BEYOND",
            "Available is -1 USD",
        ),
        ([{"fund": "F-4", "planned_spend": Decimal(10**12)}], "", ""),
        ([{"fund": "F-5", "planned_spend": Decimal(10**12)}], "", ""),
        ([{"end": date(2026, 9, 30)}], "", ""),
        (
            [{"end": date(2026, 10, 1)}],
            "G10: warn INPUT-DAYS",
            "End 2026-10-01 comes after the day of F-1 in Ends (Funds!F7), 2026-09-30",
        ),
        (
            [{"planned_spend": Decimal("10.123")}],
            "H10: block AMOUNT-DECIMALS",
            "Planned spend 10.123 is no amount in EUR, which has 2 decimals (Funds!G7)",
        ),
        (
            [{"fund": "F-2", "planned_spend": Decimal(9), "pipeline": Decimal("0.5")}],
            "J10: block AMOUNT-DECIMALS",
            "no amount in JPY, which has no decimals (Funds!G8)",
        ),
        (
            [{"name": " ", "place": "x"}],
            "C10: block INPUT-BLANK",
            "Activity holds blanks only",
        ),
    ],
)
def test_a_request_keeps_to_the_fund_that_the_file_shows(
    tmp_path: Path, rows: list[dict[str, Any]], cell: str, words: str
) -> None:
    found = judged(write(tmp_path / "back.xlsx", [{**ASKED, **row} for row in rows], **SHOWN))
    assert [str(one).startswith(f"back.xlsx!New requests!{cell}: ") for one in found] == (
        [True] if cell else []
    )
    assert all(words in str(one) for one in found)


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        ([{}, {"invoice": "INV-8"}], "", ""),
        (
            [{}, {"invoice": "INV-8", "claimed": Decimal(550)}],
            "F24: warn INPUT-BEYOND",
            "which is more than Q-1 has: Approved less Released and Approved claims is 1000 EUR",
        ),
        (
            [{"invoiced": date(2026, 3, 1)}],
            "D23: warn INPUT-DAYS",
            "Invoiced 2026-03-01 comes before the day of Q-1 in Submitted (Requests!K7)",
        ),
        ([{"invoiced": date(2026, 3, 2)}], "", ""),
        ([{"invoiced": TODAY}], "", ""),
        (
            [{"invoiced": TODAY + timedelta(days=1)}],
            "D23: warn INPUT-AHEAD",
            "Invoiced 2026-10-02 is a day to come",
        ),
        (
            [{"invoice_amount": Decimal("900.105")}],
            "E23: block AMOUNT-DECIMALS",
            "Invoice amount 900.105 is no amount in EUR",
        ),
        ([{"proof": None}], "G23: warn INPUT-EXPECTED", "Proof is empty, and a claim needs it"),
        ([{"proof": "  "}], "G23: block INPUT-BLANK", "Proof holds blanks only"),
        ([{"invoice": " "}], "C23: block INPUT-BLANK", "Invoice number holds blanks only"),
    ],
)
def test_a_claim_keeps_to_the_request_that_the_file_shows(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[dict[str, Any]],
    cell: str,
    words: str,
) -> None:
    monkeypatch.setattr(past_days, "today", lambda: TODAY)
    claimed = [{**CLAIMED, "invoice_amount": Decimal(900), **row} for row in rows]
    found = judged(write(tmp_path / "back.xlsx", [], claimed, **SHOWN))
    assert [str(one).startswith(f"back.xlsx!New requests!{cell}: ") for one in found] == (
        [True] if cell else []
    )
    assert all(words in str(one) for one in found)


def test_blanks_are_no_invoice_that_stands_twice(tmp_path: Path) -> None:
    found = judged(write(tmp_path / "back.xlsx", [], [{**CLAIMED, "invoice": " "}] * 2))
    assert [one.code for one in found] == ["INPUT-BLANK"] * 2


def test_a_number_of_any_size_is_judged(tmp_path: Path) -> None:
    path = write(tmp_path / "back.xlsx", [{**ASKED, "planned_spend": 1e99}], **SHOWN)
    assert sorted(one.code for one in judged(path)) == ["INPUT-BEYOND", "INPUT-RANGE"]


def test_what_inputs_are_held_against_is_in_the_workbook() -> None:
    tables = SPEC.tables.values()
    named = {
        column.entry.names: {other.field for other in table.columns}
        for table in tables
        for column in table.columns
        if column.entry.names and column.role != "input"
    }
    for table in tables:
        by = [c.entry.names for c in table.columns if c.role == "input" and c.entry.names]
        for column in table.columns:
            entry = column.entry
            asked = {*entry.within, entry.from_day, entry.until_day} - {None}
            if asked or entry.is_money:
                assert asked | {"currency"} <= named[by[0]]


DAYS = st.none() | st.dates(date(2026, 7, 1), date(2026, 8, 30))
MONEY = st.none() | st.decimals(-10, 1_000, places=2)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "fund": st.sampled_from([None, "F-1", "F-9", NO_FUND]),
            "kind": st.sampled_from([None, "event"]),
            "start": DAYS,
            "end": DAYS,
            "planned_spend": MONEY,
            "pipeline": MONEY,
            "close_rate": st.none() | st.decimals(-1, 30, places=1),
        }
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=15)
@given(asked=ROWS)
def test_a_check_and_a_reader_find_the_same_in_any_rows(
    asked: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = dict.fromkeys(ASKED)
    path = tmp_path_factory.mktemp("any") / "back.xlsx"
    found = judged(write(path, [{**empty, **row} for row in asked]))
    blocked = {one.place.cell for one in found if one.severity == "block"}
    rows = read_workbook(path).tables["NewRequests"].rows
    assert len(blocked) >= sum(bool(row.faulty) for row in rows)


def test_a_column_is_compared_with_one_that_is_there() -> None:
    end = Column("End", "end", type="date", role="input", entry=Entry(not_before="begin"))
    with pytest.raises(SpecError, match="field 'begin', to compare it with, is not a column"):
        Workbook("any", "Any", (Sheet("Form", "action", (Table("Form", (end,)),)),))
