"""``refresh``: a workbook shows what the desk issues now, and loses nothing that people made."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from excel.patching import parts
from support.macro_desk import LATER, MacroDesk, apart, copied, edited, looked_into
from workbooks.provenance_desk import NOW
from xldesk.errors import UsageError
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.formula import shown_formula
from xldesk_udfs.macros.table_in_book import typed

if TYPE_CHECKING:
    import xlwings as xw


FILES = (
    "packs/attribution_audit.xlsx",
    "packs/mdf_tracker.xlsx",
    "packs/runbook.xlsx",
    "trackers/mdf_tracker_P-1.xlsx",
)
MARK = "#00FF00"


@pytest.mark.parametrize("name", FILES)
def test_a_workbook_becomes_what_the_desk_issues_now(
    learning: MacroDesk, tmp_path: Path, name: str
) -> None:
    file = copied(learning.folder / name, tmp_path)
    assert apart(learning.now(name), file)
    done = learning.run("refresh", file)
    assert "everything people typed into cells to fill in is where it was" in done.message
    assert not done.recalculates_on_load
    assert apart(learning.now(name), file) == []
    assert [found for found in check_workbook(file).findings if found.severity == "block"] == []
    once = file.read_bytes()
    again = learning.run("refresh", file)
    assert (again.changes, file.read_bytes()) == (0, once)


def test_tables_shrink_as_they_grow(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.now("packs/attribution_audit.xlsx"), tmp_path)
    learning.run("refresh", file, at=NOW)
    assert apart(learning.audit, file) == []


def test_rows_stand_in_new_currencies_and_the_rest_of_the_file_is_as_issued(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.audit, tmp_path)
    learning.run("refresh", file)
    with looked_into(file) as book:
        summary = book.sheets["Summary"]
        bookings = summary.tables["Bookings"].data_body_range.value
        assert [row[0] for row in bookings] == ["EUR", "GBP", "USD"]
        assert summary.tables["SignOff"].range.row > summary.tables["FailedControls"].range.row
    charts = [part.decode() for name, part in parts(file).items() if "charts/chart" in name]
    assert len(charts) == 1
    assert "GBP" in charts[0]
    fresh, found = parts(learning.now("packs/attribution_audit.xlsx")), parts(file)
    assert fresh.keys() <= found.keys()
    for name in (name for name in fresh if name.startswith("xl/worksheets/sheet")):
        for element in (b"<pageSetup", b"<printOptions", b"<pageMargins", b"<sheetProtection"):
            assert _tag(found[name], element) == _tag(fresh[name], element), name


def test_what_people_made_stays_with_its_row(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.audit, tmp_path)
    with edited(file) as book:
        book.sheets["Controls"].range("O7").value = "Bo"
        control = book.sheets["Controls"].range("B7").value
        _with_own_column(book)
        lines = book.sheets["Credits"]
        assert lines.range("B8:E8").value[0] == "W-2"
        lines.range("O8").value = "=1+1"
        lines.range("D8").add_note("look here")
        lines.range("Q3").value = "beside"
        lines.range("Q8:R8").number_format = "yyyy-mm-dd"
        lines.range("Q8:R8").value = ["#N/A", 3_000_000]
        own = book.sheets.add("My notes", after=book.sheets[-1])
        own.range("A1").value = "keep"
        own.range("A1").color = MARK
    learning.run("refresh", file)
    with looked_into(file) as book:
        lines = book.sheets["Credits"]
        last = lines.tables["Credits"].range.last_cell.row
        own_cells = {row[0]: row[13] for row in lines.range((7, 2), (last, 15)).formula}
        assert own_cells["W-2"] == "=1+1"
        assert own_cells["V-1"] == ""
        (note,) = lines.notes
        assert lines.range((note.location.row, 2)).value == "W-2"
        assert note.location.row != 8
        beside = lines.range((note.location.row, 17), (note.location.row, 18))
        assert beside.options(err_to_str=True).value == ["#N/A", 3_000_000]
        assert lines.range("Q8:R8").formula == (("", ""),)
        assert lines.range("Q3").value == "beside"
        assert book.sheets["My notes"].range("A1").value == "keep"
        assert book.sheets["My notes"].range("A1").color == (0, 255, 0)
        body = book.sheets["Controls"].tables["Controls"].data_body_range.value
        assert [row[0] for row in body if row[13] == "Bo"] == [control]


def test_a_text_that_looks_like_a_formula_stays_text_when_its_row_moves(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.audit, tmp_path)
    with edited(file) as book:
        _with_own_column(book)
        lines = book.sheets["Credits"]
        table = lines.tables["Credits"]
        lines.range("P6").value = "Sums"
        table.resize(table.range.resize(table.range.rows.count, table.range.columns.count + 1))
        assert lines.range("B8").value == "W-2"
        lines.range("O7:P8").value = [["'=1+1", "'+1"], ["'=1+1", "=1+1"]]
    learning.run("refresh", file)
    with looked_into(file) as book:
        lines = book.sheets["Credits"]
        last = lines.tables["Credits"].range.last_cell.row
        (row,) = (row for row in range(7, last + 1) if lines.range((row, 2)).value == "W-2")
        assert row != 8
        kinds = [lines.range((row, column)).impl.api.data_type for column in (15, 16)]
        assert (lines.range((row, 15), (row, 16)).formula, kinds) == (
            (("=1+1", "=1+1"),),
            ["s", "f"],
        )
        lost = book.sheets["Earlier entries"].tables["EarlierEntries"].data_body_range.columns[4]
        assert {cell.impl.api.data_type for cell in lost} == {"s"}
        assert {"=1+1", "+1"} <= set(lost.value)


@pytest.mark.parametrize(
    "text",
    ["=A1", "+1", "-2", "@x", "'x", "#N/A", "(5)", ".5", "$5", "5%", " 5", "1/2", "true", "SEP-12",
     "Mai 5", "may 2026"],
)  # fmt: skip
def test_a_text_that_excel_makes_something_else_of_is_written_behind_an_apostrophe(
    text: str,
) -> None:
    assert typed(text) == f"'{text}"


@pytest.mark.parametrize("value", ["OPP-10006", "W-2", "Ada", "Truely", "", None, 5.0, True])
def test_anything_else_is_written_as_it_is(value: object) -> None:
    assert typed(value) is value


def test_entries_of_rows_that_are_gone_are_kept_on_a_sheet_of_their_own(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.now("packs/attribution_audit.xlsx"), tmp_path)
    with edited(file) as book:
        deals = _with_own_column(book)
    done = learning.run("refresh", file, at=NOW)
    with looked_into(file) as book:
        table = book.sheets["Credits"].tables["Credits"].range
        kept = book.sheets["Credits"].range((7, 15), (table.last_cell.row, 15)).value
        lost = book.sheets["Earlier entries"].tables["EarlierEntries"].data_body_range.value
    assert f"{len(lost)} entries" in done.message
    still_there = [text for text in kept if text is not None]
    assert sorted([*still_there, *(row[4] for row in lost)]) == sorted(deals)
    assert {"V-1", "W-3"} <= {row[2].partition(",")[0] for row in lost}


def _with_own_column(book: xw.Book) -> list[str]:
    """Give the credits of ``book`` a column of a user's own, and return what it says."""
    lines = book.sheets["Credits"]
    table = lines.tables["Credits"]
    rows, width = table.range.rows.count, table.range.columns.count
    lines.range("O6").value = "Mine"
    table.resize(table.range.resize(rows, width + 1))
    said = [f"{row[0]} of {row[3]}" for row in table.data_body_range.value]
    lines.range((7, 15), (6 + len(said), 15)).value = [[text] for text in said]
    return said


