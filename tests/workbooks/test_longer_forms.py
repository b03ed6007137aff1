"""Lines that people insert into a form are the form's; what was issued around them is compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.macro_desk import copied, edited
from workbooks.any_content import plain_content
from workbooks.forgery import part_of
from workbooks.repackage import repackaged
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.check.cell import FoundRow, ReadCell
from xldesk.workbooks.check.document import Area, FoundTable
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.mdf_tracker_partner import SPEC
from xldesk.workbooks.provenance.compare_workbooks import workbook_differences
from xldesk.workbooks.provenance.longer_forms import MOST_LINES, longer_forms
from xldesk.workbooks.read import read_workbook
from xldesk.workbooks.stamp import Stamper
from xldesk.workbooks.template import build_template

SHEET, REQUESTS, CLAIMS = "New requests", "table NewRequests", "table NewClaims"


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a partner's tracker: requests in rows 10 to 17, claims in 23 to 30."""
    path = tmp_path_factory.mktemp("issued") / "tracker.xlsx"
    made = plain_content(SPEC, tables={"NewRequests": [], "NewClaims": []})
    Stamper(SPEC, build_template(SPEC)).write(made, path)
    return path


def inserted(tracker: Path, folder: Path, at: str) -> Path:
    """Return a copy in which whole rows were inserted ``at``, with F-1 in each line."""
    file = copied(tracker, folder)
    with edited(file) as book:
        sheet = book.sheets[SHEET]
        sheet.range(at).insert("down")
        lines = sheet.tables["NewRequests"].data_body_range
        lines[:, 0].value = [["F-1"]] * len(lines.rows)
    return file


