from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from workbooks.any_content import as_read
from workbooks.example_workbook import PROVENANCE, SPEC, content, write
from workbooks.repackage import repackaged
from xldesk.workbooks.cell_text import MAX_CELL_TEXT
from xldesk.workbooks.check import Limits
from xldesk.workbooks.content import Content, Link
from xldesk.workbooks.read import ReadBook, ReadRow, read_workbook
from xldesk.workbooks.spec import Column, Sheet, Table, Workbook
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.template import build_template

if TYPE_CHECKING:
    from pathlib import Path

SHEET = {
    name: f"xl/worksheets/sheet{at}.xml"
    for at, name in enumerate(
        ("Summary", "Controls", "Credits", "Notes", "Lists", "Checks", "About"), start=1
    )
}


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    target = tmp_path / "issued.xlsx"
    write(target)
    return target


def read(path: Path) -> ReadBook:
    return read_workbook(path, [SPEC])


def found(book: ReadBook) -> set[tuple[str, str]]:
    return {(finding.code, str(finding.place).partition("!")[2]) for finding in book.findings}


def test_an_issued_workbook_reads_as_it_was_made(issued: Path) -> None:
    book = read(issued)
    assert book.findings == []
    assert book.workbook == "example"
    assert book.provenance == PROVENANCE
    made = content()
    for name, rows in made.tables.items():
        columns = SPEC.tables[name].columns
        wanted = [{c.field: as_read(c, row[c.field]) for c in columns} for row in rows]  # type: ignore[index, call-overload]
        assert book.tables[name].values == wanted
    assert book.fields["margin"] == made.fields["margin"]
    assert book.fields["prepared"] is None
    assert book.digest == write(issued).digest


def test_a_row_knows_its_place(issued: Path) -> None:
    book = read(issued)
    row = book.tables["Controls"].rows[1]
    assert row.number == 8
    assert str(book.place("Controls", row, "owner")) == "issued.xlsx!Controls!I8"


TYPES = Workbook(
    "types",
    "Types",
    (
        Sheet(
            "Data",
            "detail",
            (
                Table(
                    "Data",
                    (
                        Column("Id", "id"),
                        Column("Text", "text"),
                        Column("Link", "link", type="link", role="link"),
                        Column("Integer", "integer", type="integer"),
                        Column("Amount", "amount", type="amount", currency="currency"),
                        Column("Currency", "currency"),
                        Column("Bare amount", "bare", type="amount"),
                        Column("Number", "number", type="number"),
                        Column("Share", "share", type="share"),
                        Column("Day", "day", type="date"),
                        Column("Time", "time", type="time"),
                        Column("Flag", "flag", type="flag"),
                        Column("Made", "made", type="amount", currency="currency", formula="=1"),
                    ),
                ),
            ),
        ),
    ),
)
STAMPER = Stamper(TYPES, build_template(TYPES))
NOTHING = dict.fromkeys(column.field for column in TYPES.tables["Data"].columns)
CUT = "… (cut: 40,000 characters)"
EARLIEST = datetime(1, 1, 1, 0, 0, 0, 1, tzinfo=UTC)
MOMENT = datetime(2026, 6, 30, 9, 0, 0, 123_456, tzinfo=UTC)


def read_again(path: Path, **values: Any) -> dict[str, Any]:
    """Return the row of ``values`` written to ``path`` and read back."""
    rows = [{**NOTHING, "id": "row", **values}]
    STAMPER.write(Content(PROVENANCE, tables={"Data": rows}), path)
    book = read_workbook(path, [TYPES])
    assert book.findings == []
    (row,) = book.tables["Data"].values
    return row


