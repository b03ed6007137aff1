"""People make a form longer: what stands below it moved, and nothing of it is altered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.macro_desk import MacroDesk, copied, edited
from xldesk.answers.picture import BookPicture, picture_of
from xldesk.errors import UsageError
from xldesk_udfs.macros.altered_cells import altered_cells
from xldesk_udfs.macros.tables_on_sheet import TablesOnSheet

if TYPE_CHECKING:
    import xlwings as xw


TRACKER = "trackers/mdf_tracker_P-1.xlsx"
FORMS, MOVEMENTS = "New requests", "Movements"


@pytest.fixture(scope="module")
def picture(learning: MacroDesk) -> BookPicture:
    """Return the picture of a partner's tracker."""
    return picture_of(learning.now(TRACKER))


def longer(book: xw.Book, rows: int = 3) -> xw.Sheet:
    """Insert whole rows into the first form; the one below it moves."""
    sheet = book.sheets[FORMS]
    sheet.range(f"11:{10 + rows}").insert("down")
    form = sheet.tables["NewRequests"]
    assert form.range.address == f"$B$9:$K${17 + rows}"
    sheet.range(f"B10:B{17 + rows}").value = [["F-3"]] * (8 + rows)
    return sheet


def with_a_heading_renamed(book: xw.Book) -> None:
    sheet = longer(book)
    assert sheet.range("B22").value == "New claims"
    sheet.range("B22").value = "Old claims"


def shorter(book: xw.Book) -> None:
    book.sheets[FORMS].range("11:12").delete("up")


def without_the_last_movement(book: xw.Book) -> None:
    sheet = book.sheets[MOVEMENTS]
    last = sheet.tables["Movements"].range.last_cell.row
    sheet.range(f"{last}:{last}").delete("up")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (longer, []),
        (shorter, []),
        (with_a_heading_renamed, [(f"{FORMS}!B22", "Old claims", "New claims")]),
    ],
)
def test_what_moved_is_compared_where_it_stands(
    learning: MacroDesk,
    picture: BookPicture,
    tmp_path: Path,
    change: Callable[[xw.Book], object],
    told: list[tuple[str, str, str]],
) -> None:
    with edited(copied(learning.now(TRACKER), tmp_path)) as book:
        change(book)
        found = altered_cells(book, replace(picture, sheets=(FORMS,)))
    assert [(cell.place, cell.found, cell.issued) for cell in found] == told


def test_a_row_that_a_table_has_no_more_is_told(
    learning: MacroDesk, picture: BookPicture, tmp_path: Path
) -> None:
    with edited(copied(learning.now(TRACKER), tmp_path)) as book:
        without_the_last_movement(book)
        found = altered_cells(book, replace(picture, sheets=(MOVEMENTS,)))
    last = picture.sheet(MOVEMENTS).tables[0].last_row
    assert {re.sub("[^0-9]", "", cell.place) for cell in found} == {str(last)}
    assert {cell.found for cell in found} == {"nothing"}


def test_a_longer_form_is_refreshed_and_nothing_is_put_back(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.now(TRACKER), tmp_path)
    with edited(file) as book:
        longer(book)
    assert "put back" not in learning.run("refresh", file).message


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            1,
            "1 row more than the desk issued; let it end in row 17 again .*, or insert 1 whole row",
        ),
        (2, r"2 rows more than the desk issued; let it end in row 17 again \([^)]*\)$"),
    ],
)
def test_a_form_that_took_rows_of_the_sheet_is_named_with_a_remedy_that_works(
    learning: MacroDesk, picture: BookPicture, tmp_path: Path, rows: int, said: str
) -> None:
    forms = picture.sheet(FORMS)
    with edited(copied(learning.now(TRACKER), tmp_path)) as book:
        sheet = book.sheets[FORMS]
        table = sheet.tables["NewRequests"]
        table.resize(sheet.range(f"B9:K{17 + rows}"))
        with pytest.raises(UsageError, match=f"^{FORMS}: table NewRequests takes {said}"):
            TablesOnSheet(sheet, forms)
        if rows == 1:
            sheet.range("19:19").insert("down")
            assert TablesOnSheet(sheet, forms).row_of(19) == 20
        else:
            table.resize(sheet.range("B9:K17"))
            assert TablesOnSheet(sheet, forms).row_of(19) == 19
