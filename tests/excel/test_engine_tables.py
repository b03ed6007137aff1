"""Excel tables and defined names."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from xldesk.errors import UsageError


@pytest.fixture
def table(sheet: Any) -> Any:
    sheet["B2"].value = [["id", "amount"], ["a", 1], ["b", 2]]
    return sheet.tables.add(sheet["B2:C4"], name="Deals")


def test_a_table_knows_its_parts(sheet: Any, table: Any) -> None:
    assert (table.name, table.display_name) == ("Deals", "Deals")
    assert table.range.address == "$B$2:$C$4"
    assert table.header_row_range.address == "$B$2:$C$2"
    assert table.data_body_range.address == "$B$3:$C$4"
    assert table.totals_row_range is None
    assert table.table_style == "TableStyleMedium2"
    assert table.show_headers
    assert table.show_autofilter
    assert sheet.tables["deals"] == table == sheet["C4"].table
    assert sheet["D4"].table is None
    assert [column.name for column in table.columns] == ["id", "amount"]
    assert table.columns["amount"].data_body_range.address == "$C$3:$C$4"
    assert table.parent == sheet
    assert "Deals" in sheet.tables


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("Deals", "$B$3:$C$4"),
        ("Deals[#All]", "$B$2:$C$4"),
        ("Deals[#Headers]", "$B$2:$C$2"),
        ("Deals[amount]", "$C$3:$C$4"),
    ],
)
def test_a_range_is_found_by_table(sheet: Any, table: Any, asked: str, address: str) -> None:
    assert sheet.range(asked).address == address


def test_header_cells_become_texts_that_differ(sheet: Any) -> None:
    sheet["A1"].value = [[2026, "x", None, "x"], [1, 2, 3, 4]]
    sheet.tables.add(sheet["A1:D2"])
    assert sheet["A1:D1"].value == ["2026", "x", "Column3", "x2"]
    assert [column.name for column in sheet.tables[0].columns] == ["2026", "x", "Column3", "x2"]
    sheet["B1"].value = "renamed"
    assert sheet.tables[0].columns[1].name == "renamed"


def test_a_table_is_resized_updated_and_renamed(sheet: Any, table: Any) -> None:
    table.resize(sheet["B2:D6"])
    assert table.range.address == "$B$2:$D$6"
    assert [column.name for column in table.columns] == ["id", "amount", "Column3"]
    table.update(pd.DataFrame({"id": ["x"], "amount": [9], "more": [True]}), index=False)
    assert table.range.address == "$B$2:$D$3"
    assert sheet["B2:D4"].value == [["id", "amount", "more"], ["x", 9, True], [None] * 3]
    table.name = "Won"
    assert sheet.tables["Won"] == table
    assert "Deals" not in sheet.tables


def test_rows_and_columns_are_added(sheet: Any, table: Any) -> None:
    table.rows.add(["c", 3])
    table.rows.add(["z", 0], index=1)
    assert table.data_body_range.value == [["z", 0], ["a", 1], ["b", 2], ["c", 3]]
    table.rows[0].delete()
    assert len(table.rows) == 3
    assert table.range.address == "$B$2:$C$5"
    table.columns.add("note")
    assert sheet["D2"].value == "note"
    assert table.range.address == "$B$2:$D$5"


def test_a_totals_row_comes_and_goes(sheet: Any, table: Any) -> None:
    table.show_totals = True
    assert table.totals_row_range.address == "$B$5:$C$5"
    assert sheet["B5"].value == "Total"
    assert table.data_body_range.address == "$B$3:$C$4"
    table.show_totals = False
    assert table.totals_row_range is None
    assert sheet["B5"].value is None


@pytest.mark.headless
def test_totals_move_with_the_end_of_the_table(sheet: Any, table: Any) -> None:
    table.show_totals = True
    sheet["C5"].formula = "=SUBTOTAL(109,Deals[amount])"
    sheet["C5"].color = "#00FF00"
    sheet["C5"].add_note("of people's own")
    sheet["E1"].formula = "=C5*2+C4"
    for last in (9, 5):
        table.resize(sheet["B2"].resize(last - 1, 2))
        assert table.totals_row_range.address == f"$B${last}:$C${last}"
        assert sheet[f"B{last}:C{last}"].formula == (("Total", "=SUBTOTAL(109,Deals[amount])"),)
        assert sheet[f"C{last}"].color == (0, 255, 0)
        assert [note.location.row for note in sheet.notes] == [last]
        assert sheet["E1"].formula == f"=C{last}*2+C4"
        rest = sheet["B3:C9"].value
        assert [row for row in rest if row[0]] == [["a", 1], ["b", 2], ["Total", None]]


@pytest.mark.headless
@pytest.mark.parametrize("whole", ["B2:C4", "B2:C8", "B2:D5"])
def test_totals_take_no_cell_that_holds_something(sheet: Any, table: Any, whole: str) -> None:
    table.show_totals = True
    sheet["C8"].value, sheet["D5"].value = "mine", "mine"
    before = sheet["A1:E9"].value
    with pytest.raises(UsageError, match="becomes the totals row of table Deals and is not empty"):
        table.resize(sheet[whole])
    assert (sheet["A1:E9"].value, table.range.address) == (before, "$B$2:$C$5")


@pytest.mark.parametrize(
    "member",
    [
        "show_autofilter",
        "show_table_style_first_column",
        "show_table_style_last_column",
        "show_table_style_row_stripes",
        "show_table_style_column_stripes",
    ],
)
def test_looks_of_a_table_are_turned_on_and_off(table: Any, member: str) -> None:
    for value in (True, False, True):
        setattr(table, member, value)
        assert getattr(table, member) is value


@pytest.mark.headless
def test_wrong_tables_are_refused(sheet: Any, table: Any) -> None:
    sheet["C9"].value = "in the way"
    cases = {
        "overlaps table Deals": lambda: sheet.tables.add(sheet["C4:D6"]),
        "has a table deals already": lambda: sheet.tables.add(sheet["F1:F2"], name="deals"),
        "is no name": lambda: sheet.tables.add(sheet["F1:F2"], name="two words"),
        "keeps its header row": lambda: table.resize(sheet["B3:C5"]),
        "does not meet": lambda: table.resize(sheet["F2:G5"]),
        "leaves table Deals no row": lambda: (
            setattr(table, "show_totals", True),
            table.resize(sheet["B2:C2"]),
        ),
    }
    for message, refused in cases.items():
        with pytest.raises(UsageError, match=message):
            refused()


def test_names_of_the_book_and_of_a_sheet(book: Any) -> None:
    sheet = book.sheets[0]
    sheet["A1"].name = "rate"
    book.names.add("limit", "=5")
    sheet.names.add("rate", "=Sheet1!$B$1")
    assert sorted(name.name for name in book.names) == ["Sheet1!rate", "limit", "rate"]
    assert [name.name for name in sheet.names] == ["Sheet1!rate"]
    assert book.names["rate"].refers_to_range.address == "$A$1"
    assert book.names["Sheet1!rate"].refers_to == "=Sheet1!$B$1"
    assert sheet["rate"].address == "$B$1"
    assert "limit" in book.names
    assert "nothing" not in book.names
    book.names["limit"].refers_to = "=6"
    assert book.names["limit"].refers_to == "=6"
    book.names["limit"].name = "most"
    assert "limit" not in book.names
    del book.names["most"]
    assert "most" not in book.names
    assert sheet["A1"].name.name == "rate"
    assert sheet["C1"].name is None


@pytest.mark.headless
def test_wrong_names_are_refused(book: Any) -> None:
    for name in ("A1", "two words", "1st", "R1C1", "c", ""):
        with pytest.raises(UsageError, match="is no name"):
            book.names.add(name, "=1")
    book.names.add("constant", "=1")
    with pytest.raises(UsageError, match="refers to no range"):
        _ = book.names["constant"].refers_to_range
