"""Validations, conditional formats, what prints and what stays in view."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.worksheet.datavalidation import DataValidation

from excel.rich_workbook import write_rich
from xldesk.errors import UsageError


def test_a_list_to_choose_from(sheet: Any) -> None:
    rule = sheet["B2:B9"].data_validation
    assert rule.type == "none"
    rule.set_list(["won", "lost"])
    assert (rule.type, rule.source, rule.in_cell_dropdown) == ("list", "won,lost", True)
    assert sheet["B5"].data_validation.type == "list"
    assert sheet["C5"].data_validation.type == "none"
    rule.set_list(sheet["D1:D3"], in_cell_dropdown=False)
    assert rule.source == "=Sheet1!$D$1:$D$3"
    assert rule.in_cell_dropdown is False


def test_comparisons_and_formulas(sheet: Any) -> None:
    rule = sheet["A1:A9"].data_validation
    rule.set_whole_number("between", 1, 10)
    assert (rule.type, rule.operator, rule.formula1, rule.formula2) == (
        "whole_number",
        "between",
        "=1",
        "=10",
    )
    rule.set_date("greater_than_or_equal", dt.date(2026, 1, 1))
    assert (rule.type, rule.operator) == ("date", "greater_than_or_equal")
    rule.set_custom("=A1>B1")
    assert (rule.type, rule.formula) == ("custom", "=A1>B1")
    assert rule.show_error
    assert rule.ignore_blank
    assert rule.alert_style == "stop"


def test_a_rule_for_some_cells_leaves_the_others_theirs(sheet: Any) -> None:
    sheet["A1:C9"].data_validation.set_list(["x"])
    sheet["B4:B5"].data_validation.set_decimal("greater_than", 0)
    kinds = {cell: sheet[cell].data_validation.type for cell in ("A1", "B4", "B6", "C5")}
    assert kinds == {"A1": "list", "B4": "decimal", "B6": "list", "C5": "list"}
    assert sheet["A1:C9"].data_validation.type == "inconsistent"
    sheet["A1:C9"].data_validation.delete()
    assert sheet["A1:C9"].data_validation.type == "none"


def test_conditional_formats_are_added_and_cleared(sheet: Any) -> None:
    cells = sheet["A1:A9"]
    cells.conditional_formats.add_cell_value("between", 1, 5, fill_color=(255, 0, 0))
    cells.conditional_formats.add_custom("=A1=2", font_bold=True, font_color="#00ff00")
    cells.conditional_formats.add_color_scale([(255, 0, 0), (0, 255, 0)])
    first, second, third = cells.conditional_formats
    assert (first.type, first.operator, first.formula1) == ("cell_value", "between", "=1")
    assert first.fill_color == (255, 0, 0)
    assert (second.type, second.formula, second.font_bold) == ("custom", "=A1=2", True)
    assert second.font_color == (0, 255, 0)
    assert third.type == "color_scale"
    second.delete()
    assert [rule.type for rule in cells.conditional_formats] == ["cell_value", "color_scale"]
    sheet["A4:A5"].conditional_formats.clear()
    assert len(sheet["A4"].conditional_formats) == 0
    assert len(sheet["A6"].conditional_formats) == 2
    assert len(sheet["B1"].conditional_formats) == 0


@pytest.mark.headless
def test_rules_move_with_their_cells(sheet: Any) -> None:
    sheet["A5:A9"].data_validation.set_list(["x"])
    sheet["A5:A9"].conditional_formats.add_custom("=A5>1", fill_color=(1, 2, 3))
    sheet.page_setup.print_area = "A1:B9"
    sheet["2:3"].insert(shift="down")
    assert sheet["A7"].data_validation.type == "list"
    assert sheet["A5"].data_validation.type == "none"
    assert len(sheet["A11"].conditional_formats) == 1
    assert sheet.page_setup.print_area == "$A$1:$B$11"
    sheet["7:11"].delete()
    assert sheet["A1:A20"].data_validation.type == "none"


@pytest.mark.headless
@pytest.mark.parametrize(
    ("cells", "condition", "at", "moved_cells", "moved"),
    [
        ("A1:A10", "A1>$A$5", "3:4", "A1:A12", "A1>$A$7"),
        ("A5:A9", "AND($B5>1,A5<>A4,B$9=1)", "3:4", "A7:A11", "AND($B7>1,A7<>A6,B$11=1)"),
        ("A5:A9", "SUM(A$5:A5)>$C$1", "2:2", "A6:A10", "SUM(A$6:A6)>$C$1"),
        ("A5:A9", "SUM(A$2:A5)>1", "3:4", "A7:A11", "SUM(A$2:A7)>1"),
        ("A5", "A1>1", "3:4", "A7", "A1>1"),
        ("A5", "A4>$A$4", "3:4", "A7", "A6>$A$6"),
        ("A5:A9", "A5>Other!A5", "3:4", "A7:A11", "A7>Other!A5"),
        ("A5:A9 C5", "A5>1", "3:4", "A7:A11 C7", "A7>1"),
        ("B2:E2", "B$2>$D$2", "C:C", "B2:F2", "B$2>$E$2"),
        ("C2:E2", "C2>B2", "A:A", "D2:F2", "D2>C2"),
        ("A5:A9", '"A5"=$A:$A', "3:4", "A7:A11", '"A5"=$A:$A'),
    ],
)
def test_conditions_follow_what_they_name(
    book: Any, cells: str, condition: str, at: str, moved_cells: str, moved: str
) -> None:
    sheet = book.sheets[0]
    book.sheets.add("Other", after=sheet)
    model = sheet.impl.worksheet
    model.conditional_formatting.add(cells, FormulaRule([condition]))
    rule = DataValidation("custom", formula1=condition, sqref=cells)
    model.add_data_validation(rule)
    sheet[at].insert("down")
    (found,) = model.conditional_formatting
    assert (str(found.sqref), found.rules[0].formula) == (moved_cells, [moved])
    (checked,) = model.data_validations.dataValidation
    assert (str(checked.sqref), checked.formula1) == (moved_cells, moved)
    sheet[at].delete()
    (found,) = model.conditional_formatting
    assert (str(found.sqref), found.rules[0].formula) == (cells, [condition])


@pytest.mark.headless
def test_rules_of_other_sheets_follow_and_what_is_gone_is_said(book: Any) -> None:
    sheet = book.sheets[0]
    other = book.sheets.add("Other", after=sheet).impl.worksheet
    other.add_data_validation(DataValidation("list", formula1="Sheet1!$B$1:$B$9", sqref="A1"))
    other.conditional_formatting.add("A1:A3", FormulaRule(["A1>Sheet1!$B$5"]))
    scale = ColorScaleRule("formula", "$B$5", "FF000000", end_type="max", end_color="FFFFFFFF")
    sheet.impl.worksheet.conditional_formatting.add("A1:A3", scale)
    sheet["3:4"].insert("down")
    (checked,) = other.data_validations.dataValidation
    assert checked.formula1 == "Sheet1!$B$1:$B$11"
    assert _conditions(other) == ["A1>Sheet1!$B$7"]
    (found,) = sheet.impl.worksheet.conditional_formatting
    assert found.rules[0].colorScale.cfvo[0].val == "$B$7"
    sheet["7:7"].delete("up")
    assert _conditions(other) == ["A1>Sheet1!#REF!"]
    book.impl.journal.undo()
    assert _conditions(other) == ["A1>Sheet1!$B$5"]


def _conditions(sheet: Any) -> list[str]:
    return [text for found in sheet.conditional_formatting for text in found.rules[0].formula]


@pytest.mark.headless
def test_rows_do_not_move_away_under_rules_that_the_engine_does_not_hold(
    app: Any, tmp_path: Path
) -> None:
    book = app.books.open(str(write_rich(tmp_path / "rich.xlsx")))
    for cells, move in (("1:1", "insert"), ("A:A", "delete")):
        with pytest.raises(UsageError, match="of a kind that the headless engine does not move"):
            getattr(book.sheets[-1].range(cells), move)("down" if move == "insert" else "left")
    assert len(book.impl.journal) == 0


def test_print_area_and_gridlines(sheet: Any) -> None:
    assert sheet.page_setup.print_area is None
    sheet.page_setup.print_area = "A1:C9"
    assert sheet.page_setup.print_area == "$A$1:$C$9"
    sheet.page_setup.print_area = None
    assert sheet.page_setup.print_area is None
    assert sheet.show_gridlines
    sheet.show_gridlines = False
    assert not sheet.show_gridlines


@pytest.mark.headless
@pytest.mark.parametrize(
    ("frozen", "scrolls"), [("A1:B2", "C3"), ("1:2", "A3"), ("A:B", "C1"), ("A1", "B2")]
)
def test_rows_and_columns_are_frozen(sheet: Any, frozen: str, scrolls: str) -> None:
    sheet.freeze_panes.freeze_at(frozen)
    assert sheet.api.freeze_panes == scrolls
    sheet.freeze_panes.unfreeze()
    assert sheet.api.freeze_panes is None
