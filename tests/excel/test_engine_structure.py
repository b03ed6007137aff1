"""Sheets, and cells inserted, deleted, copied and merged, with everything that refers to them."""

from __future__ import annotations

from typing import Any

import pytest

from xldesk.errors import UsageError


def test_sheets_are_added_named_moved_and_deleted(book: Any) -> None:
    assert [sheet.name for sheet in book.sheets] == ["Sheet1"]
    added = book.sheets.add()
    assert added.name == "Sheet2"
    assert (added.index, book.sheets.active.name) == (1, "Sheet2")
    book.sheets.add("Data", after="Sheet1")
    book.sheets.add("Notes", before="Data")
    assert book.sheet_names == ["Sheet2", "Sheet1", "Notes", "Data"]
    book.sheets["Data"].move(before=book.sheets["Sheet2"])
    assert book.sheet_names == ["Data", "Sheet2", "Sheet1", "Notes"]
    del book.sheets["Sheet2"]
    book.sheets["Notes"].activate()
    book.sheets["Notes"].delete()
    assert book.sheet_names == ["Data", "Sheet1"]
    assert book.sheets.active.name == "Sheet1"
    assert "data" in book.sheets
    with pytest.raises(ValueError, match="already present"):
        book.sheets.add("DATA")


@pytest.mark.headless
def test_the_last_visible_sheet_stays(book: Any) -> None:
    hidden = book.sheets.add("Hidden")
    hidden.visible = False
    assert not hidden.visible
    for refused in (
        book.sheets["Sheet1"].delete,
        lambda: setattr(book.sheets[1], "visible", False),
    ):
        with pytest.raises(UsageError, match="only visible sheet"):
            refused()
    with pytest.raises(UsageError, match="set visible = True"):
        hidden.activate()


@pytest.mark.headless
def test_names_go_with_the_sheet_that_they_refer_to(book: Any) -> None:
    sheet = book.sheets.add("Gone")
    book.names.add("gone", "=SUM(Gone!A1:A2)")
    book.names.add("stays", "=Sheet1!$A$1")
    sheet.names.add("own", "=Gone!$A$1")
    sheet.delete()
    assert [name.name for name in book.names] == ["stays"]
    book.impl.journal.undo()
    assert book.sheet_names == ["Sheet1"]


def test_formulas_and_names_follow_a_renamed_sheet(book: Any) -> None:
    data = book.sheets[0]
    other = book.sheets.add("Other")
    other["A1"].formula = "=Sheet1!B2+SUM(Sheet1!C:C)"
    book.names.add("rate", "=Sheet1!$A$1")
    data.name = "My data"
    assert other["A1"].formula == "='My data'!B2+SUM('My data'!C:C)"
    assert book.names["rate"].refers_to == "='My data'!$A$1"


def test_inserted_rows_push_cells_and_every_reference(book: Any) -> None:
    sheet, other = book.sheets[0], book.sheets.add("Other")
    sheet["A1"].value = [["h", "t"], [1, "=A2*2"], [2, "=A3*2"], ["sum", "=SUM(B2:B3)"]]
    sheet["A3"].color = (255, 0, 0)
    sheet["A3"].row_height = 40
    sheet["A3"].add_note("look")
    other["A1"].formula = "=Sheet1!B4+Sheet1!$A$2"
    book.names.add("total", "=Sheet1!$B$4")
    sheet["3:4"].insert(shift="down")
    assert sheet["A5"].value == 2
    assert sheet["B5"].formula == "=A5*2"
    assert sheet["B6"].formula == "=SUM(B2:B5)"
    assert sheet["A5"].color == (255, 0, 0)
    assert sheet["A5"].row_height == 40
    assert sheet["A5"].note.text == "look"
    assert sheet["A3"].value is None
    assert sheet["A3"].note is None
    assert other["A1"].formula == "=Sheet1!B6+Sheet1!$A$2"
    assert book.names["total"].refers_to == "=Sheet1!$B$6"
    sheet["3:4"].delete()
    assert sheet["B4"].formula == "=SUM(B2:B3)"
    assert sheet["A3"].row_height == 40
    assert other["A1"].formula == "=Sheet1!B4+Sheet1!$A$2"
    sheet["2:2"].delete()
    assert other["A1"].formula == "=Sheet1!B3+Sheet1!#REF!"


def test_inserted_cells_shift_only_their_own_columns(sheet: Any) -> None:
    sheet["A1"].value = [[1, 2, 3], [4, 5, 6]]
    sheet["D1"].formula = "=B2+C1"
    sheet["B1"].insert(shift="down")
    assert sheet["A1:C3"].value == [[1, None, 3], [4, 2, 6], [None, 5, None]]
    assert sheet["D1"].formula == "=B3+C1"
    sheet["B1"].delete(shift="up")
    assert sheet["A1:C2"].value == [[1, 2, 3], [4, 5, 6]]
    sheet["A1"].insert(shift="right")
    assert sheet["A1:D1"].value[:4] == [None, 1, 2, 3]
    sheet["B:B"].delete()
    assert sheet["A1:C1"].value == [None, 2, 3]