@pytest.fixture(scope="module")
def longer(tracker: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tracker with two lines inserted into its first form: 10 to 19."""
    return inserted(tracker, tmp_path_factory.mktemp("longer"), "12:13")


def told(issued: Path, file: Path) -> list[tuple[str, str | None]]:
    """Return code and cell of each difference."""
    return [(one.code, one.cell) for one in workbook_differences(issued, file, Limits())]


SAID = ("FORM-LONGER", "B10")


def test_inserted_lines_are_told_once_and_read(tracker: Path, longer: Path) -> None:
    (only,) = workbook_differences(tracker, longer, Limits())
    assert (only.code, only.sheet, only.cell) == ("FORM-LONGER", SHEET, "B10")
    assert only.message.startswith("2 lines were inserted into table NewRequests, which has 10 now")
    rows = read_workbook(longer).tables["NewRequests"].rows
    assert [row.values["fund"] for row in rows] == ["F-1"] * 10
    assert check_workbook(longer).filled == {"request": 10}


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("24:24", [("FORM-LONGER", "B23")]),
        ("18:18", ("TABLE-ROWS", "B18")),
        ("21:21", ("CELL-ALTERED", "B19")),
        ("8:8", ("CELL-ALTERED", "B9")),
    ],
    ids=["into the last form", "right below a form", "over a header", "over all tables"],
)
def test_where_a_row_was_inserted_decides(
    tracker: Path,
    tmp_path: Path,
    at: str,
    said: list[tuple[str, str]] | tuple[str, str],
) -> None:
    found = told(tracker, inserted(tracker, tmp_path, at))
    assert found == said if isinstance(said, list) else said in found
    assert isinstance(said, list) or not {code for code, _ in found} <= {"FORM-LONGER"}


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        text, count = re.subn(old, new, part.decode(), count=1)
        assert count == 1
        return text.encode()

    return change


ALTERED = {
    "a heading that moved": (
        ("New claims</t>", "Old claims</t>"),
        [SAID, ("CELL-ALTERED", "B21")],
    ),
    "a header that moved": (
        ("Invoice amount</t>", "Amount</t>"),
        [SAID, ("CELL-ALTERED", "E24")],
    ),
    "a text beside an inserted line": (
        (r'(<c r="K13"[^>]*/>)', r'\1<c r="M13" t="inlineStr"><is><t>paid</t></is></c>'),
        [SAID, ("CELL-ALTERED", "M13")],
    ),
    "an inserted line that is hidden": (
        ('<row r="13"', '<row r="13" hidden="1"'),
        [SAID, ("LOOK-ALTERED", "B13")],
    ),
    "validations that leave lines out": (
        ('"B10:B19"', '"B10:B11 B14:B19"'),
        [SAID, ("LOOK-CHANGED", "B12")],
    ),
    "a validation that reaches a heading": (
        ('"B10:B19"', '"B10:B21"'),
        [SAID, ("LOOK-ALTERED", "B10")],
    ),
    "a validation that is gone": (
        ('sqref="B10:B19"', 'sqref="B10:B10"'),
        [SAID, ("LOOK-CHANGED", "B11")],
    ),
    "cells merged over what moved": (
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="B21:C21"/></mergeCells>'),
        [SAID, ("LOOK-ALTERED", "B21")],
    ),
}


@pytest.mark.parametrize(("change", "said"), ALTERED.values(), ids=ALTERED.keys())
def test_what_is_altered_around_inserted_lines_is_told_where_it_stands(
    tracker: Path, longer: Path, change: tuple[str, str], said: list[tuple[str, str]]
) -> None:
    file = repackaged(longer, {part_of(longer, SHEET): replaced(*change)})
    assert told(tracker, file) == said


def test_lines_without_validations_are_named_with_a_remedy(tracker: Path, longer: Path) -> None:
    bare = replaced('"B10:B19"', '"B10:B11 B14:B19"')
    file = repackaged(longer, {part_of(longer, SHEET): bare})
    *_, found = workbook_differences(tracker, file, Limits())
    assert found.message.startswith("lines 12 to 13 lack what says and limits")
    assert found.remedy.startswith("copy a line of the form")


def test_a_form_that_only_says_that_it_is_longer_covers_nothing(tracker: Path) -> None:
    requests = {part_of(tracker, REQUESTS): replaced("B9:K17", "B9:K19")}
    claims = {part_of(tracker, CLAIMS): replaced("B22:G30", "B24:G32")}
    found = told(tracker, repackaged(tracker, requests | claims))
    assert {("CELL-ALTERED", "B21"), ("CELL-ALTERED", "B22"), ("CELL-ALTERED", "B24")} < set(found)
    (drawn,) = workbook_differences(tracker, repackaged(tracker, requests), Limits())
    assert drawn.message == "table 'newrequests' takes 'B9:K19', not 'B9:K17'"
    assert (drawn.code, drawn.remedy[:27]) == ("LOOK-ALTERED", "let it end in row 17 again ")


FORM = FoundTable("Form", Area(3, 2, 5, 3), ("A", "B"))
FIXED = FoundTable("Fixed", Area(8, 2, 10, 3), ("A", "B"))
LAST = FoundTable("Last", Area(13, 2, 14, 3), ("A", "B"))
ISSUED = (FORM, FIXED, LAST)
INPUTS = frozenset((row, column) for row in (4, 5, 14) for column in (2, 3))
TABLES = {
    "as issued": ((3, 5, 8, 10, 13, 14), []),
    "the first longer": ((3, 7, 10, 12, 15, 16), [("Form", 2, 0)]),
    "both longer": ((3, 6, 9, 11, 14, 17), [("Form", 1, 0), ("Last", 2, 0)]),
    "rows below a form": ((3, 5, 9, 11, 14, 15), [("Form", 0, 1)]),
    "longer, and rows below": ((3, 6, 11, 13, 16, 17), [("Form", 1, 2)]),
    "a table of the desk longer": ((3, 5, 8, 11, 14, 15), []),
    "rows below a table of the desk": ((3, 5, 8, 10, 14, 15), []),
    "drawn over what is below": ((3, 6, 8, 10, 13, 14), []),
    "shorter": ((3, 4, 7, 9, 12, 13), []),
    "rows over all": ((4, 6, 9, 11, 14, 15), []),
    "more than are held": ((3, 5, 8, 10, 13, 15 + MOST_LINES), []),
}


def standing(rows: tuple[int, ...]) -> list[FoundTable]:
    """Return the issued tables from and to these rows."""
    edges = zip(ISSUED, rows[::2], rows[1::2], strict=True)
    return [FoundTable(t.name, Area(top, 2, end, 3), t.columns) for t, top, end in edges]


@pytest.mark.parametrize(("rows", "longer"), TABLES.values(), ids=TABLES.keys())
def test_only_forms_get_longer(rows: tuple[int, ...], longer: list[tuple[str, int, int]]) -> None:
    forms = longer_forms(ISSUED, standing(rows), INPUTS).forms
    assert [(form.table.name, form.more, form.under) for form in forms] == longer


@given(more=st.integers(0, 4), under=st.integers(0, 3), last=st.integers(0, 4))
def test_every_issued_row_stands_once_and_further_ones_are_blank(
    more: int, under: int, last: int
) -> None:
    down = more + under
    found = standing((3, 5 + more, 8 + down, 10 + down, 13 + down, 14 + down + last))
    forms = longer_forms(ISSUED, found, INPUTS)
    cells = {at: ReadCell(at, "s", "said", None) for at in (1, 2, 3)}
    issued = [FoundRow(number, cells, is_hidden=False) for number in range(1, 20)]
    rows = list(forms.rows(row for row in issued))
    assert [table.area for table in forms.tables] == [table.area for table in found]
    assert all(one.number < other.number for one, other in pairwise(rows))
    said = [row for row in rows if row.cells == cells]
    blank = [row for row in rows if row.cells != cells]
    assert len(said) == len(issued)
    assert all(not cell.says_something for row in blank for cell in row.cells.values())
    lines = [found[0].area, found[2].area]
    assert [row.number for row in blank] == [
        number
        for area, by in zip(lines, (more, last), strict=True)
        for number in range(area.last_row - by + 1, area.last_row + 1)
    ]
