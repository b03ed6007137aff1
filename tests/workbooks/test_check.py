from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from workbooks.example_workbook import SPEC, content, write
from workbooks.repackage import repackaged
from xldesk.workbooks.check import CheckReport, Limits, check_workbook

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


def check(path: Path) -> CheckReport:
    return check_workbook(path, specs=[SPEC])


def found(report: CheckReport) -> set[tuple[str, str]]:
    return {(finding.code, str(finding.place)) for finding in report.findings}


def test_an_issued_workbook_has_no_findings(issued: Path) -> None:
    report = check(issued)
    assert report.findings == []
    assert report.workbook == "example"
    assert report.ok


def test_an_empty_workbook_has_no_findings(tmp_path: Path) -> None:
    write(tmp_path / "empty.xlsx", content(0))
    assert check(tmp_path / "empty.xlsx").findings == []


# place in the XML, what it becomes, finding, place
EDITS = [
    (
        "Credits",
        '<c r="F6"([^>]*)><v>[^<]*</v>',
        r'<c r="F6"\1><v>1</v>',
        {"DATA-ALTERED": "Credits"},
    ),
    (
        "Credits",
        r'<c r="F6"([^>]*)><v>[^<]*</v>',
        r'<c r="F6"\1 t="str"><v>12 USD</v>',
        {"DATA-ALTERED": "Credits", "CELL-TYPE": "Credits!F6"},
    ),
    (
        "Credits",
        r'(<c r="B6"[^>]*) t="inlineStr"><is><t>[^<]*</t></is>',
        r"\1><v>7</v>",
        {"DATA-ALTERED": "Credits", "CELL-TEXT": "Credits!B6"},
    ),
    (
        "Credits",
        r'<c r="F6"([^>]*)><v>[^<]*</v>',
        r'<c r="F6"\1><f>1+1</f><v>2</v>',
        {"DATA-ALTERED": "Credits", "FORMULA-ADDED": "Credits!F6"},
    ),
    (
        "Summary",
        r'(<c r="F29"[^>]*>)<f>[^<]*</f>',
        r"\1",
        {"FORMULA-OVERWRITTEN": "Summary!F29"},
    ),
    (
        "Summary",
        r'(<c r="G29"[^>]*>)<f>[^<]*</f>',
        r"\1<f>ByCategory[[#This Row],[Credits]]*1</f>",
        {"FORMULA-CHANGED": "Summary!G29"},
    ),
    (
        "Summary",
        r'(<c r="G29"[^>]*>)<f>[^<]*</f>',
        r"\1<f> bycategory[[#This Row],[Credits]] - ByCategory[[#This Row],[Bookings]]</f>",
        {},
    ),
    (
        "Summary",
        r'(<c r="G29"[^>]*)>(<f>[^<]*</f>)<v>[^<]*</v>',
        r'\1 t="e">\2<v>#REF!</v>',
        {"CELL-ERROR": "Summary!G29", "DATA-ALTERED": "Summary"},
    ),
    (
        "Checks",
        r'(<c r="C7?6"[^>]*><f>[^<]*</f>)<v>0</v>',
        r"\1<v>2</v>",
        {"CHECKS-FAIL": "Checks!C6"},
    ),
    (
        "Checks",
        r'(<c r="D10"[^>]*>)<f>[^<]*</f>',
        r"\1",
        {"FORMULA-OVERWRITTEN": "Checks!D10"},
    ),
    (
        "Controls",
        r'(<c r="I7"[^>]*><is><t>)finance',
        r"\1nobody",
        {"CHOICE-UNKNOWN": "Controls!I7"},
    ),
    (
        "Controls",
        r'(<c r="J8"[^>]*>)<v>12.5</v>',
        r"\1<v>99999999999999</v>",
        {"INPUT-RANGE": "Controls!J8"},
    ),
    (
        "Controls",
        r'(<c r="J8"[^>]*>)<v>12.5</v>',
        r"\1<v>1_2.5</v>",
        {"INPUT-RANGE": "Controls!J8"},
    ),
    (
        "Controls",
        r'(<c r="J8"[^>]*>)<v>12.5</v>',
        r"\1<v>１２.５</v>",
        {"INPUT-RANGE": "Controls!J8"},
    ),
    (
        "Controls",
        r'(<c r="B6"[^>]*><is><t>)Id',
        r"\1Number",
        {"TABLE-HEADER": "Controls!B6"},
    ),
    (
        "About",
        r'(<c r="C13"[^>]*><is><t>)[0-9a-f]{64}',
        r"\1unknown",
        {"ABOUT-INCOMPLETE": "About!C13"},
    ),
    (
        "About",
        r'(<c r="B12"[^>]*><is><t>)[^<]*',
        r"\1Another label",
        {"ABOUT-INCOMPLETE": "About"},
    ),
    ("Notes", r"<row r=\"6\"", '<row r="6" hidden="1"', {}),
]


