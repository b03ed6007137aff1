"""Code under another name, damage that no rule reads, and what a table does not show."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from workbooks.example_workbook import SPEC, content, write
from workbooks.repackage import repackaged
from xldesk.workbooks.check import CheckReport, check_workbook

if TYPE_CHECKING:
    from pathlib import Path

TYPES, BOOK, BOOK_RELATIONS = (
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
)
SHEET, SHEET_RELATIONS = "xl/worksheets/sheet3.xml", "xl/worksheets/_rels/sheet3.xml.rels"
VBA = "application/vnd.ms-office.vbaProject"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    path = tmp_path / "issued.xlsx"
    write(path, content(4))
    return path


def check(path: Path) -> CheckReport:
    return check_workbook(path, specs=[SPEC])


def changed(
    issued: Path, part: str, old: str, new: str, added: dict[str, bytes] | None = None
) -> CheckReport:
    def edit(text: bytes) -> bytes:
        assert text.count(old.encode()) >= 1, "the edit must change something"
        return text.replace(old.encode(), new.encode(), 1)

    return check(repackaged(issued, {part: edit}, added))


def said(report: CheckReport, code: str) -> list[str]:
    return [finding.message for finding in report.findings if finding.code == code]


def typed(content_type: str, part: str = "/xl/printerSettings.bin") -> str:
    return f'<Override PartName="{part}" ContentType="{content_type}"/></Types>'


def related(kind: str, target: str = "notes.bin") -> str:
    kinds = "http://schemas.microsoft.com/office/2006/relationships"
    return f'<Relationship Id="rId99" Type="{kinds}/{kind}" Target="{target}"/></Relationships>'


def test_what_the_desk_issues_has_nothing_of_this(issued: Path) -> None:
    assert check(issued).findings == []


@pytest.mark.parametrize(
    "content_type",
    [
        VBA,
        VBA.upper(),
        "application/vnd.ms-excel.macrosheet+xml",
        "application/vnd.ms-excel.intlmacrosheet+xml",
    ],
)
def test_a_part_is_code_by_its_type_whatever_its_name(issued: Path, content_type: str) -> None:
    report = changed(issued, TYPES, "</Types>", typed(content_type))
    assert said(report, "MACRO") == ["the file contains code (xl/printerSettings.bin)"]
    assert not report.ok


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "<Default ",
            f'<Default Extension="dat" ContentType="{VBA}"/><Default ',
        ),
        ("spreadsheetml.sheet.main+xml", "x.sheet.macroEnabled.main+xml"),
    ],
)
def test_a_type_that_allows_code_is_named(issued: Path, old: str, new: str) -> None:
    report = changed(issued, TYPES, old, new)
    assert said(report, "MACRO") == ["the file contains code (its type allows it)"]


@pytest.mark.parametrize("part", [BOOK_RELATIONS, SHEET_RELATIONS, "_rels/.rels"])
@pytest.mark.parametrize("kind", ["vbaProject", "xlMacrosheet", "xlIntlMacrosheet"])
def test_a_part_is_code_by_the_relationship_to_it(issued: Path, part: str, kind: str) -> None:
    (message,) = said(changed(issued, part, "</Relationships>", related(kind)), "MACRO")
    assert message.endswith("notes.bin)")


def test_relationships_of_any_part_are_read(issued: Path) -> None:
    rels = f'<Relationships xmlns="{PACKAGE}">{related("vbaProject")}'.encode()
    report = check(repackaged(issued, {}, {"xl/tables/_rels/table1.xml.rels": rels}))
    assert said(report, "MACRO") == ["the file contains code (xl/tables/notes.bin)"]


@pytest.mark.parametrize("name", ["xl/media/logo.png", "docProps/thumbnail", "a.xml"])
def test_a_compound_file_is_named_wherever_it_stands(issued: Path, name: str) -> None:
    report = check(repackaged(issued, {}, {name: COMPOUND}))
    assert said(report, "MACRO") == [f"part {name!r} is an OLE compound file, as macros are"]
    assert set(report.counts) == {"MACRO", "PART-UNUSED"}


@pytest.mark.parametrize(
    "name",
    [
        "Auto_Open",
        "_xlnm.Auto_Open",
        "auto_close",
        "AUTO_ACTIVATE",
        "Auto_Open_2",
        "auto_deactivate",
    ],
)
def test_a_name_that_runs_by_itself_is_a_macro(issued: Path, name: str) -> None:
    extra = f'<definedName name="{name}">Notes!$A$1</definedName></definedNames>'
    report = changed(issued, BOOK, "</definedNames>", extra)
    assert said(report, "MACRO") == [f"the file contains code (the name {name} runs by itself)"]


def test_a_name_that_only_speaks_of_opening_is_none(issued: Path) -> None:
    extra = '<definedName name="Opened_auto_open">Notes!$A$1</definedName></definedNames>'
    assert changed(issued, BOOK, "</definedNames>", extra).findings == []


@pytest.mark.parametrize("name", ["xl/theme/theme1.xml", "docProps/app.xml", SHEET])
def test_one_flipped_byte_of_any_part_is_found(issued: Path, name: str) -> None:
    with zipfile.ZipFile(issued) as package:
        info = package.getinfo(name)
    data = bytearray(issued.read_bytes())
    at = info.header_offset + 30 + len(name) + info.compress_size // 2
    data[at] ^= 0x10
    issued.write_bytes(bytes(data))
    report = check(issued)
    assert f"part {name!r} is damaged" in said(report, "FILE-ZIP")
    assert not report.ok


def test_a_checksum_that_is_another_is_found_though_the_part_unpacks(issued: Path) -> None:
    data = bytearray(issued.read_bytes())
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/theme/theme1.xml"))
    data[entry + 16] ^= 1
    issued.write_bytes(bytes(data))
    assert said(check(issued), "FILE-ZIP") == ["part 'xl/theme/theme1.xml' is damaged"]


def test_parts_that_only_lead_to_each_other_are_of_no_use(issued: Path) -> None:
    one = '<Relationship Id="a" Type="t/x" Target="b.xml"/>'
    rels = f'<Relationships xmlns="{PACKAGE}">{one}</Relationships>'.encode()
    added = {"extra/a.xml": b"<x/>", "extra/b.xml": b"<x/>", "extra/_rels/a.xml.rels": rels}
    report = check(repackaged(issued, {}, added))
    assert said(report, "PART-UNUSED") == [
        f"nothing in the workbook refers to part {name!r}" for name in added
    ]
    assert report.ok


def test_hidden_rows_and_columns_of_a_table_are_told_once(issued: Path) -> None:
    with zipfile.ZipFile(issued) as package:
        sheet = package.read(SHEET).decode()
        table = package.read("xl/tables/table3.xml").decode()
    first = int(table.partition(' ref="')[2].partition(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    rows = [f'<row r="{first + 1}"', f'<row r="{first + 2}"']
    assert all(sheet.count(row) == 1 for row in rows)

    def edit(part: bytes) -> bytes:
        text = part.decode().replace(rows[0], f'{rows[0]} hidden="1"')
        text = text.replace(rows[1], f'{rows[1]} hidden="true"')
        text, count = re.subn(r'<col min="2" max="2" ', r'\g<0>hidden="1" ', text)
        text, narrow = re.subn(r'(<col min="3" max="3" )width="[^"]*"', r'\1width="0"', text)
        assert (count, narrow) == (1, 1)
        return text.encode()

    report = check(repackaged(issued, {SHEET: edit}))
    assert said(report, "ROWS-HIDDEN") == [
        f"2 rows are hidden in table Credits (the first is row {first + 1})",
        "columns are hidden in table Credits (B, C)",
    ]
    assert report.ok