@pytest.mark.parametrize(
    ("field", "value", "currency", "reads"),
    [
        ("text", "", None, None),
        ("text", "=1+1", None, "=1+1"),
        ("text", "a\r\nb\rc", None, "a\nb\nc"),
        ("text", "\x00\x1b\ud800\uffff", None, "␀␛\ufffd\ufffd"),
        ("text", "_x000D_", None, "_x000D_"),
        ("text", "x" * MAX_CELL_TEXT, None, "x" * MAX_CELL_TEXT),
        ("text", "x" * 40_000, None, "x" * (MAX_CELL_TEXT - len(CUT)) + CUT),
        ("link", Link("to Data", "Data"), None, "to Data"),
        ("integer", 10**15 + 1, None, 10**15),
        ("integer", -123_456_789_012_345, None, -123_456_789_012_345),
        ("amount", 999_999_999_999_999, "JPY", 999_999_999_999_999),
        ("amount", -999_999_999_999_999, "USD", -999_999_999_999_999),
        ("amount", 999_999_999_999_999, "KWD", 999_999_999_999_999),
        ("amount", -1, "CLF", -1),
        ("bare", (12_345, "KWD"), None, Decimal("12.345")),
        ("number", Decimal("0.1234567890123456"), None, Decimal("0.123456789012346")),
        ("number", 1e300, None, Decimal("1e300")),
        ("share", 333_333, None, 333_333),
        ("day", datetime(2026, 6, 30, 23, tzinfo=UTC), None, date(2026, 6, 30)),
        ("day", date(1900, 2, 28), None, date(1900, 2, 28)),
        ("day", date.max, None, date.max),
        ("time", EARLIEST, None, EARLIEST),
        ("flag", False, None, False),
        ("made", 5, "USD", 5),
    ],
)  # fmt: skip
def test_each_type_reads_back_with_what_a_cell_can_hold(
    tmp_path: Path, field: str, value: Any, currency: str | None, reads: Any
) -> None:
    row = read_again(tmp_path / "a.xlsx", **{"currency": currency, field: value})
    assert row == {**NOTHING, "id": "row", "currency": currency, field: reads}


def test_times_keep_their_millisecond(tmp_path: Path) -> None:
    row = read_again(tmp_path / "a.xlsx", time=MOMENT)
    assert abs(row["time"] - MOMENT) < timedelta(milliseconds=1)
    assert row["time"].microsecond % 1_000 == 0


def planted(path: Path, cells: str, *, head: bytes = b"") -> ReadBook:
    """Return what is read of a row whose cells of a table of all types are ``cells``."""
    STAMPER.write(Content(PROVENANCE, tables={"Data": [{**NOTHING, "id": "row"}]}), path)

    def plant(part: bytes) -> bytes:
        text, count = re.subn(r'<row r="6".*?</row>', f'<row r="6">{cells}</row>', part.decode())
        assert count == 1
        return text.encode()

    def set_epoch(part: bytes) -> bytes:
        assert b"<workbookPr" in part
        return part.replace(b"<workbookPr", b"<workbookPr " + head, 1)

    edits = {"xl/worksheets/sheet1.xml": plant, "xl/workbook.xml": set_epoch}
    return read_workbook(repackaged(path, edits), [TYPES])


TEXT = '<c r="B6" t="str"><v>row</v></c>'
USD, JPY = (f'<c r="G6" t="str"><v>{code}</v></c>' for code in ("USD", "JPY"))


