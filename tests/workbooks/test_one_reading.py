"""What some programs read and others do not is refused, in whatever place it stands."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from workbooks.example_workbook import SPEC, content, write
from workbooks.repackage import repackaged
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BOOK, BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRICT = "http://purl.oclc.org/ooxml"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROW = f'<x:row xmlns:x="{STRICT}/spreadsheetml/main" r="9"><x:c r="C9"><x:v>9</x:v></x:c></x:row>'


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    path = tmp_path / "issued.xlsx"
    write(path, content(4))
    assert check_workbook(path, specs=[SPEC]).findings == []
    return path


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    def edit(part: bytes) -> bytes:
        text, count = re.subn(old, new, part.decode(), count=1)
        assert count == 1, "the edit must change something"
        return text.encode()

    return edit


def part_with(path: Path, words: str) -> str:
    with zipfile.ZipFile(path) as package:
        return next(name for name in package.namelist() if words.encode() in package.read(name))


def refused(path: Path, *, by_readers: bool = True) -> str:
    reports = [check_workbook(path, specs=[SPEC])]
    if by_readers:
        reports.append(read_workbook(path, specs=[SPEC]).report)
    for report in reports:
        (finding,) = [found for found in report.findings if found.severity == "block"]
        assert finding.code == "FILE-XML"
    return finding.message


@pytest.mark.parametrize(
    "edit",
    [
        replaced("</sheetData>", f"{ROW}</sheetData>"),
        replaced("<sheetData>", f"<sheetData>{ROW}"),
        replaced("</row>", f"</row>{ROW}"),
        replaced("</row>", '</row><y xmlns="urn:y"/>'),
    ],
)
def test_nothing_stands_among_the_rows(issued: Path, edit: Callable[[bytes], bytes]) -> None:
    sheet = part_with(issued, "<sheetData>")
    assert "beside its rows" in refused(repackaged(issued, {sheet: edit}))


def test_names_stand_in_their_list(issued: Path) -> None:
    name = f'<x:definedName xmlns:x="{STRICT}/spreadsheetml/main" name="Other">1</x:definedName>'
    edit = replaced("</definedNames>", f"{name}</definedNames>")
    assert "names outside the list" in refused(repackaged(issued, {BOOK: edit}))


@pytest.mark.parametrize("order", [r"\g<0> {0}", r"{0} \g<0>"])
def test_a_sheet_is_one_part(issued: Path, order: str) -> None:
    other = f'xmlns:x="{STRICT}/officeDocument/relationships" x:id="rId1"'
    edit = replaced(r'r:id="\w+"', order.replace("{0}", other))
    assert refused(repackaged(issued, {BOOK: edit})).endswith("for some programs only")


@pytest.mark.parametrize("kind", ["worksheet", "table", "drawing", "chart", "styles"])
@pytest.mark.parametrize(
    "other", ["urn:x", TYPES.replace("2006", "2016"), f"{STRICT}/officeDocument/relationships"]
)
def test_parts_are_named_as_every_program_knows_them(issued: Path, kind: str, other: str) -> None:
    relations = part_with(issued, f'"{TYPES}/{kind}"')
    edit = replaced(f'"{TYPES}/{kind}"', f'"{other}/{kind}"')
    message = refused(repackaged(issued, {relations: edit}), by_readers=kind != "chart")
    assert message.endswith(f"names a {kind} in an unusual way")


def test_relationships_are_of_the_namespace_that_programs_read(issued: Path) -> None:
    edit = replaced("package/2006/relationships", "package/2016/relationships")
    assert "or something else" in refused(repackaged(issued, {BOOK_RELATIONS: edit}))


@pytest.mark.parametrize("element", ["drawing", "tablePart"])
@pytest.mark.parametrize("rows", ["<sheetData>", "<sheetData ><!-- for a parser -->"])
def test_what_leads_to_a_part_does_so_for_every_program(
    issued: Path, element: str, rows: str
) -> None:
    sheet = part_with(issued, f"<{element} ")
    other = f'<{element} xmlns:x="{STRICT}/officeDocument/relationships" x:id="rId9" '

    def edit(part: bytes) -> bytes:
        return replaced("<sheetData>", rows)(replaced(f"<{element} ", other)(part))

    assert refused(repackaged(issued, {sheet: edit})).endswith("for some programs only")
