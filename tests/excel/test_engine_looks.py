"""How cells look is set and read back, and mixed looks are None."""

from __future__ import annotations

from typing import Any

import pytest

from xldesk.errors import UsageError

FIELDS = [
    ("number_format", "0.00", "General"),
    ("wrap_text", True, False),
    ("horizontal_alignment", "center", "general"),
    ("horizontal_alignment", "center_across_selection", "general"),
    ("vertical_alignment", "top", "bottom"),
    ("color", (255, 199, 206), None),
]
FONTS = [
    ("bold", True, False),
    ("italic", True, False),
    ("size", 14.0, 11.0),
    ("name", "Arial", "Calibri"),
    ("color", (156, 0, 6), (0, 0, 0)),
]


@pytest.mark.parametrize(("member", "value", "usual"), FIELDS)
def test_a_look_is_set_and_read_back(sheet: Any, member: str, value: Any, usual: Any) -> None:
    cells = sheet["B2:C3"]
    assert getattr(cells, member) == usual
    setattr(cells, member, value)
    assert getattr(cells, member) == value
    assert getattr(sheet["B2"], member) == value
    assert getattr(sheet["A1"], member) == usual
    assert getattr(sheet["A1:B2"], member) is None


@pytest.mark.parametrize(("member", "value", "usual"), FONTS)
def test_a_font_is_set_and_read_back(sheet: Any, member: str, value: Any, usual: Any) -> None:
    cells = sheet["B2:C3"]
    assert getattr(cells.font, member) == usual
    setattr(cells.font, member, value)
    assert getattr(cells.font, member) == value
    assert getattr(sheet["A1:B2"].font, member) is None
    sheet["B2"].clear_formats()
    assert getattr(sheet["B2"].font, member) == usual


@pytest.mark.parametrize("color", ["#ff0000", "FF0000", 255, (255, 0, 0)])
def test_a_colour_is_said_in_several_ways(sheet: Any, color: Any) -> None:
    sheet["A1"].color = color
    assert sheet["A1"].color == (255, 0, 0)
    sheet["A1"].color = None
    assert sheet["A1"].color is None


@pytest.mark.headless
@pytest.mark.parametrize("color", ["red", (1, 2), (0, 0, 256), 1 << 24, 1.5, True])
def test_what_is_no_colour_is_refused(sheet: Any, color: Any) -> None:
    with pytest.raises(UsageError, match="is no colour"):
        sheet["A1"].color = color


@pytest.mark.headless
@pytest.mark.parametrize(
    ("theme", "tint", "shown"),
    [(4, 0, (79, 129, 189)), (0, -0.5, (128, 128, 128)), (1, 0.5, (128, 128, 128))],
)
def test_theme_colours_are_seen(sheet: Any, theme: int, tint: float, shown: Any) -> None:
    from openpyxl.styles import PatternFill
    from openpyxl.styles.colors import Color

    sheet["A1"].api.fill = PatternFill("solid", fgColor=Color(theme=theme, tint=tint))
    assert sheet["A1"].color == shown


def test_many_colours_at_once(sheet: Any) -> None:
    sheet["A1:B2"].color = (1, 2, 3)
    sheet["A1:B2"].set_colors([[(255, 0, 0), ...], [None, "#00ff00"]])
    assert [cell.color for cell in sheet["A1:B2"]] == [(255, 0, 0), (1, 2, 3), None, (0, 255, 0)]


def test_borders_by_side_and_in_groups(sheet: Any) -> None:
    cells = sheet["B2:C3"]
    assert cells.borders["edge_top"].line_style is None
    cells.borders.set("outside", line_style="continuous", weight="medium", color=(255, 0, 0))
    assert cells.borders["edge_top"].line_style == "continuous"
    assert cells.borders["edge_right"].weight == "medium"
    assert cells.borders["edge_left"].color == (255, 0, 0)
    assert cells.borders["inside_horizontal"].line_style is None
    assert cells.borders.line_style is None
    cells.borders.line_style = "dash"
    assert cells.borders.line_style == "dash"
    assert sheet["B2"].borders["edge_bottom"].line_style == "dash"
    cells.borders["edge_top"].line_style = "double"
    assert cells.borders["edge_top"].weight == "thick"
    cells.borders["diagonal_up"].line_style = "continuous"
    assert sheet["C3"].borders["diagonal_up"].line_style == "continuous"
    assert sheet["C3"].borders["diagonal_down"].line_style is None
    cells.borders.clear()
    assert [border.line_style for border in cells.borders] == [None] * 8


@pytest.mark.headless
def test_a_line_that_excel_has_not_is_refused(sheet: Any) -> None:
    with pytest.raises(UsageError, match="Excel has no line"):
        sheet["A1"].borders.set("outside", line_style="double", weight="hairline")


def test_notes_are_added_changed_and_deleted(sheet: Any) -> None:
    assert sheet["B2"].note is None
    added = sheet["B2"].add_note("wrong amount")
    assert added.text == sheet["B2"].note.text == "wrong amount"
    assert added.location.address == "$B$2"
    added.text = "still wrong"
    sheet["A3"].add_note("another")
    assert [note.text for note in sheet.notes] == ["still wrong", "another"]
    with pytest.raises(ValueError, match="already has a note"):
        sheet["B2"].add_note("again")
    sheet["B2"].note.delete()
    assert sheet["B2"].note is None
    assert [note.text for note in sheet.book.notes] == ["another"]


def test_links_lead_outside_and_inside(sheet: Any) -> None:
    sheet["A1"].add_hyperlink("https://example.org/a#b", "shown", "tip")
    assert sheet["A1"].value == "shown"
    assert sheet["A1"].hyperlink == "https://example.org/a#b"
    sheet["A2"].add_hyperlink("#Sheet1!A1", "back")
    assert sheet["A2"].hyperlink == "#Sheet1!A1"


@pytest.mark.headless
def test_a_cell_without_a_link_says_so(sheet: Any) -> None:
    with pytest.raises(UsageError, match="Sheet1!A9 has no hyperlink"):
        _ = sheet["A9"].hyperlink


@pytest.mark.headless
def test_outlines_go_deeper_and_back(sheet: Any) -> None:
    sheet["2:3"].group()
    sheet["B:C"].group()
    assert sheet.api.row_dimensions[3].outlineLevel == 1
    assert sheet.api.column_dimensions["B"].outlineLevel == 1
    sheet["2:3"].ungroup()
    assert sheet.api.row_dimensions[3].outlineLevel == 0
    sheet["A1"].adjust_indent(2)
    assert sheet["A1"].api.alignment.indent == 2


def test_whole_columns_are_formatted_as_far_as_they_are_used(sheet: Any) -> None:
    sheet["A1:C3"].value = 1
    sheet["B:B"].number_format = "0.0"
    assert sheet["B1:B3"].number_format == "0.0"
    assert sheet["A1:B1"].number_format is None