@pytest.mark.parametrize(
    ("cell", "field", "reads"),
    [
        ('<c r="F6"><v>1234.5599999999999</v></c>' + USD, "amount", 123_456),
        ('<c r="F6"><v>1E3</v></c>' + JPY, "amount", 1_000),
        (USD + '<c r="N6"><f>1</f><v>0.1249</v></c>', "made", 12),
        ('<c r="N6" t="str"><f>1</f><v></v></c>', "made", None),
        ('<c r="J6"><v>0.33333299999999999</v></c>', "share", 333_333),
        ('<c r="K6"><v>46203.75</v></c>', "day", date(2026, 6, 30)),
        ('<c r="K6" t="d"><v>2026-06-30T12:00:00</v></c>', "day", date(2026, 6, 30)),
        ('<c r="K6" t="inlineStr"><is><t>2026-06-30</t></is></c>', "day", date(2026, 6, 30)),
        ('<c r="L6"><v>46203.999999999996</v></c>', "time", datetime(2026, 7, 1, tzinfo=UTC)),
        ('<c r="M6" t="b"><v>1</v></c>', "flag", True),
        ('<c r="M6" t="str"><v>Yes</v></c>', "flag", True),
        ('<c r="C6" t="inlineStr"><is><r><t>a</t></r><r><t> b</t></r></is></c>', "text", "a b"),
    ],
)  # fmt: skip
def test_what_other_programs_save_reads_the_same(
    tmp_path: Path, cell: str, field: str, reads: Any
) -> None:
    book = planted(tmp_path / "a.xlsx", TEXT + cell)
    assert book.findings == []
    assert book.tables["Data"].values[0][field] == reads


@pytest.mark.parametrize("flag", ["1", "true", "on"])
def test_a_file_that_counts_from_1904_has_its_days_there(tmp_path: Path, flag: str) -> None:
    cells = f'{TEXT}<c r="K6"><v>0</v></c><c r="L6"><v>44741.5</v></c>'
    book = planted(tmp_path / "a.xlsx", cells, head=f'date1904="{flag}"'.encode())
    (row,) = book.tables["Data"].values
    assert row["day"] == date(1904, 1, 1)
    assert row["time"] == datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "code", "words"),
    [
        ('<c r="E6"><v>1.5</v></c>', "CELL-TYPE", "Integer needs a whole number, not '1.5'"),
        ('<c r="E6" t="str"><v>7</v></c>', "CELL-TYPE", "Integer needs a whole number"),
        ('<c r="F6"><v>1</v></c>', "AMOUNT-CURRENCY", "no currency stands beside Amount"),
        ('<c r="F6"><v>1.005</v></c>' + USD, "AMOUNT-DECIMALS", "more decimals than USD has (2)"),
        ('<c r="F6"><v>1.5</v></c>' + JPY, "AMOUNT-DECIMALS", "than JPY has (0)"),
        ('<c r="F6"><v>1e300</v></c>' + USD, "INPUT-RANGE", "larger than"),
        ('<c r="F6" t="str"><v>12 USD</v></c>' + USD, "CELL-TYPE", "Amount needs a number"),
        ('<c r="I6"><v>nan</v></c>', "CELL-TYPE", "Number needs a number, not 'nan'"),
        ('<c r="I6"><v>1e999</v></c>', "CELL-TYPE", "Number needs a number"),
        ('<c r="I6"><v>1_000</v></c>', "CELL-TYPE", "Number needs a number"),
        ('<c r="J6"><v>0.33333333</v></c>', "CELL-TYPE", "Share needs a share in whole parts"),
        ('<c r="K6" t="str"><v>30.06.2026</v></c>', "CELL-TYPE", "a date, not '30.06.2026'"),
        ('<c r="K6" t="str"><v>2026-02-30</v></c>', "CELL-TYPE", "Day needs a date"),
        ('<c r="K6"><v>60</v></c>', "CELL-TYPE", "Day needs a date"),
        ('<c r="K6"><v>2958466</v></c>', "CELL-TYPE", "Day needs a date"),
        ('<c r="L6"><v>-1</v></c>', "CELL-TYPE", "Time needs a date and time"),
        ('<c r="L6" t="str"><v>0001-01-01 00:00+05:00</v></c>', "CELL-TYPE", "Time needs"),
        ('<c r="M6"><v>1</v></c>', "CELL-TYPE", "Flag needs yes or no"),
        ('<c r="M6" t="str"><v>1</v></c>', "CELL-TYPE", "Flag needs yes or no"),
        ('<c r="I6" t="e"><v>#DIV/0!</v></c>', "CELL-ERROR", "Number shows the error '#DIV/0!'"),
        ('<c r="I6"><f>1+1</f><v>2</v></c>', "FORMULA-ADDED", "Number holds a formula (=1+1)"),
        ('<c r="N6"><f>1+1</f></c>', "VALUE-MISSING", "the formula of Made was saved without"),
    ],
)  # fmt: skip
def test_a_cell_that_does_not_hold_its_type_reads_as_nothing(
    tmp_path: Path, cell: str, code: str, words: str
) -> None:
    book = planted(tmp_path / "a.xlsx", TEXT + cell)
    (finding,) = book.findings
    letters = re.search(r'r="([A-Z]+6)"', cell)
    assert letters is not None
    assert (finding.code, finding.place.cell) == (code, letters[1])
    assert words in finding.message
    (row,) = book.tables["Data"].rows
    (faulty,) = row.faulty
    assert row.values[faulty] is None
    assert not book.ok


