"""What people wrote around a table of the desk goes with its lines, and is never lost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.macro_desk import MacroDesk, copied, edited, looked_into
from workbooks.provenance_desk import NOW
from xldesk.errors import UsageError
from xldesk.excel.running.headless_host import HeadlessHost
from xldesk_udfs.macros.row_formula import on_row
from xldesk_udfs.macros.row_ranges import reads_to
from xldesk_udfs.macros.row_readers import reads_row

if TYPE_CHECKING:
    import xlwings as xw


CREDIT, REMARK, SUM = 12, 17, 18
"""Columns L, in which credits stand, Q and R, beside the table."""

YELLOW = (255, 255, 0)


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=L8*2", "=L12*2"),
        ("=SUM($K8:L8)/L$8", "=SUM($K12:L12)/L$8"),
        ("=L7+L88+SUM(L7:L8)", "=L7+L88+SUM(L7:L8)"),
        ('="L8"&Credits[[#This Row],[Credit]]', '="L8"&Credits[[#This Row],[Credit]]'),
        ("=Summary!L8", "=Summary!L8"),
    ],
)
def test_a_formula_reads_its_own_row_wherever_that_stands(formula: str, moved: str) -> None:
    assert on_row(formula, 8, 12) == moved
    assert on_row(formula, 8, 8) == formula


@pytest.mark.parametrize(
    ("formula", "is_reader"),
    [
        ("=Lines!D9", True),
        ("=1+'lines'!$D$9*2", True),
        ("=Lines!D8", False),  # the line in row 8 stands where it stood
        ("=Lines!Q9", False),
        ("=SUM(Lines!D7:D9)", False),
        ("=D9", False),
        ("=Other!D9", False),
        ('="Lines!D9"', False),
    ],
)
def test_a_cell_reads_a_line_by_its_address(formula: str, *, is_reader: bool) -> None:
    assert reads_row(formula, "Lines", range(2, 13), {9, 10}) is is_reader


@pytest.mark.parametrize(
    ("formula", "is_outgrown"),
    [
        ("=SUM(Lines!L7:L20)", True),
        ("=SUM('lines'!$L$7:$L$21)", True),
        ("=SUM(Lines!L7:L19)", False),
        ("=SUM(Lines!L7:L22)", False),
        ("=SUM(Lines!L20:M20)", False),
        ("=SUM(L7:L20)", False),
        ('="Lines!L7:L20"&SUM(Lines!L:L)', False),
        ("=SUM(Lines[Credit])+Lines!L20", False),
    ],
)
def test_a_range_is_outgrown_that_ends_with_the_data(formula: str, is_outgrown: bool) -> None:
    assert reads_to(formula, "Own", "Lines", 20, 22) is is_outgrown


def test_a_range_over_the_data_takes_in_what_a_table_grows_by(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.audit, tmp_path)
    with edited(file) as book:
        lines = book.sheets["Credits"]
        before, last = _with_remarks(lines), _end(lines)
        lines.range((last, REMARK)).value = said = "remark on the last line"
        lines.range((last, CREDIT)).add_note("last")
        lines.range((last, REMARK)).color = YELLOW
        (key,) = [key for key, row in _rows(lines).items() if row == last]
        book.sheets.add("Own").range("A1").formula = f"=SUM(Credits!L7:L{last})"
    learning.run("refresh", file)
    with looked_into(file) as book:
        lines = book.sheets["Credits"]
        end = _end(lines)
        assert end > last
        assert book.sheets["Own"].range("A1").formula == f"=SUM(Credits!L7:L{end})"
        assert lines.range((_rows(lines)[key], REMARK)).value == said
        (note,) = [note for note in lines.notes if note.text == "last"]
        assert note.location.row == _rows(lines)[key]
        assert _remarks(lines).items() >= {k: v for k, v in before.items() if k != key}.items()
        assert lines.range((last, REMARK)).color == YELLOW


def test_a_range_that_cannot_grow_is_named(
    learning: MacroDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = copied(learning.audit, tmp_path)
    with edited(file) as book:
        formula = f"=SUM(Credits!L7:L{_end(book.sheets['Credits'])})"
        book.sheets.add("Own").range("B2").formula = formula
    monkeypatch.setattr(HeadlessHost, "insert_rows", _none_of_credits)
    done = learning.run("refresh", file)
    assert "Own!B2 may leave new rows of a table out" in done.message
    with looked_into(file) as book:
        assert book.sheets["Own"].range("B2").formula == formula


def _none_of_credits(_: HeadlessHost, rows: xw.Range) -> None:
    if rows.sheet.name == "Credits":
        raise UsageError(f"{rows.address}: a chart is in the way")
    rows.insert("down")


def test_totals_remarks_and_formulas_go_with_lines_when_a_table_grows(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.audit, tmp_path)
    with edited(file) as book:
        lines = book.sheets["Credits"]
        before = _with_remarks(lines)
        _with_totals(lines)
        lines.range((_end(lines) + 2, 3)).add_note("below")
        book.sheets.add("Own").range("A1").formula = [["=Credits!B8", "=SUM(Credits!L7:L8)"]]
    done = learning.run("refresh", file)
    assert "Own!A1 may mean another line, since lines moved: look lines up by" in done.message
    with looked_into(file) as book:
        lines = book.sheets["Credits"]
        table = lines.tables["Credits"]
        assert len(table.data_body_range.rows) > len(before)
        assert table.totals_row_range.row == _end(lines)
        assert table.totals_row_range[0].value == "Total"
        assert lines.range((_end(lines), CREDIT)).formula == "=SUBTOTAL(109,Credits[Credit])"
        after = _remarks(lines)
        assert {key: said for key, said in after.items() if said[0]} == before
        assert all(after[key][1] == f"remark on {key}" for key in before)
        notes = {note.text: note.location for note in lines.notes}
        assert notes["below"].row == _end(lines) + 2
        assert lines.range((notes["look"].row, REMARK)).value == f"remark on {min(before)}"
    once = file.read_bytes()
    again = learning.run("refresh", file)
    assert (again.changes, file.read_bytes()) == (0, once)


def test_remarks_of_lines_that_are_gone_are_kept_and_other_tables_stay_whole(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.now("packs/attribution_audit.xlsx"), tmp_path)
    with edited(file) as book:
        lines = book.sheets["Credits"]
        before = _with_remarks(lines)
        _with_totals(lines)
        own = [["Mine", "Twice"], *([number, 2 * number] for number in range(20))]
        lines.range("T6").value = own
        lines.tables.add(lines.range("T6").resize(len(own), 2), name="Mine")
    done = learning.run("refresh", file, at=NOW)
    with looked_into(file) as book:
        lines = book.sheets["Credits"]
        assert lines.tables["Mine"].range.value == own
        assert lines.tables["Credits"].totals_row_range.row == _end(lines)
        assert lines.range((_end(lines), CREDIT)).formula == "=SUBTOTAL(109,Credits[Credit])"
        after = _remarks(lines)
        gone = before.keys() - after.keys()
        assert all(after[key][1] == f"remark on {key}" for key in after)
        kept = book.sheets["Earlier entries"].tables["EarlierEntries"].data_body_range.value
        assert {row[4] for row in kept if row[3] == "Remark"} == {
            f"remark on {key}" for key in gone
        }
        assert gone
        assert {row[2] for row in kept} == {key.replace("/", ", ") for key in gone}
        used = lines.range((_end(lines) + 1, REMARK), (_end(lines) + 20, SUM)).value
        assert {value for row in used for value in row} == {None}
    assert f"{len(kept)} entries of rows that the desk has no more" in done.message


def _end(lines: xw.Sheet) -> int:
    """Return the last row of the credits, their totals row included."""
    return int(lines.tables["Credits"].range.last_cell.row)


def _with_totals(lines: xw.Sheet) -> None:
    lines.tables["Credits"].show_totals = True
    lines.range((_end(lines), CREDIT)).formula = "=SUBTOTAL(109,Credits[Credit])"


def _with_remarks(lines: xw.Sheet) -> Mapping[str, tuple[str, str]]:
    """Write a remark and a formula beside each line, and a note beside the first by its key."""
    lines.range((6, REMARK)).value = "Remark"
    rows = {key: row for key, row in _rows(lines).items() if row % 2 == 0 or key.startswith("V")}
    for key, row in rows.items():
        lines.range((row, REMARK)).value = f"remark on {key}"
        lines.range((row, SUM)).formula = f"=L{row}*2"
    lines.range((rows[min(rows)], REMARK)).add_note("look")
    return {key: ("=its credit*2", f"remark on {key}") for key in rows}


def _rows(lines: xw.Sheet) -> dict[str, int]:
    body = lines.tables["Credits"].data_body_range.value
    keys = [
        "/".join(str(part) for part in (row[0], row[1], row[3], row[7]) if part) for row in body
    ]
    return {key: row for row, key in enumerate(keys, 7)}


def _remarks(lines: xw.Sheet) -> dict[str, tuple[str, str]]:
    """Return formula and remark beside each line that has any."""

    def read(row: int, column: int) -> str:
        return str(lines.range((row, column)).formula)

    return {
        key: (read(row, SUM).replace(f"L{row}", "its credit"), read(row, REMARK))
        for key, row in _rows(lines).items()
        if read(row, REMARK)
    }
