"""What stands around the cells: notes, links, rules, names, sizes and panes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from excel.patching import Macro, changed_elements, changed_parts, loaded, parts
from excel.rich_workbook import PARTS, write_rich
from xldesk.excel.engine.change import Aspect
from xldesk.excel.patch import PatchError

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND, BOOK = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
NOTES, SHAPES = "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"
LINKS = "xl/worksheets/_rels/sheet1.xml.rels"


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    return write_rich(tmp_path / "rich.xlsx")


def around(macro: Macro, sheet: str, place: str, aspect: Aspect, new: object) -> None:
    """Note a change that was made to something around the cells."""
    macro.note_change(sheet, place, aspect, object(), new)


def changed(before: Path, after: Path, part: str = FIRST) -> set[str]:
    return changed_elements(parts(before)[part], parts(after)[part])


def test_a_note_is_added_beside_those_that_are_there(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    macro.note("Deals", "B3", "wrong & <bad>\nline")
    macro.save(tmp_path / "out.xlsx")
    assert changed_parts(rich, tmp_path / "out.xlsx") == {NOTES, SHAPES}
    old, new = parts(rich), parts(tmp_path / "out.xlsx")
    assert re.findall(rb"<comment ref.*?</comment>", new[NOTES])[0] in old[NOTES]
    assert new[SHAPES].count(b"<v:shape ") == 2
    assert b'id="_x0000_s1026"' in new[SHAPES]
    sheet = loaded(tmp_path / "out.xlsx")["Deals"]
    assert sheet["B3"].comment.text == "wrong & <bad>\nline"
    assert sheet["B3"].comment.author == "xldesk"
    assert sheet["C2"].comment.text == "Ann: agreed"


def test_a_note_that_says_something_else_keeps_its_shape(rich: Path) -> None:
    macro = Macro(rich)
    macro.note("Deals", "C2", "not agreed")
    macro.save()
    assert parts(rich)[SHAPES].count(b"<v:shape ") == 1
    assert b"3, 15, 0, 10, 5, 31, 4, 9" in parts(rich)[SHAPES]
    assert loaded(rich)["Deals"]["C2"].comment.text == "not agreed"


def test_the_last_note_goes_with_its_parts(rich: Path) -> None:
    macro = Macro(rich)
    macro.note("Deals", "C2", None)
    macro.save()
    there = parts(rich)
    assert {NOTES, SHAPES}.isdisjoint(there)
    assert b"comments" not in there[LINKS]
    assert b"comments1" not in there["[Content_Types].xml"]
    assert b"legacyDrawing" not in there[FIRST]


def test_notes_of_a_sheet_without_any_come_and_go(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    macro.note("Totals", "B3", "one")
    macro.note("Totals", "A1", "two")
    macro.save(tmp_path / "noted.xlsx")
    assert loaded(tmp_path / "noted.xlsx")["Totals"]["A1"].comment.text == "two"
    assert changed(rich, tmp_path / "noted.xlsx", SECOND) == {"legacyDrawing"}
    back = Macro(tmp_path / "noted.xlsx")
    back.note("Totals", "B3", None)
    back.note("Totals", "A1", None)
    back.save(tmp_path / "back.xlsx")
    assert changed_parts(rich, tmp_path / "back.xlsx") <= {SECOND, "[Content_Types].xml"}
    assert changed(rich, tmp_path / "back.xlsx", SECOND) == set()


def test_a_conversation_is_not_overwritten(tmp_path: Path) -> None:
    notes = str(PARTS[NOTES]).replace("<author>Ann<", "<author>tc={0-1}<")
    macro = Macro(write_rich(tmp_path / "rich.xlsx", {NOTES: notes}))
    macro.note("Deals", "C2", "mine")
    with pytest.raises(PatchError, match=r"note of Deals!C2: .* conversation"):
        macro.save()


def test_links_are_written_and_taken_away(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    macro.link("Deals", "A2", None)
    macro.link("Deals", "A4", "https://example.com/?a=1&b=2")
    macro.link("Deals", "B4", None, "Totals!B2")
    macro.link("Totals", "A1", "mailto:ann@example.com")
    macro.save(tmp_path / "out.xlsx")
    book = loaded(tmp_path / "out.xlsx")
    assert book["Deals"]["A2"].hyperlink is None
    assert book["Deals"]["A3"].hyperlink.location == "Totals!A1"
    assert book["Deals"]["A4"].hyperlink.target == "https://example.com/?a=1&b=2"
    assert book["Deals"]["B4"].hyperlink.location == "Totals!B2"
    assert book["Totals"]["A1"].hyperlink.target == "mailto:ann@example.com"
    assert b"d-1" not in parts(tmp_path / "out.xlsx")[LINKS]
    assert changed(rich, tmp_path / "out.xlsx") == {"hyperlinks"}


def test_the_last_link_goes_with_its_element(rich: Path) -> None:
    macro = Macro(rich)
    macro.link("Deals", "A2", None)
    macro.link("Deals", "A3", None)
    macro.save()
    assert b"hyperlink" not in parts(rich)[FIRST]


def test_a_link_of_several_cells_is_not_torn(tmp_path: Path) -> None:
    sheet = str(PARTS[FIRST]).replace('<hyperlink ref="A3"', '<hyperlink ref="A3:B4"')
    macro = Macro(write_rich(tmp_path / "rich.xlsx", {FIRST: sheet}))
    macro.link("Deals", "B4", "https://example.com/")
    with pytest.raises(PatchError, match=r"hyperlink of Deals!B4: it shares its link with A3:B4"):
        macro.save()


def test_one_column_of_a_group_becomes_wider(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    around(macro, "Totals", "E:E", Aspect.COLUMN_WIDTH, 33.0)
    around(macro, "Totals", "A:A", Aspect.COLUMN_WIDTH, 9.5)
    macro.save(tmp_path / "out.xlsx")
    assert changed(rich, tmp_path / "out.xlsx", SECOND) == {"cols"}
    columns = re.findall(r"<col [^>]*>", parts(tmp_path / "out.xlsx")[SECOND].decode())
    assert columns == [
        '<col min="1" max="1" width="9.5" customWidth="1"/>',
        '<col min="3" max="4" width="20" style="1" customWidth="1"/>',
        '<col min="5" max="5" width="33" style="1" customWidth="1"/>',
        '<col min="6" max="7" width="20" style="1" customWidth="1"/>',
    ]


def test_a_column_is_hidden_and_grouped(rich: Path) -> None:
    macro = Macro(rich)
    for letter, hidden in (("B", True), ("I", False)):
        macro.book["Totals"].column_dimensions[letter].hidden = hidden
        around(macro, "Totals", f"{letter}:{letter}", Aspect.COLUMN_HIDDEN, hidden)
    macro.book["Totals"].column_dimensions["K"].outlineLevel = 2
    around(macro, "Totals", "K:K", Aspect.COLUMN_OUTLINE, 2)
    macro.save()
    text = parts(rich)[SECOND].decode()
    assert '<col min="2" max="2" hidden="1" width="9.140625"/>' in text
    assert '<col min="11" max="11" outlineLevel="2" width="9.140625"/></cols>' in text
    assert '<sheetFormatPr defaultRowHeight="15" outlineLevelCol="2"/>' in text


def test_rows_get_a_height_or_lose_it(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    rows = macro.book["Deals"].row_dimensions
    for number, height in ((1, None), (3, 30.0), (20, 12.5)):
        rows[number].height = height
        around(macro, "Deals", f"{number}:{number}", Aspect.ROW_HEIGHT, height)
    rows[4].hidden = True
    around(macro, "Deals", "4:4", Aspect.ROW_HIDDEN, new=True)
    rows[6].outlineLevel = 1
    around(macro, "Deals", "6:6", Aspect.ROW_OUTLINE, 1)
    macro.save(tmp_path / "out.xlsx")
    assert changed(rich, tmp_path / "out.xlsx") == {
        "row1", "row3", "row4", "row6", "row20", "sheetFormatPr"
    }  # fmt: skip
    text = parts(tmp_path / "out.xlsx")[FIRST].decode()
    assert '<row r="1" x14ac:dyDescent="0.25">' in text
    assert '<row r="3" x14ac:dyDescent="0.25" ht="30" customHeight="1">' in text
    assert '<row r="20" ht="12.5" customHeight="1"></row>' in text
    read = loaded(tmp_path / "out.xlsx")["Deals"].row_dimensions
    assert (read[4].hidden, read[6].outlineLevel) == (True, 1)


def test_cells_are_merged_and_parted(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    sheet = macro.book["Deals"]
    sheet.unmerge_cells("A11:C11")
    around(macro, "Deals", "A11:C11", Aspect.MERGE, new=False)
    sheet.merge_cells("A6:B7")
    sheet.merge_cells("C2:C3")
    for place in ("A6:B7", "C2:C3"):
        around(macro, "Deals", place, Aspect.MERGE, new=True)
    macro.save(tmp_path / "out.xlsx")
    read = loaded(tmp_path / "out.xlsx")["Deals"]
    assert {str(area) for area in read.merged_cells.ranges} == {"A6:B7", "C2:C3"}
    assert (
        "200"
        not in parts(tmp_path / "out.xlsx")[FIRST].decode().split('r="3"')[1].split('<c r="D3')[0]
    )
    back = Macro(tmp_path / "out.xlsx")
    for place in ("A6:B7", "C2:C3"):
        back.book["Deals"].unmerge_cells(place)
        around(back, "Deals", place, Aspect.MERGE, new=False)
    back.save()
    assert b"mergeCell" not in parts(tmp_path / "out.xlsx")[FIRST]


def test_panes_and_gridlines(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    macro.book["Deals"].freeze_panes = None
    macro.book["Totals"].freeze_panes = "B2"
    for name in ("Deals", "Totals"):
        around(macro, name, name, Aspect.FREEZE, macro.book[name].freeze_panes)
    macro.book["Totals"].sheet_view.showGridLines = True
    macro.book["Deals"].sheet_view.showGridLines = False
    for name in ("Deals", "Totals"):
        around(macro, name, name, Aspect.GRIDLINES, name == "Totals")
    macro.save(tmp_path / "out.xlsx")
    book = loaded(tmp_path / "out.xlsx")
    assert (book["Deals"].freeze_panes, book["Totals"].freeze_panes) == (None, "B2")
    assert changed(rich, tmp_path / "out.xlsx") == {"sheetViews"}
    assert b'showGridLines="0" workbookViewId="0"/>' not in parts(tmp_path / "out.xlsx")[SECOND]
    assert b'showGridLines="0"' in parts(tmp_path / "out.xlsx")[FIRST]


def test_a_validation_is_added_and_the_others_keep_their_markup(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    rule = DataValidation("whole", operator="between", formula1="1", formula2="9", sqref="F2:F9")
    macro.book["Deals"].add_data_validation(rule)
    around(macro, "Deals", "Deals", Aspect.VALIDATION, ())
    macro.save(tmp_path / "out.xlsx")
    text = parts(tmp_path / "out.xlsx")[FIRST].decode()
    old = re.findall(r"<dataValidation .*?</dataValidation>", str(PARTS[FIRST]))
    new = re.findall(r"<dataValidation .*?</dataValidation>", text)
    assert new[0] == old[0]
    assert len(new) == 2
    assert '<dataValidations count="2">' in text
    assert changed(rich, tmp_path / "out.xlsx") == {"dataValidations"}
    back = Macro(tmp_path / "out.xlsx")
    back.book["Deals"].data_validations.dataValidation = []
    around(back, "Deals", "Deals", Aspect.VALIDATION, ())
    back.save()
    assert b"dataValidation" not in parts(tmp_path / "out.xlsx")[FIRST]


def test_a_rule_is_added_beside_data_bars_of_later_versions(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    red = PatternFill("solid", bgColor="FFC7CE")
    macro.book["Deals"].conditional_formatting.add("A2:A9", FormulaRule(["A2=1"], fill=red))
    around(macro, "Deals", "Deals", Aspect.CONDITIONAL_FORMAT, ())
    macro.save(tmp_path / "out.xlsx")
    text = parts(tmp_path / "out.xlsx")[FIRST].decode()
    first = re.findall(r"<conditionalFormatting .*?</conditionalFormatting>", str(PARTS[FIRST]))[0]
    assert first in text
    assert re.search(r'<conditionalFormatting sqref="A2:A9"><cfRule [^>]*dxfId="1"', text)
    assert text.count("{DA7ABA51-AAAA-BBBB-0001-000000000001}") == 2
    assert changed(rich, tmp_path / "out.xlsx", "xl/styles.xml") == {"dxfs"}


def test_a_data_bar_goes_with_what_excel_2010_keeps_of_it(rich: Path) -> None:
    macro = Macro(rich)
    macro.book["Deals"].conditional_formatting = ConditionalFormattingList()
    red = PatternFill("solid", bgColor="FFC7CE")
    macro.book["Deals"].conditional_formatting.add("C2", CellIsRule("equal", ["1"], fill=red))
    around(macro, "Deals", "Deals", Aspect.CONDITIONAL_FORMAT, ())
    macro.save()
    text = parts(rich)[FIRST].decode()
    assert "DA7ABA51" not in text
    assert "x14:conditionalFormatting" not in text
    assert "x14:sparkline>" in text
    assert text.count("<conditionalFormatting ") == 1


def test_names_are_added_changed_and_taken_away(rich: Path, tmp_path: Path) -> None:
    macro = Macro(rich)
    macro.book.defined_names["Best"] = DefinedName("Best", attr_text="Deals!$C$3")
    macro.book.defined_names["Total"].value = "Totals!$B$2"
    del macro.book["Lists"].defined_names["Partners"]
    around(macro, "", "Best", Aspect.NAME, "=Deals!$C$3")
    around(macro, "", "Total", Aspect.NAME, "=Totals!$B$2")
    around(macro, "Lists", "Partners", Aspect.NAME, None)
    macro.save(tmp_path / "out.xlsx")
    names = re.findall(r"<definedName [^>]*>[^<]*", parts(tmp_path / "out.xlsx")[BOOK].decode())
    assert names == [
        '<definedName name="_xlnm.Print_Area" localSheetId="0">Deals!$A$1:$D$9',
        '<definedName name="_xlnm.Print_Titles" localSheetId="0">Deals!$1:$1',
        '<definedName name="Best">Deals!$C$3',
        '<definedName name="Total">Totals!$B$2',
    ]


def test_what_is_printed_and_filtered(rich: Path) -> None:
    macro = Macro(rich)
    macro.book["Deals"].print_area = None
    macro.book["Totals"].print_area = "A1:B3"
    macro.book["Totals"].auto_filter.ref = "A1:B3"
    around(macro, "Deals", "Deals", Aspect.PRINT_AREA, None)
    around(macro, "Totals", "Totals", Aspect.PRINT_AREA, "A1:B3")
    around(macro, "Totals", "Totals", Aspect.AUTOFILTER, "A1:B3")
    macro.save()
    text = parts(rich)[BOOK].decode()
    assert "Deals!$A$1:$D$9" not in text
    assert '<definedName name="_xlnm.Print_Area" localSheetId="1">\'Totals\'!$A$1:$B$3<' in text
    hidden = '<definedName name="_xlnm._FilterDatabase" localSheetId="1" hidden="1">'
    assert f"{hidden}'Totals'!$A$1:$B$3<" in text
    assert b'</sheetData><autoFilter ref="A1:B3"/>' in parts(rich)[SECOND]
    back = Macro(rich)
    back.book["Totals"].auto_filter.ref = None
    around(back, "Totals", "Totals", Aspect.AUTOFILTER, None)
    back.save()
    assert b"autoFilter" not in parts(rich)[SECOND]
    assert "_FilterDatabase" not in parts(rich)[BOOK].decode()