@pytest.mark.parametrize(("sheet", "pattern", "becomes", "expected"), EDITS)
def test_what_was_changed_is_named_with_its_place(
    issued: Path, sheet: str, pattern: str, becomes: str, expected: dict[str, str]
) -> None:
    def edit(part: bytes) -> bytes:
        text, count = re.subn(pattern, becomes, part.decode(), count=1)
        assert count == 1, "the edit must change something"
        return text.encode()

    changed = repackaged(issued, {SHEET[sheet]: edit})
    wanted = {(code, f"{changed.name}!{place}") for code, place in expected.items()}
    assert found(check(changed)) == wanted


def relating(kind: str) -> tuple[bytes, bytes]:
    """Return an edit that adds a relationship leading outside the file."""
    relation = f'<Relationship Id="rId99" Type="http://x/{kind}" Target="http://e.example/"'
    end = "</Relationships>"
    return end.encode(), f'{relation} TargetMode="External"/>{end}'.encode()


PACKAGES = [
    ({"xl/vbaProject.bin": b"x"}, {}, ("MACRO", "")),
    ({"xl/embeddings/oleObject1.bin": b"x"}, {}, ("EMBEDDED", "")),
    ({"xl/connections.xml": b"<x/>"}, {}, ("CONNECTION", "")),
    ({"xl/pivotCache/pivotCacheDefinition1.xml": b"<x/>"}, {}, ("CONNECTION", "")),
    ({"customXml/item1.xml": b"<x/>"}, {}, ("CUSTOM-XML", "")),
    (
        {},
        {
            "xl/workbook.xml": (
                b'name="Notes" sheetId="4" state="visible"',
                b'name="Notes" sheetId="4" state="veryHidden"',
            )
        },
        ("SHEET-HIDDEN", "!Notes"),
    ),
    (
        {},
        {"xl/workbook.xml": (b'name="Notes" sheetId', b'name="Mine" sheetId')},
        ("SHEET-ADDED", "!Mine"),
    ),
    (
        {},
        {"xl/workbook.xml": (b'<definedName name="Checks_Failed">', b'<definedName name="Other">')},
        ("CHECKS-FAIL", "!Checks"),
    ),
    (
        {},
        {"xl/_rels/workbook.xml.rels": relating("externalLink")},
        ("LINK-EXTERNAL", ""),
    ),
    (
        {},
        {"xl/worksheets/_rels/sheet3.xml.rels": relating("hyperlink")},
        ("LINK-ADDRESS", ""),
    ),
    (
        {},
        {"xl/worksheets/_rels/sheet3.xml.rels": relating("comments")},
        ("COMMENT", "!Credits"),
    ),
    (
        {},
        {"xl/tables/table3.xml": (b'displayName="Credits"', b'displayName="Other"')},
        ("TABLE-MISSING", "!Credits"),
    ),
    (
        {},
        {"xl/tables/table3.xml": (b'name="Share"', b'name="Part"')},
        ("TABLE-COLUMNS", "!Credits!E5"),
    ),
]


