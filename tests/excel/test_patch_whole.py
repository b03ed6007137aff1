"""A whole file through a patch: what no change names is there byte for byte, or nothing is."""

from __future__ import annotations

import shutil
import zipfile
from copy import copy
from typing import TYPE_CHECKING

import pytest
from openpyxl.styles import Font, PatternFill

from excel.patching import Macro, changed_elements, changed_parts, loaded, parts
from excel.rich_workbook import PARTS, write_rich
from workbooks.any_content import edge_rows, own_tables, plain_content
from workbooks.recalculation import converted
from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch import PatchError
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.spec_registry import specs
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.template import build_template

if TYPE_CHECKING:
    from pathlib import Path

RED = PatternFill("solid", fgColor="FFC7CE")
FIRST, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
_SPECS = {spec.name: spec for spec in specs()}


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    return write_rich(tmp_path / "rich.xlsx")


def test_without_a_change_every_part_stays_as_it_is(rich: Path, tmp_path: Path) -> None:
    receipt = Macro(rich).save(tmp_path / "out.xlsx")
    assert list(parts(tmp_path / "out.xlsx").items()) == list(parts(rich).items())
    assert not receipt.recalculates_on_load


@pytest.mark.parametrize("name", _SPECS)
def test_a_workbook_of_the_desk_changes_only_where_it_was_marked(name: str, tmp_path: Path) -> None:
    spec = _SPECS[name]
    rows = {table.name: edge_rows(table, 5) for table in own_tables(spec)}
    path = tmp_path / f"{name}.xlsx"
    Stamper(spec, build_template(spec)).write(plain_content(spec, tables=rows), path)
    macro = Macro(path)
    sheet = next(s for s in macro.book.worksheets if s.tables)
    table = next(iter(sheet.tables.values()))
    place = sheet[table.ref][1][0].coordinate
    macro.look(sheet.title, place, Aspect.FILL, RED)
    macro.note(sheet.title, place, "this cell is wrong")
    macro.save(tmp_path / "out.xlsx")
    after = tmp_path / "out.xlsx"
    index = macro.book.worksheets.index(sheet) + 1
    part = f"xl/worksheets/sheet{index}.xml"
    new = {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    links = f"xl/worksheets/_rels/sheet{index}.xml.rels"
    assert changed_parts(path, after) == {part, STYLES, links, "[Content_Types].xml", *new}
    old, now = parts(path), parts(after)
    row = f"row{sheet[place].row}"
    assert changed_elements(old[part], now[part]) == {row, "legacyDrawing"}
    assert changed_elements(old[STYLES], now[STYLES]) == {"fills", "cellXfs"}
    added = {f.code for f in check_workbook(after).findings} - {
        f.code for f in check_workbook(path).findings
    }
    assert added == {"COMMENT"}


def test_only_what_the_journal_names_is_another_thing(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    macro.put("Deals", "B3", "Fabrikam")
    macro.look("Deals", "C4", Aspect.FILL, RED)
    macro.save(tmp_path / "out.xlsx")
    old, now = parts(rich), parts(tmp_path / "out.xlsx")
    assert changed_parts(rich, tmp_path / "out.xlsx") == {FIRST, STYLES, BOOK}
    assert changed_elements(old[FIRST], now[FIRST]) == {"row3", "row4"}
    assert changed_elements(old[STYLES], now[STYLES]) == {"fills", "cellXfs"}
    assert changed_elements(old[BOOK], now[BOOK]) == {"calcPr"}


def test_a_file_may_be_patched_in_its_own_place_and_again(rich: Path) -> None:
    before = list(parts(rich))
    for value in (7, 8):
        macro = Macro(rich)
        macro.put("Totals", "D9", value)
        macro.save()
    assert loaded(rich)["Totals"]["D9"].value == 8
    assert list(parts(rich)) == before
    assert not list(rich.parent.glob(".*"))


def test_the_same_changes_give_the_same_bytes(rich: Path, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        macro = Macro(rich)
        macro.put("Deals", "B3", "Fabrikam")
        macro.note("Deals", "B3", "changed")
        macro.save(tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_book_goes_on_after_it_was_saved(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    for place, colour in (("A3", "00AA00"), ("A2", "AA0000")):
        macro.look("Deals", place, Aspect.FONT, Font(color=colour))
    macro.save()
    macro.journal.clear()
    sheet = macro.book.create_sheet("Findings")
    macro.note_change("Findings", "Findings", Aspect.SHEET_ADDED, None, 3)
    for place, colour in (("A1", "0000AA"), ("A2", "AA0000"), ("A3", "00AA00")):
        sheet[place] = colour
        sheet[place].font = Font(color=colour)
    sheet["A4"] = "as C2"
    sheet["A4"]._style = copy(macro.book["Deals"]["C2"]._style)
    macro.save()
    read = loaded(rich)
    for place in ("A1", "A2", "A3"):
        assert read["Findings"][place].font.color.rgb == f"00{sheet[place].value}"
    assert read["Deals"]["A2"].font.color.rgb == "00AA0000"
    assert read["Findings"]["A4"].number_format == "#,##0.00;[Red]-#,##0.00"


def test_a_macro_project_stays_byte_for_byte(tmp_path: Path) -> None:
    project = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a macro project"
    usual = "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = str(PARTS["[Content_Types].xml"]).replace(
        usual, "vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    path = write_rich(
        tmp_path / "rich.xlsm", {"xl/vbaProject.bin": project, "[Content_Types].xml": types}
    )
    macro = Macro(path)
    macro.put("Totals", "D9", 7)
    macro.save()
    assert parts(path)["xl/vbaProject.bin"] == project
    assert loaded(path)["Totals"]["D9"].value == 7


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"_xmlsignatures/origin.sigs": b""}, "the file is signed"),
        ({"xl/media/bücher.png": b"x"}, "has letters"),
        ({STYLES: b"<!DOCTYPE a><a/>"}, "declares a document type"),
        ({FIRST: str(PARTS[FIRST]).replace("spreadsheetml/2006/main", "other")}, "no worksheet"),
    ],
)
def test_a_file_that_cannot_be_patched_is_refused(
    changed: dict[str, str | bytes], words: str, rich: Path, tmp_path: Path
) -> None:
    macro = Macro(rich)
    macro.put("Deals", "B3", "Fabrikam")
    macro.path = write_rich(tmp_path / "bad.xlsx", changed)
    before = macro.path.read_bytes()
    with pytest.raises(PatchError, match=words):
        macro.save()
    assert macro.path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99]
)
def test_what_is_no_workbook_is_refused(content: bytes, rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    macro.path = tmp_path / "bad.xlsx"
    macro.path.write_bytes(content)
    with pytest.raises(PatchError, match="nothing was written"):
        macro.save(tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_a_change_that_is_refused_leaves_the_file_as_it_was(rich: Path) -> None:
    before = rich.read_bytes()
    macro = Macro(rich)
    macro.put("Totals", "D9", 7)
    macro.put("Deals", "B3", float("nan"))
    with pytest.raises(PatchError, match=r"value of Deals!B3: nan is not a number"):
        macro.save()
    assert rich.read_bytes() == before
    assert [p.name for p in rich.parent.iterdir()] == [rich.name]


def test_a_part_that_stands_unpacked_in_the_zip_is_kept(rich: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(rich) as package:
        assert package.getinfo("xl/media/image1.png").compress_type == zipfile.ZIP_STORED
    macro = Macro(rich)
    macro.put("Totals", "D9", 7)
    macro.save(tmp_path / "out.xlsx")
    assert parts(tmp_path / "out.xlsx")["xl/media/image1.png"] == PARTS["xl/media/image1.png"]


@pytest.mark.libreoffice
def test_libreoffice_opens_what_was_patched(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    macro.put("Deals", "C3", 300)
    macro.note("Deals", "B4", "a note")
    macro.link("Deals", "B2", "https://example.com/?a=1&b=2")
    macro.book.create_sheet("Findings").append(["Place", "Words"])
    macro.note_change("Findings", "Findings", Aspect.SHEET_ADDED, None, 3)
    macro.save(tmp_path / "out.xlsx")
    (saved,) = converted([tmp_path / "out.xlsx"], tmp_path / "lo")
    book = loaded(saved)
    assert book["Deals"]["B4"].comment.text.strip() == "a note"
    assert book["Deals"]["B2"].hyperlink.target == "https://example.com/?a=1&b=2"
    assert [cell.value for cell in book["Findings"][1]] == ["Place", "Words"]
    shutil.rmtree(tmp_path / "lo")
