"""Ranges are found by address, name, corner and neighbourhood."""

from __future__ import annotations

from typing import Any

import pytest

from xldesk.errors import UsageError
from xldesk.excel.engine.change import Aspect, Link
from xldesk.excel.engine.write_cells import always, change_cells


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("B2", "$B$2"),
        ("b2:a1", "$A$1:$B$2"),
        ("$B$2:$C3", "$B$2:$C$3"),
        ("B:C", "$B:$C"),
        ("2:3", "$2:$3"),
        ((2, 3), "$C$2"),
        ((2, 3, 4, 1), "$C$2:$C$5"),
    ],
)
def test_a_range_has_the_address_it_was_asked_by(sheet: Any, asked: Any, address: str) -> None:
    assert sheet.range(asked).address == address


def test_corners_slices_offsets_and_sizes(sheet: Any) -> None:
    cells = sheet.range((2, 2), (4, 5))
    assert (cells.row, cells.column, cells.shape, cells.size) == (2, 2, (3, 4), 12)
    assert len(cells) == 12
    assert cells[0, 0].address == "$B$2"
    assert cells[-1, -1].address == cells.last_cell.address == "$E$4"
    assert cells[1:, :2].address == "$B$3:$C$4"
    assert cells[5].address == "$C$3"
    assert cells(2, 3).address == "$D$3"
    assert cells.offset(1, 2).address == "$D$3:$G$5"
    assert cells.resize(1).address == "$B$2:$E$2"
    assert [row.address for row in cells.rows] == ["$B$2:$E$2", "$B$3:$E$3", "$B$4:$E$4"]
    assert cells.columns[1].address == "$C$2:$C$4"
    assert sheet[0, 0].address == "$A$1"
    assert sheet["A1"].get_address(row_absolute=False) == "$A1"
    assert sheet["A1"].get_address(external=True).endswith("Sheet1!$A$1")
    assert sheet["A1"].get_address(include_sheetname=True) == "Sheet1!$A$1"
    assert sheet.range("A1") == sheet.range((1, 1))


def test_sheets_whose_names_need_apostrophes_are_quoted(book: Any) -> None:
    for name in ("Q1", "Two words", "R1C1", "It's", "2026"):
        added = book.sheets.add(name)
        added["A1"].name = f"first_{added.index}"
        quoted = name.replace("'", "''")
        assert book.names[f"first_{added.index}"].refers_to == f"='{quoted}'!$A$1"
        assert added["A1"].name.refers_to_range == added["A1"]


def test_an_empty_slice_has_no_cell_and_takes_no_value(sheet: Any) -> None:
    nothing = sheet["A1:B2"][2:, :]
    assert nothing.shape == (0, 2)
    nothing.value = 5
    assert sheet["A1:B3"].value == [[None, None]] * 3


def test_expanding_and_ends_stop_where_the_cells_are_empty(sheet: Any) -> None:
    sheet["B2"].value = [[1, 2, None, 4], [5, 6, None, 8], [9, None, None, 12]]
    assert sheet["B2"].expand().address == "$B$2:$C$4"
    assert sheet["B2"].expand("down").address == "$B$2:$B$4"
    assert sheet["B2"].expand("right").address == "$B$2:$C$2"
    assert sheet["B2"].end("down").address == "$B$4"
    assert sheet["B2"].end("right").address == "$C$2"
    assert sheet["C2"].end("right").address == "$E$2"
    assert sheet["E4"].end("left").address == "$B$4"
    assert sheet["B9"].end("up").address == "$B$4"
    assert sheet["B4"].end("up").address == "$B$2"
    assert sheet["B4"].end("down").address == "$B$1048576"
    assert sheet["E2"].end("right").address == "$XFD$2"
    assert sheet["G7"].end("left").address == "$A$7"


def test_the_region_around_a_cell_ends_at_empty_rows_and_columns(sheet: Any) -> None:
    sheet["B2"].value = [[1, 2], [3, 4]]
    sheet["D4"].value = "corner"
    sheet["F9"].value = "apart"
    assert sheet["C3"].current_region.address == "$B$2:$D$4"
    assert sheet["F9"].current_region.address == "$F$9"
    assert sheet.used_range.address == "$B$2:$F$9"


def test_formatted_cells_are_used_and_looking_makes_none(sheet: Any) -> None:
    assert sheet.used_range.address == "$A$1"
    assert sheet["C3:D9"].value == [[None, None]] * 7
    assert sheet["Z99"].color is None
    assert sheet.used_range.address == "$A$1"
    sheet["C5"].number_format = "0.00"
    assert sheet.used_range.address == "$C$5"


@pytest.mark.headless
def test_a_cell_with_a_link_or_a_note_alone_is_used(sheet: Any) -> None:
    change_cells(sheet["C5"].impl.area, Aspect.HYPERLINK, always(Link(None, "Sheet1!A1")))
    assert sheet.used_range.address == "$C$5"
    sheet["D7"].add_note("look")
    assert sheet.used_range.address == "$C$5:$D$7"


@pytest.mark.headless
@pytest.mark.parametrize("asked", ["A", "A1,B2", "nothing", "A0", "XFE1", "A1048577", "Sheet9!A1"])
def test_what_is_no_range_is_said_with_a_remedy(sheet: Any, asked: str) -> None:
    with pytest.raises(UsageError, match=r"is no address|has no sheet"):
        sheet.range(asked)


@pytest.mark.headless
def test_more_cells_than_are_handled_at_once_are_refused(sheet: Any) -> None:
    with pytest.raises(UsageError, match=r"17,179,869,184 cells.*used_range"):
        _ = sheet.cells.value
    with pytest.raises(UsageError, match="used_range"):
        sheet.cells.value = 1
    with pytest.raises(UsageError, match="beyond"):
        sheet["XFD1"].offset(0, 1)


def test_sizes_are_in_characters_and_points(sheet: Any) -> None:
    cells = sheet["B2:C3"]
    assert cells.column_width == 8.43
    assert (cells.left, cells.top, cells.width, cells.height) == (48, 15, 96, 30)
    cells.column_width = 20
    cells.row_height = 30
    assert cells.column_width == 20
    assert (cells.width, cells.height) == (217.5, 60)
    sheet["B1"].column_width = 5
    assert cells.column_width is None
    assert sheet["A1:B1"].row_height == 15
    cells.columns.hidden = True
    cells.rows.hidden = True
    assert cells.columns.hidden
    assert sheet["A1"].rows.hidden is False
    assert (cells.width, cells.height) == (0, 0)


def test_autofit_shows_what_the_cells_say(sheet: Any) -> None:
    sheet["A1"].value = ["a much longer heading than usual", "b"]
    sheet.autofit()
    assert sheet["A1"].column_width > 30
    assert sheet["B1"].column_width < 8
    sheet["C1"].value = 1234567.5
    sheet["C1"].number_format = "#,##0.00"
    sheet["C1"].columns.autofit()
    assert 12 <= sheet["C1"].column_width <= 15
