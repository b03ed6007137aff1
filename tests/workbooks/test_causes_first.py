"""A check says first what was removed or renamed, and what comes of it in few lines after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

from workbooks.example_workbook import SPEC, content, write
from workbooks.repackage import repackaged
from xldesk.records.place import Place
from xldesk.workbooks.check import CheckReport, check_workbook
from xldesk.workbooks.check.order import in_order
from xldesk.workbooks.check.report import CheckFinding, finding_at
from xldesk.workbooks.check.table_columns import ColumnChange, column_changes
from xldesk.workbooks.check.told import told

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

BROKEN = re.compile(r"Credits\[[^]]*\]")


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    write(tmp_path / "issued.xlsx", content(20))
    return tmp_path / "issued.xlsx"


def saved(issued: Path, book: Workbook) -> Path:
    """Save ``book`` beside the file it came from; its properties stay, so it is still ours."""
    path = issued.with_name("returned.xlsx")
    book.save(path)
    return path


def without_credits(book: Workbook) -> None:
    """Break every formula that reads the table Credits, as Excel does when it goes."""
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str) and cell.value.startswith("=") and cell.value != "=":
                    cell.value = BROKEN.sub("#REF!", cell.value)


def said(report: CheckReport) -> list[tuple[str, str]]:
    return [(found.code, str(found.place).partition("!")[2]) for found in told(report)]


def test_a_removed_sheet_is_said_once_and_its_broken_formulas_in_one_line(issued: Path) -> None:
    book = openpyxl.load_workbook(issued)
    del book["Credits"]
    without_credits(book)
    report = check_workbook(saved(issued, book), specs=[SPEC])
    assert report.counts["FORMULA-CHANGED"] > 10
    assert [code for code, _ in said(report)][:1] == ["SHEET-MISSING"]
    assert said(report)[0] == ("SHEET-MISSING", "Credits")
    assert [code for code, _ in said(report)].count("FORMULA-CHANGED") == 1
    (line,) = [found for found in told(report) if found.code == "FORMULA-CHANGED"]
    assert "more like it; this may come of what is gone" in line.message
    assert line.remedy.startswith("put back first")
    assert len(report.findings) == sum(report.counts.values())


def test_a_formula_that_was_changed_otherwise_is_still_told_for_itself(issued: Path) -> None:
    book = openpyxl.load_workbook(issued)
    del book["Credits"]
    without_credits(book)
    book["Summary"]["G29"] = "=ByCategory[[#This Row],[Credits]]"
    report = check_workbook(saved(issued, book), specs=[SPEC])
    assert ("FORMULA-CHANGED", "Summary!G29") in said(report)
    assert "TABLE-MISSING" not in report.counts  # it went with the sheet


@pytest.mark.parametrize("name", ["Credits 2", "Gutschriften"])
def test_a_renamed_sheet_is_said_with_its_new_name(issued: Path, name: str) -> None:
    book = openpyxl.load_workbook(issued)
    book["Credits"].title = name
    report = check_workbook(saved(issued, book), specs=[SPEC])
    assert said(report)[0] == ("SHEET-MISSING", "Credits")
    assert f"sheet '{name}' has its tables: was it renamed?" in told(report)[0].message
    assert "name it 'Credits' again" in told(report)[0].remedy
    assert {"SHEET-ADDED", "TABLE-MISSING"}.isdisjoint(report.counts)


def test_a_copy_in_place_of_the_sheet_is_known_by_its_columns(issued: Path) -> None:
    book = openpyxl.load_workbook(issued)
    sheet = book["Credits"]
    sheet.title = "Credits (2)"
    table = sheet.tables.pop("Credits")
    table.displayName = table.name = "Credits3"
    sheet.add_table(table)
    report = check_workbook(saved(issued, book), specs=[SPEC])
    assert "sheet 'Credits (2)' has its tables: was it renamed?" in told(report)[0].message
    (missing,) = [found for found in report.findings if found.code == "TABLE-MISSING"]
    assert "table Credits3 on sheet 'Credits (2)' has the same columns" in missing.message
    assert missing.follows


def test_another_sheet_is_not_taken_for_the_missing_one(issued: Path) -> None:
    book = openpyxl.load_workbook(issued)
    del book["Credits"]
    book.create_sheet("Credits 2")
    report = check_workbook(saved(issued, book), specs=[SPEC])
    (missing,) = [found for found in report.findings if found.code == "SHEET-MISSING"]
    assert missing.message == "the sheet is missing"
    assert report.counts["SHEET-ADDED"] == 1


def column_removed(book: Workbook, name: str) -> None:
    """Remove a column of Credits, cells and all, as Excel does."""
    sheet = book["Credits"]
    table = sheet.tables["Credits"]
    at = [column.name for column in table.tableColumns].index(name)
    sheet.delete_cols(at + 2)
    del table.tableColumns[at]
    last = re.sub(r"[A-Z]+(?=\d+$)", lambda match: chr(ord(match[0]) - 1), table.ref)
    table.ref = table.autoFilter.ref = last


def test_a_removed_column_is_named_before_what_comes_of_it(issued: Path) -> None:
    book = openpyxl.load_workbook(issued)
    column_removed(book, "Share")
    report = check_workbook(saved(issued, book), specs=[SPEC])
    first, *rest = told(report)
    assert first.message == "column 'Share' was removed from table Credits"
    assert first.remedy.startswith("put it back")
    assert {found.code for found in rest} <= {"DATA-ALTERED", "VALUE-MISSING"}


def test_removed_rows_are_counted(issued: Path) -> None:
    def without(part: bytes) -> bytes:
        text, count = re.subn(r'<row r="(?:7|9)".*?</row>', "", part.decode(), flags=re.DOTALL)
        assert count == 2
        return text.encode()

    changed = repackaged(issued, {"xl/worksheets/sheet3.xml": without})
    first, second = told(check_workbook(changed, specs=[SPEC]))
    assert first.message == "2 rows are missing from table Credits: it has 18, and About says 20"
    assert second.code == "DATA-ALTERED"
    assert "may come of what is gone" in second.message


def one(kind: str, name: str, now: str = "", at: int | None = None) -> list[ColumnChange]:
    return [ColumnChange(kind, name, now, at)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "changes"),
    [
        ("abcd", []),
        ("acd", one("removed", "b")),
        ("abcdx", one("added", "", "x", 4)),
        ("aXcd", one("renamed", "b", "X", 1)),
        ("acdb", one("moved", "b", "b", 3)),
        ("aXYcd", [*one("removed", "b"), *one("added", "", "X", 1), *one("added", "", "Y", 2)]),
        ("", [ColumnChange("removed", name, "", None) for name in "abcd"]),
    ],
)
def test_what_was_done_to_columns_is_told_by_name(found: str, changes: list[ColumnChange]) -> None:
    assert column_changes("abcd", found) == changes


def at(
    cell: str, code: str = "CELL-TYPE", message: str = "wrong", sheet: str = "A"
) -> CheckFinding:
    return finding_at(Place(file="f.xlsx", sheet=sheet, cell=cell), code, message, "do")


def test_findings_stand_by_severity_cause_sheet_and_cell() -> None:
    findings = [
        at("B2", "CELL-TEXT"),
        at("AA1"),
        at("B10"),
        at("B9"),
        at("B1", sheet="First"),
        at("C1", "TABLE-HEADER"),
        at("B1", "DATA-ALTERED"),
    ]
    ordered = in_order(findings, ["First", "A"])
    assert [(found.code, found.place.sheet, found.place.cell) for found in ordered] == [
        ("TABLE-HEADER", "A", "C1"),
        ("CELL-TYPE", "First", "B1"),
        ("CELL-TYPE", "A", "AA1"),
        ("CELL-TYPE", "A", "B9"),
        ("CELL-TYPE", "A", "B10"),
        ("DATA-ALTERED", "A", "B1"),
        ("CELL-TEXT", "A", "B2"),
    ]


@pytest.mark.parametrize(
    ("findings", "lines"),
    [
        ([at("F6"), at("F7"), at("F8")], [("F6:F8", "wrong (3 cells)")]),
        (
            [at("F6", message="'1' is wrong"), at("F7", message="'2' is wrong")],
            [("F6:F7", "F6: '1' is wrong; F7: '2' is wrong")],
        ),
        (
            [at(f"F{row}", message=f"'{row}' is wrong") for row in range(6, 10)],
            [("F6:F9", "'6' is wrong; so or alike in 4 cells")],
        ),
        (
            [at("F6"), at("G6"), at("F7"), at("G7")],
            [("F6:F7", "wrong (2 cells)"), ("G6:G7", "wrong (2 cells)")],
        ),
        ([at("F6"), at("F8")], [("F6", "wrong"), ("F8", "wrong")]),
        ([at("F6"), at("F7", "CELL-ERROR")], [("F6", "wrong"), ("F7", "wrong")]),
        ([at("F6", sheet="B"), at("F7")], [("F7", "wrong"), ("F6", "wrong")]),
    ],
)
def test_cells_under_each_other_are_one_line(
    findings: list[CheckFinding], lines: list[tuple[str, str]]
) -> None:
    report = CheckReport(findings[0].place.file, sheets=("A", "B"))  # type: ignore[arg-type]
    for finding in findings:
        report.add(finding)
    assert [(f.place.cell, f.message) for f in told(report)] == lines
    assert report.findings == findings