@pytest.mark.parametrize(("added", "edits", "expected"), PACKAGES)
def test_what_does_not_belong_into_the_package_is_named(
    issued: Path,
    added: dict[str, bytes],
    edits: dict[str, tuple[bytes, bytes]],
    expected: tuple[str, str],
) -> None:
    def editing(old: bytes, new: bytes) -> object:
        def edit(part: bytes) -> bytes:
            assert old in part, "the edit must change something"
            return part.replace(old, new)

        return edit

    changed = repackaged(issued, {name: editing(*pair) for name, pair in edits.items()}, added)
    code, place = expected
    assert (code, f"{changed.name}{place}") in found(check(changed))


def test_a_workbook_of_others_is_said_to_be_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=1/0"
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.save(tmp_path / "other.xlsx")
    report = check(tmp_path / "other.xlsx")
    assert not report.is_ours
    codes = {finding.code for finding in report.findings}
    assert codes == {"FILE-NOT-OURS", "SHEET-HIDDEN", "RECALC-ON-LOAD"}
    assert not report.ok


def test_a_file_saved_by_another_library_is_still_ours(issued: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(issued)
    book.properties.category = None
    book.save(tmp_path / "saved.xlsx")
    report = check(tmp_path / "saved.xlsx")
    assert report.workbook == "example"
    # openpyxl writes formulas without their values, and times with another last digit
    assert report.counts == {"VALUE-MISSING": 1, "DATA-ALTERED": 1}
    assert [found.place.sheet for found in report.findings if found.code == "DATA-ALTERED"] == [
        "Credits"
    ]


def test_a_file_of_another_version_is_said_to_be_so(tmp_path: Path) -> None:
    write(tmp_path / "old.xlsx", spec=replace(SPEC, title="An older title"))
    report = check(tmp_path / "old.xlsx")
    (finding,) = report.findings
    assert finding.code == "FILE-VERSION"
    assert "in another form than this xldesk gives it" in finding.message
    assert "what people typed and signed stands in it alone" in finding.remedy
    assert report.ok


@pytest.mark.parametrize("name", ["a.xlsm", "a.zip", "a", "a.xlsx.txt"])
def test_a_name_that_says_something_else_is_told(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)
    (finding,) = check(tmp_path / name).findings
    assert (finding.code, finding.severity) == ("FILE-NAME", "warn")
    assert finding.remedy == "name it 'a.xlsx'"
    assert "Excel does not open it" in finding.message


def test_the_case_of_an_ending_says_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a.XLSX")
    assert check(tmp_path / "a.XLSX").findings == []


def test_findings_of_one_code_are_counted_beyond_the_first_thousand(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in range(1, 1_201):
        book.active.cell(row, 1, "#N/A").data_type = "e"
    book.save(tmp_path / "errors.xlsx")
    report = check(tmp_path / "errors.xlsx")
    assert report.counts["CELL-ERROR"] == 1_200
    assert sum(finding.code == "CELL-ERROR" for finding in report.findings) == 1_000


def test_a_finding_reads_as_one_line(issued: Path) -> None:
    changed = repackaged(issued, {}, {"xl/vbaProject.bin": b"x"})
    finding = check(changed).findings[0]
    assert str(finding) == (
        f"{changed.name}: block MACRO: the file contains code (xl/vbaProject.bin);"
        " do not enable macros; ask the sender for an .xlsx without them"
    )


@pytest.mark.parametrize(
    "limits",
    [
        Limits(file_bytes=1_000),
        Limits(unpacked_bytes=10_000),
        Limits(small_part_bytes=100),
        Limits(parts=3),
        Limits(sheets=2),
        Limits(rows=3),
        Limits(columns=3),
        Limits(xml_depth=2),
    ],
)
def test_every_limit_refuses_with_its_reason(issued: Path, limits: Limits) -> None:
    report = check_workbook(issued, specs=[SPEC], limits=limits)
    assert "FILE-LIMIT" in {finding.code for finding in report.findings}
    assert not report.ok


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * 30_000_000)
    assert {finding.code for finding in check(path).findings} == {"FILE-LIMIT"}
