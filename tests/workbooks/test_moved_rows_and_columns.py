"""Rows and columns that were put in, taken out or sorted are told once, cells where they stand."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbooks.example_workbook import content, write
from workbooks.repackage import repackaged
from xldesk.workbooks.check.cell import FoundRow, ReadCell
from xldesk.workbooks.check.document import Area, FoundTable
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.provenance.aligned_sheet import MOST_CELLS, aligned, rows_held
from xldesk.workbooks.provenance.compare_workbooks import workbook_differences

Grid = list[list[str]]

TABLE = FoundTable("T", Area(3, 2, 7, 4), ("Id", "Name", "Sum"))
ISSUED: Grid = [
    ["A title"],
    [],
    ["Id", "Name", "Sum"],
    ["a", "one", "1"],
    ["b", "two", "2"],
    ["c", "two", "2"],
    ["d", "four", "4"],
    [],
    ["A note"],
]
"""What stands from column B on."""


def rows(grid: Grid) -> list[FoundRow]:
    return [
        FoundRow(
            number,
            {at: ReadCell(at, "s", text, None) for at, text in enumerate(texts, start=2) if text},
            is_hidden=False,
        )
        for number, texts in enumerate(grid, start=1)
    ]


def found(*lines: str) -> Grid:
    """Return rows of three cells, written as one word each; a dot is an empty cell."""
    return [[text.replace(".", "").replace("_", " ") for text in line.split()] for line in lines]


TOP = ("A_title", "", "Id Name Sum")
END = ("", "A_note")
MOVES = {
    "a row taken out": (
        (*TOP, "a one 1", "c two 2", "d four 4", *END),
        ["B5 row 5 ('b') of table T was deleted"],
    ),
    "two rows taken out": (
        (*TOP, "a one 1", "d four 4", *END),
        ["B5 rows 5 ('b') to 6 ('c') of table T were deleted (2 rows)"],
    ),
    "a row put in": (
        (*TOP, "a one 1", "x new 9", "b two 2", "c two 2", "d four 4", *END),
        ["B5 row 5 ('x') of table T was put in"],
    ),
    "an empty row put in": (
        (*TOP, "a one 1", ". . .", "b two 2", "c two 2", "d four 4", *END),
        ["B5 row 5 of table T was put in"],
    ),
    "a row put behind the last": (
        (*TOP, "a one 1", "b two 2", "c two 2", "d four 4", "e five 5", *END),
        ["B8 row 8 ('e') of table T was put in"],
    ),
    "a row emptied": (
        (*TOP, "a one 1", ". . .", "c two 2", "d four 4", *END),
        ["B5 row 5 ('b') of table T was emptied"],
    ),
    "rows sorted": (
        (*TOP, "d four 4", "a one 1", "b two 2", "c two 2", *END),
        ["B4 the rows of table T stand in another order, from here on"],
    ),
    "a column put in": (
        (
            *("A_title", "", "Id . Name Sum"),
            *("a . one 1", "b . two 2", "c . two 2", "d . four 4"),
            *END,
        ),
        ["C3 column C was put into table T, before 'Name'"],
    ),
    "a column with a header put in": (
        (
            *("A_title", "", "Mine Id Name Sum"),
            *("m a one 1", "m b two 2", "m c two 2", "m d four 4"),
            *END,
        ),
        ["B3 column B ('Mine') was put into table T, before 'Id'"],
    ),
    "a column taken out": (
        ("A_title", "", "Id Sum", "a 1", "b 2", "c 2", "d 4", *END),
        ["None column 'Name' was removed from table T"],
    ),
    "a column moved": (
        ("A_title", "", "Id Sum Name", "a 1 one", "b 2 two", "c 2 two", "d 4 four", *END),
        ["C3 column 'Sum' of table T stands in another place"],
    ),
    "nothing": ((*TOP, "a one 1", "b two 2", "c two 2", "d four 4", *END), None),
    "a key typed over": ((*TOP, "a one 1", "x two 2", "c two 2", "d four 4", *END), None),
    "another table": ((*TOP, "q one 1", "r two 3", "s three 2", "t for 5", *END), None),
    "no table": (("A_title", "", "these are", "a one 1"), None),
}


@pytest.mark.parametrize(("lines", "said"), MOVES.values(), ids=MOVES.keys())
def test_what_was_moved_is_told_once(lines: tuple[str, ...], said: list[str] | None) -> None:
    alignment = aligned("S", [TABLE], rows(ISSUED), rows(found(*lines)))
    moves = None if alignment is None else alignment.moves
    told = moves and [f"{move.cell} {move.message}" for move in moves]
    assert (told and sorted(told)) == (said and sorted(said))
    assert not moves or all(move.remedy for move in moves)


def test_a_row_put_above_the_table_moves_what_is_under_it() -> None:
    grid = found("A_title", "", "mine", *TOP[2:], "a one 1", "c two 2", "d four 4", *END)
    alignment = aligned("S", [TABLE], rows(ISSUED), rows(grid))
    assert alignment is not None
    (move,) = alignment.moves
    assert move.message == "row 5 ('b') of table T was deleted"
    beside = [(one and one.number, other and other.number) for one, other, _ in alignment.pairs]
    assert sorted(beside, key=str) == sorted(
        [(1, 1), (None, 3), (3, 4), (4, 5), (6, 6), (7, 7), (9, 9)], key=str
    )


def test_a_sheet_with_too_many_cells_is_not_held() -> None:
    row = rows([["x"] * 100])[0]
    assert rows_held([row] * (MOST_CELLS // 100)) is not None
    assert rows_held([row] * (MOST_CELLS // 100 + 1)) is None


def _between_neighbours(keys: list[int], left: list[int]) -> list[int]:
    """Return where in ``left`` nothing is gone: a row there would be one that was typed over."""
    above = [-1, *(keys.index(key) for key in left)]
    return [at for at, key in enumerate(left) if keys.index(key) == above[at] + 1]


KEYS = st.lists(st.integers(0, 99), min_size=6, max_size=12, unique=True)


@given(keys=KEYS, data=st.data())
def test_every_row_that_is_left_stands_beside_its_own(keys: list[int], data: st.DataObject) -> None:
    table = FoundTable("T", Area(1, 2, len(keys) + 1, 4), ("Id", "Name", "Sum"))
    lines = [["Id", "Name", "Sum"], *([f"k{key}", f"n{key % 3}", "1"] for key in keys)]
    gone = data.draw(st.sets(st.sampled_from(keys), max_size=len(keys) // 2 - 1))
    left = [key for key in keys if key not in gone]
    new = data.draw(st.sampled_from([*_between_neighbours(keys, left), len(left)]))
    column = data.draw(st.integers(0, 3))
    now = [["Id", "Name", "Sum"], *([f"k{key}", f"n{key % 3}", "1"] for key in left)]
    if new < len(left):
        now.insert(new + 1, ["new", "n7", "1"])
    grid = [[*line[:column], "", *line[column:]] if column < 3 else line for line in now]
    alignment = aligned("S", [table], rows(lines), rows(grid))
    is_moved = bool(gone) or new < len(left) or column < 3
    assert (alignment is not None) == is_moved
    if alignment is None:
        return
    for one, other, columns in alignment.pairs:
        assert one is not None
        assert other is not None
        for at, cell in one.cells.items():
            moved = columns.of(at)
            assert moved is not None
            assert other.cells[moved].value == cell.value
    told = " ".join(move.message for move in alignment.moves)
    assert ("deleted" in told) == bool(gone)
    assert ("'new'" in told) == (new < len(left))
    assert ("put into table" in told) == (column < 3)


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    write(tmp_path / "issued.xlsx", content(20))
    return tmp_path / "issued.xlsx"


def saved(issued: Path, change: str) -> list[str]:
    """Return what differs once rows 9 and 12 are gone or columns put in, and F14 is typed over."""
    book = openpyxl.load_workbook(issued)
    sheet = book["Credits"]
    column = next(cell.column for cell in sheet[5] if cell.value == "Credit")
    sheet.cell(14, column).value = 77.25
    if change == "rows":
        sheet.delete_rows(12)
        sheet.delete_rows(9)
    else:
        sheet.insert_cols(3)
    book.save(issued.with_name("found.xlsx"))
    differences = workbook_differences(issued, issued.with_name("found.xlsx"), Limits())
    return [f"{one.sheet}!{one.cell} {one.message}" for one in differences if not one.follows]


@pytest.mark.parametrize("change", ["rows", "column"])
def test_a_number_typed_elsewhere_is_still_named(issued: Path, change: str) -> None:
    told = saved(issued, change)
    typed = [line for line in told if "here stands 77.25" in line]
    assert len(typed) == 1
    assert re.match(r"Credits![A-Z]+1[24] ", typed[0])
    assert len(told) == (3 if change == "rows" else 2), told


def test_what_stands_on_ranges_of_a_moved_sheet_follows(issued: Path) -> None:
    def down(part: bytes) -> bytes:
        """Move rules and rows of the sheet by one from row 7 on, as a program does."""
        text = re.sub(
            r'(sqref="[A-Z]+)(\d+)(:[A-Z]+)(\d+)"',
            lambda m: f'{m[1]}{int(m[2]) + 1}{m[3]}{int(m[4]) + 1}"',
            part.decode(),
        )
        text = re.sub(
            r'<row r="(\d+)"|<c r="([A-Z]+)(\d+)"',
            lambda m: f'<row r="{_lower(m[1])}"' if m[1] else f'<c r="{m[2]}{_lower(m[3])}"',
            text,
        )
        return text.encode()

    found = repackaged(issued, {"xl/worksheets/sheet3.xml": down})
    differences = list(workbook_differences(issued, found, Limits()))
    assert [(one.code, one.about) for one in differences if not one.follows] == [
        ("TABLE-ROWS", "moved")
    ]
    assert any(one.about == "frame" for one in differences)


def _lower(row: str) -> int:
    return int(row) + (int(row) > 6)