def test_numbers_typed_as_text_are_said_but_read(tmp_path: Path) -> None:
    book = planted(
        tmp_path / "a.xlsx", TEXT + '<c r="C6"><v>42</v></c><c r="D6" t="b"><v>0</v></c>'
    )
    assert [(found.code, found.place.cell) for found in book.findings] == [
        ("CELL-TEXT", "C6"),
        ("CELL-TEXT", "D6"),
    ]
    (row,) = book.tables["Data"].rows
    assert (row.values["text"], row.values["link"], row.faulty) == ("42", "FALSE", frozenset())
    assert book.ok


# sheet, place in the XML, what it becomes, findings
EDITS = [
    (
        "Controls",
        r'(<c r="I7"[^>]*><is><t>)finance',
        r"\1nobody",
        {("CHOICE-UNKNOWN", "Controls!I7")},
    ),
    (
        "Controls",
        r'(<c r="J8"[^>]*>)<v>12.5</v>',
        r"\1<v>99999999999999</v>",
        {("INPUT-RANGE", "Controls!J8")},
    ),
    (
        "Controls",
        r'(<c r="B6"[^>]*><is><t>)Id',
        r"\1Number",
        {("TABLE-HEADER", "Controls!B6")},
    ),
    (
        "Summary",
        r'(<c r="B\d+"[^>]*><is><t>)Prepared by',
        r"\1Made by",
        {("FIELD-MISSING", "Summary")},
    ),
    (
        "Notes",
        r'(<c r="C\d+"[^>]*)><v>0.35</v>',
        r'\1 t="str"><v>much</v>',
        {("CELL-TYPE", "Notes!C17")},
    ),
    (
        "About",
        r'(<c r="B12"[^>]*><is><t>)[^<]*',
        r"\1Another label",
        {("ABOUT-INCOMPLETE", "About")},
    ),
]


@pytest.mark.parametrize(("sheet", "pattern", "becomes", "expected"), EDITS)
def test_what_was_changed_is_named_with_its_place(
    issued: Path, sheet: str, pattern: str, becomes: str, expected: set[tuple[str, str]]
) -> None:
    def edit(part: bytes) -> bytes:
        text, count = re.subn(pattern, becomes, part.decode(), count=1)
        assert count == 1, "the edit must change something"
        return text.encode()

    assert found(read(repackaged(issued, {SHEET[sheet]: edit}))) == expected


def test_a_word_outside_the_list_is_read_and_named(issued: Path) -> None:
    def edit(part: bytes) -> bytes:
        return re.sub(rb'(<c r="I7"[^>]*><is><t>)finance', rb"\1nobody", part)

    row = read(repackaged(issued, {SHEET["Controls"]: edit})).tables["Controls"].rows[0]
    assert row.values["owner"] == "nobody"
    assert row.faulty == {"owner"}


