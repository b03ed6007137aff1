"""Sheets that come, go, move or are called otherwise, and all that names them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

from excel.patching import Macro, changed_parts, loaded, parts
from excel.rich_workbook import write_rich
from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch import PatchError
from xldesk.excel.patch.followed_names import FollowedNames, columns_in, named_in
from xldesk.workbooks.check import check_workbook

if TYPE_CHECKING:
    from pathlib import Path

FIRST, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    return write_rich(tmp_path / "rich.xlsx")


def add_sheet(macro: Macro, name: str, index: int) -> Any:
    sheet = macro.book.create_sheet(name, index)
    macro.note_change(name, name, Aspect.SHEET_ADDED, None, index)
    return sheet


def delete_sheet(macro: Macro, name: str) -> None:
    index = macro.book.sheetnames.index(name)
    del macro.book[name]
    macro.note_change(name, name, Aspect.SHEET_DELETED, index, None)


def rename_sheet(macro: Macro, old: str, new: str) -> None:
    macro.book[old].title = new
    macro.note_change(old, old, Aspect.SHEET_RENAMED, old, new)


def names_of(path: Path) -> dict[tuple[str, str | None], str]:
    """Return the defined names of a file with the index of their sheet."""
    found = re.findall(
        r'<definedName name="([^"]*)"(?: localSheetId="(\d+)")?[^>]*>([^<]*)<',
        parts(path)[BOOK].decode(),
    )
    return {(name, scope or None): text for name, scope, text in found}


def filled(sheet: Any) -> None:
    """Give a new sheet a bit of everything that a macro writes."""
    sheet.append(["Place", "Words", "Amount"])
    sheet.append(["Deals!C3", "too much", 12.5])
    sheet.append(["Deals!C4", "too little", "=C2*2"])
    sheet["A1"].font = Font(bold=True)
    sheet["C2"].number_format = "0.000"
    sheet["A2"].hyperlink = "#Deals!C3"
    sheet["A3"].hyperlink = "https://example.com/"
    sheet["B3"].comment = Comment("a note", "xldesk")
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["B"].width = 40
    sheet.row_dimensions[1].height = 30
    sheet.merge_cells("A8:B9")
    sheet.add_table(
        Table(displayName="Found", ref="A1:C3", tableStyleInfo=TableStyleInfo("TableStyleLight1"))
    )
    rule = CellIsRule("equal", ["1"], fill=PatternFill("solid", bgColor="FFFF00"))
    sheet.conditional_formatting.add("C2:C3", rule)
    choice = DataValidation("list", formula1='"a,b"', sqref="B5:B6")
    sheet.add_data_validation(choice)
    sheet.print_area = "A1:C3"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_view.showGridLines = False
    sheet.defined_names["Local"] = DefinedName("Local", attr_text="Findings!$A$1")


def test_a_new_sheet_has_all_that_openpyxl_holds(rich: Path) -> None:
    macro = Macro(rich)
    filled(add_sheet(macro, "Findings", 1))
    macro.save()
    book = loaded(rich)
    held, read = macro.book["Findings"], book["Findings"]
    assert book.sheetnames == ["Deals", "Findings", "Totals", "Lists"]
    assert [[c.value for c in row] for row in read["A1:C3"]] == [
        [c.value for c in row] for row in held["A1:C3"]
    ]
    assert read["A1"].font.bold
    assert read["C2"].number_format == "0.000"
    assert read["A2"].hyperlink.location == "Deals!C3"
    assert read["A3"].hyperlink.target == "https://example.com/"
    assert read["B3"].comment.text == "a note"
    assert read.freeze_panes == "A2"
    assert (read.column_dimensions["B"].width, read.row_dimensions[1].height) == (40, 30)
    assert [str(area) for area in read.merged_cells.ranges] == ["A8:B9"]
    assert read.tables["Found"].column_names == ["Place", "Words", "Amount"]
    assert read.tables["Found"].id not in {t.id for t in book["Deals"].tables.values()}
    (rule,) = next(iter(read.conditional_formatting)).rules
    assert rule.dxf.fill.bgColor.rgb == "00FFFF00"
    assert read.data_validations.dataValidation[0].sqref == "B5:B6"
    assert read.print_area == "'Findings'!$A$1:$C$3"
    assert read.page_setup.orientation == "landscape"
    assert read.sheet_view.showGridLines is False
    assert read.defined_names["Local"].value == "Findings!$A$1"


def test_a_new_sheet_leaves_the_others_as_they_are(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    filled(add_sheet(macro, "Findings", 1))
    macro.save(tmp_path / "out.xlsx")
    assert changed_parts(rich, tmp_path / "out.xlsx") == {
        "[Content_Types].xml",
        "docProps/app.xml",
        BOOK,
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/calcChain.xml",
        "xl/worksheets/sheet4.xml",
        "xl/worksheets/_rels/sheet4.xml.rels",
        "xl/comments2.xml",
        "xl/drawings/vmlDrawing2.vml",
        "xl/tables/table2.xml",
    }
    assert names_of(tmp_path / "out.xlsx") == {
        ("_xlnm.Print_Area", "0"): "Deals!$A$1:$D$9",
        ("_xlnm.Print_Area", "1"): "'Findings'!$A$1:$C$3",
        ("_xlnm.Print_Titles", "0"): "Deals!$1:$1",
        ("Local", "1"): "Findings!$A$1",
        ("Partners", "3"): "Lists!$A$1:$A$2",
        ("Total", None): "Totals!$B$1",
    }
    titles = re.findall(
        rb"<vt:(?:lpstr|i4)>([^<]*)", parts(tmp_path / "out.xlsx")["docProps/app.xml"]
    )
    assert titles == [
        b"Worksheets", b"4", b"Named Ranges", b"1",
        b"Deals", b"Findings", b"Totals", b"Lists", b"Total",
    ]  # fmt: skip
    unread = {"FILE-XML", "PART-UNUSED", "FILE-ZIP"}
    assert unread.isdisjoint(f.code for f in check_workbook(tmp_path / "out.xlsx").findings)


def test_a_sheet_that_is_written_anew_takes_the_place_of_the_old_one(
    rich: Path, tmp_path: Path
) -> None:
    macro = Macro(rich)
    filled(add_sheet(macro, "Findings", 3))
    macro.save(tmp_path / "one.xlsx")
    again = Macro(tmp_path / "one.xlsx")
    delete_sheet(again, "Findings")
    filled(add_sheet(again, "Findings", 3))
    again.save(tmp_path / "two.xlsx")
    one, two = parts(tmp_path / "one.xlsx"), parts(tmp_path / "two.xlsx")
    assert set(one) == set(two)
    same = {name for name in one if one[name] == two[name]}
    assert set(one) - same <= {BOOK, "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}


def test_a_sheet_goes_with_what_only_it_leads_to(rich: Path) -> None:
    macro = Macro(rich)
    filled(add_sheet(macro, "Findings", 1))
    macro.save()
    there = set(parts(rich))
    back = Macro(rich)
    delete_sheet(back, "Findings")
    back.save()
    gone = there - set(parts(rich))
    assert gone == {
        "xl/worksheets/sheet4.xml",
        "xl/worksheets/_rels/sheet4.xml.rels",
        "xl/comments2.xml",
        "xl/drawings/vmlDrawing2.vml",
        "xl/tables/table2.xml",
    }
    assert all(name.encode() not in parts(rich)["[Content_Types].xml"] for name in gone)
    assert names_of(rich).keys() == {
        ("_xlnm.Print_Area", "0"), ("_xlnm.Print_Titles", "0"), ("Partners", "2"), ("Total", None)
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Lists", "Deals"])
def test_a_sheet_that_formulas_speak_of_stays(name: str, rich: Path) -> None:
    before = rich.read_bytes()
    macro = Macro(rich)
    delete_sheet(macro, name)
    with pytest.raises(PatchError, match="a formula in .* speaks of it"):
        macro.save()
    assert rich.read_bytes() == before


def test_the_sheet_that_shows_is_the_only_one_selected(rich: Path) -> None:
    macro = Macro(rich)
    add_sheet(macro, "Findings", 3)
    macro.book.active = macro.book["Findings"]
    macro.note_change("", "Findings", Aspect.SHEET_ACTIVE, "Deals", "Findings")
    macro.save()
    there = parts(rich)
    assert b'activeTab="3"' in there[BOOK]
    selected = [
        n for n in there if n.startswith("xl/worksheets/s") and b'tabSelected="1"' in there[n]
    ]
    assert selected == ["xl/worksheets/sheet4.xml"]
    back = Macro(rich)
    delete_sheet(back, "Findings")
    back.book.active = 1
    back.save()
    assert b'activeTab="1"' in parts(rich)[BOOK]
    assert b'tabSelected="1"' in parts(rich)["xl/worksheets/sheet2.xml"]


def test_names_and_the_window_follow_sheets_that_move(rich: Path) -> None:
    macro = Macro(rich)
    macro.book.move_sheet("Deals", 2)
    order = tuple(macro.book.sheetnames)
    macro.note_change("", "", Aspect.SHEET_ORDER, ("Deals", "Totals", "Lists"), order)
    macro.save()
    assert loaded(rich).sheetnames == ["Totals", "Lists", "Deals"]
    assert names_of(rich)["_xlnm.Print_Area", "2"] == "Deals!$A$1:$D$9"
    assert names_of(rich)["Partners", "1"] == "Lists!$A$1:$A$2"
    assert b'activeTab="2"' in parts(rich)[BOOK]


def test_a_sheet_is_hidden_and_shown(rich: Path) -> None:
    macro = Macro(rich)
    for name, old, new in (("Lists", "hidden", "visible"), ("Totals", "visible", "veryHidden")):
        macro.book[name].sheet_state = new
        macro.note_change(name, name, Aspect.SHEET_VISIBLE, old, new)
    macro.save()
    states = {sheet.title: sheet.sheet_state for sheet in loaded(rich).worksheets}
    assert states == {"Deals": "visible", "Totals": "veryHidden", "Lists": "visible"}


def test_everything_that_names_a_sheet_says_its_new_name(rich: Path) -> None:
    macro = Macro(rich)
    rename_sheet(macro, "Deals", "Won deals")
    rename_sheet(macro, "Totals", "Sums")
    macro.put("Sums", "D1", "='Won deals'!A1")
    macro.save()
    there = parts(rich)
    assert "SUM('Won deals'!C2:C4)" in there["xl/worksheets/sheet2.xml"].decode()
    assert b"<c:f>'Won deals'!$C$2:$C$4</c:f>" in there["xl/charts/chart1.xml"]
    assert b"<xm:f>'Won deals'!C2:C4</xm:f>" in there[FIRST]
    assert b"location=\"'Sums'!A1\"" in there[FIRST]
    assert b"Lists!$A$1:$A$2" in there[FIRST]
    assert names_of(rich)["_xlnm.Print_Area", "0"] == "'Won deals'!$A$1:$D$9"
    assert b"Won deals" in there["docProps/app.xml"]
    assert loaded(rich)["Sums"]["D1"].value == "='Won deals'!A1"
    assert not any(b"Deals!" in content for content in there.values())


def test_pictures_on_a_new_sheet_are_refused(rich: Path) -> None:
    macro = Macro(rich)
    add_sheet(macro, "Findings", 1).add_chart(BarChart())
    with pytest.raises(PatchError, match="sheet added of Findings: pictures and charts"):
        macro.save()


@pytest.mark.parametrize(
    ("formula", "renamed"),
    [
        ("Old!A1+Older!A1", "'New'!A1+Older!A1"),
        ("SUM(Old!A1:B2)", "SUM('New'!A1:B2)"),
        ("'Old'!A1&\"Old!A1\"", "'New'!A1&\"Old!A1\""),
        ("old!A1", "'New'!A1"),
        ("[1]Old!A1+'[b.xlsx]Old'!A1", "[1]Old!A1+'[b.xlsx]Old'!A1"),
        ("SUM(Old:Last!A1)+SUM('Old:Last'!A1)", "SUM('New':Last!A1)+SUM('New:Last'!A1)"),
        ("SUM(Rows[Old])+ROWS(Rows)", "SUM(Lines[Old])+ROWS(Lines)"),
        ("Rows(1)+Rows.x+MyRows", "Rows(1)+Rows.x+MyRows"),
        ("Old+Old(1)", "Old+Old(1)"),
    ],
)
def test_names_in_a_formula_are_followed(formula: str, renamed: str) -> None:
    names = FollowedNames({"Old": "New"}, {"Rows": "Lines"})
    assert names.formula(formula) == renamed


def test_what_a_formula_speaks_of_is_seen() -> None:
    assert {"deals", "total", "my sheet"} <= named_in("SUM(Deals!A1)+Total+'My sheet'!A1")
    assert "hidden" not in named_in('"Hidden"&Deals[Hidden]')
    found = columns_in("SUM(Deals[Amount])+Deals[[#This Row],[Half]]+[@Partner]+[Deal]")
    assert found == {("deals", "amount"), ("deals", "half"), ("", "partner"), ("", "deal")}