@pytest.mark.parametrize("at", [LATER, LATER + timedelta(hours=3)])
def test_cells_that_somebody_altered_are_put_back_and_listed(
    learning: MacroDesk, tmp_path: Path, at: datetime
) -> None:
    file = copied(learning.now("packs/attribution_audit.xlsx"), tmp_path)
    with edited(file) as book:
        book.sheets["Credits"].range("L7").value = 9.75
        book.sheets["Controls"].range("D7:D9").value = "fine"
        book.sheets["Controls"].range("O7").value = "Bo"
        formula = str(book.sheets["Controls"].range("H8").formula)
        was = shown_formula(formula, "Controls")  # as check shows it
        book.sheets["Controls"].range("H8").value = 0
    done = learning.run("refresh", file, at=at)
    assert "put back 5 cells that differed (Controls!D7, Controls!D8, Controls!H8" in done.message
    assert "and 2 more): what stood there is on the sheet Cells put back" in done.message
    with looked_into(file) as book:
        assert book.sheets["Controls"].range("O7").value == "Bo"
        rows = book.sheets["Cells put back"].tables["CellsPutBack"].data_body_range.value
        assert [row[:3] for row in rows if row[1] == "Credits!L7"] == [[8, "Credits!L7", "9.75"]]
        assert [row[2:] for row in rows if row[1] == "Controls!H8"] == [["0", was]]
    once = file.read_bytes()
    again = learning.run("refresh", file, at=at)
    assert "put back" not in again.message
    assert file.read_bytes() == once


def test_a_sheet_with_inserted_rows_is_refused_and_left_alone(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.audit, tmp_path)
    with edited(file) as book:
        book.sheets["Controls"].range("5:5").insert("down")
    before = file.read_bytes()
    with pytest.raises(UsageError, match="Controls: table Controls does not stand where"):
        learning.run("refresh", file)
    assert file.read_bytes() == before


def _tag(part: bytes, start: bytes) -> bytes:
    at = part.find(start)
    return part[at : part.find(b">", at)] if at >= 0 else b""