@pytest.mark.parametrize(
    ("part", "old", "new", "expected", "empty"),
    [
        (
            "xl/tables/table3.xml",
            b'displayName="Credits"',
            b'displayName="Other"',
            {("TABLE-MISSING", "Credits")},
            ("Credits",),
        ),
        (
            "xl/tables/table3.xml",
            b'name="Share"',
            b'name="Part"',
            {("TABLE-COLUMNS", "Credits")},
            (),
        ),
        (
            "xl/workbook.xml",
            b'name="About" sheetId',
            b'name="Mine" sheetId',
            {("SHEET-MISSING", "About"), ("ABOUT-INCOMPLETE", "About")},
            (),
        ),
    ],
)
def test_what_is_missing_is_named_and_the_rest_is_read(
    issued: Path,
    part: str,
    old: bytes,
    new: bytes,
    expected: set[tuple[str, str]],
    empty: tuple[str, ...],
) -> None:
    def edit(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    book = read(repackaged(issued, {part: edit}))
    assert found(book) == expected
    assert {name for name, table in book.tables.items() if not table.rows} == set(empty)
    if ("TABLE-COLUMNS", "Credits") in expected:
        assert {row["share"] for row in book.tables["Credits"].values} == {None}
    if ("SHEET-MISSING", "About") in expected:
        assert book.provenance is None


def test_rows_that_are_wholly_blank_are_no_rows(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{**NOTHING, "id": name} for name in ("a", "", "b")]
    rows[1]["made"] = ""
    STAMPER.write(Content(PROVENANCE, tables={"Data": rows}), tmp_path / "a.xlsx")
    book = read_workbook(tmp_path / "a.xlsx", [TYPES])
    assert [(row.number, row.values["id"]) for row in book.tables["Data"].rows] == [
        (6, "a"),
        (8, "b"),
    ]


def test_rows_can_be_received_one_at_a_time(issued: Path) -> None:
    received: list[tuple[str, ReadRow]] = []
    book = read_workbook(issued, [SPEC], receive=lambda name, row: received.append((name, row)))
    whole = read(issued)
    assert {name: table.rows for name, table in book.tables.items()} == {
        name: [] for name in whole.tables
    }
    for name, table in whole.tables.items():
        assert [row for own, row in received if own == name] == table.rows
    assert book.fields == whole.fields


def test_what_a_reading_keeps_is_bounded(issued: Path) -> None:
    limits = Limits(kept_bytes=20_000)
    book = read_workbook(issued, [SPEC], limits)
    assert [finding.code for finding in book.findings] == ["FILE-LIMIT"]
    assert (book.tables, book.fields, book.provenance) == ({}, {}, None)
    assert read_workbook(issued, [SPEC], limits, receive=lambda *_: None).ok


@pytest.mark.parametrize("damage", ["cut", "sheet"])
def test_nothing_is_read_of_a_file_that_breaks_off(issued: Path, damage: str) -> None:
    if damage == "cut":
        issued.write_bytes(issued.read_bytes()[:-100])
        broken = issued
    else:
        broken = repackaged(issued, {SHEET["About"]: lambda part: part[:-50]})
    book = read(broken)
    assert len(book.findings) == 1
    assert book.findings[0].code in {"FILE-ZIP", "FILE-XML"}
    assert (book.tables, book.fields) == ({}, {})


def test_a_workbook_of_others_is_said_to_be_so(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    book = read(tmp_path / "other.xlsx")
    assert [finding.code for finding in book.findings] == ["FILE-NOT-OURS"]
    assert book.workbook is None
    assert read(tmp_path / "none.xlsx").findings[0].code == "FILE-READ"


def test_formulas_saved_without_values_are_named(issued: Path, tmp_path: Path) -> None:
    openpyxl.load_workbook(issued).save(tmp_path / "saved.xlsx")
    book = read(tmp_path / "saved.xlsx")
    assert set(book.report.counts) == {"VALUE-MISSING"}
    assert book.tables["Credits"].values == read(issued).tables["Credits"].values


def test_a_file_of_an_older_form_is_read_by_its_headers(tmp_path: Path) -> None:
    older = replace(SPEC, title="An older title")
    write(tmp_path / "old.xlsx", spec=older)
    assert read(tmp_path / "old.xlsx").ok