@pytest.mark.headless
def test_a_table_is_not_torn_apart(sheet: Any) -> None:
    sheet["A1"].value = [["a", "b"], [1, 2], [3, 4]]
    table = sheet.tables.add(sheet["A1:B3"], name="Pair")
    sheet["3:3"].insert(shift="down")
    assert table.range.address == "$A$1:$B$4"
    sheet["1:1"].insert(shift="down")
    assert table.range.address == "$A$2:$B$5"
    for refused in (
        lambda: sheet["A3"].insert(shift="down"),
        sheet["2:2"].delete,
        lambda: sheet["B:B"].insert(shift="right"),
    ):
        with pytest.raises(UsageError, match="torn apart"):
            refused()
    sheet["2:5"].delete()
    assert len(sheet.tables) == 0


def test_copies_take_content_look_and_note_along(sheet: Any) -> None:
    sheet["A1"].value = [[1, "=A1*$A$1"], [2, "=A2*$A$1"]]
    sheet["A1"].font.bold = True
    sheet["B2"].add_note("n")
    sheet["A1:B2"].copy(sheet["D4"])
    assert sheet["E5"].formula == "=D5*$A$1"
    assert sheet["D4"].font.bold
    assert sheet["E5"].note.text == "n"
    sheet["G1"].copy_from(sheet["A1:B2"], copy_type="formats")
    assert sheet["G1"].font.bold
    assert sheet["G1"].value is None
    sheet["J1"].copy_from(sheet["A1:A2"], transpose=True)
    assert sheet["J1:K1"].value == [1, 2]
    sheet["A9"].value = "kept"
    sheet["A9"].copy_from(sheet["Z1"], skip_blanks=True)
    assert sheet["A9"].value == "kept"


@pytest.mark.headless
def test_a_copied_sheet_is_like_its_original(book: Any) -> None:
    from excel.book_facts import facts_of

    sheet = book.sheets[0]
    sheet["A1"].value = [["a", "b"], [1, "=A2"]]
    sheet["A1:B1"].font.bold = True
    sheet["A1"].column_width = 20
    sheet["A5:B5"].merge()
    sheet["D1"].data_validation.set_list(["x", "y"])
    sheet["E1"].conditional_formats.add_custom("=E1>1", fill_color=(255, 0, 0))
    sheet.freeze_panes.freeze_at("A1:A1")
    sheet.tables.add(sheet["A1:B2"], name="Pair")
    copied = sheet.copy(name="Second")
    facts = facts_of(book)["of"]
    assert facts["Second"].pop("tables").keys() == {"Pair_2"}
    assert facts["Sheet1"].pop("tables").keys() == {"Pair"}
    assert facts["Second"] == facts["Sheet1"]
    assert book.sheets.active == copied


def test_merged_cells_keep_the_first_value_only(sheet: Any) -> None:
    sheet["A1:B2"].value = [[1, 2], [3, 4]]
    sheet["B2"].color = (0, 255, 0)
    sheet["A1:B2"].merge()
    assert sheet["B2"].merge_area.address == "$A$1:$B$2"
    assert sheet["A1"].merge_cells
    assert sheet["A1:B2"].value == [[1, None], [None, None]]
    sheet["A1"].unmerge()
    assert not sheet["A1:B2"].merge_cells
    assert sheet["B2"].color == (0, 255, 0)
    sheet["D1:E2"].merge(across=True)
    assert sheet["D2"].merge_area.address == "$D$2:$E$2"


@pytest.mark.headless
def test_cells_under_a_merged_one_are_not_written_or_moved_apart(sheet: Any, tmp_path: Any) -> None:
    sheet["A1:B2"].merge()
    with pytest.raises(UsageError, match="only partly"):
        sheet["B1"].insert(shift="down")
    sheet["1:1"].insert(shift="down")
    assert sheet["A2"].merge_area.address == "$A$2:$B$3"


@pytest.mark.headless
def test_what_a_chart_shows_is_not_moved(book: Any) -> None:
    from openpyxl.chart import BarChart, Reference

    sheet = book.sheets[0]
    other = book.sheets.add("Other")
    sheet["A1"].value = [["x"], [1], [2]]
    chart = BarChart()
    chart.add_data(Reference(sheet.api, min_col=1, min_row=1, max_row=3), titles_from_data=True)
    other.api.add_chart(chart, "B2")
    for refused in (
        lambda: sheet["1:1"].insert(shift="down"),
        lambda: setattr(sheet, "name", "New"),
    ):
        with pytest.raises(UsageError, match="a chart on Other shows cells of Sheet1"):
            refused()
    with pytest.raises(UsageError, match="charts or pictures"):
        other.copy()
    other["1:1"].insert(shift="down")
