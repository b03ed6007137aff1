"""Sheets that macros add: what people write there stays, and a sheet of theirs is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from xldesk.errors import UsageError
from xldesk.excel.engine import headless
from xldesk.excel.running.headless_host import HeadlessHost
from xldesk_udfs.macros.own_sheet import OwnSheet

if TYPE_CHECKING:
    import xlwings as xw

NAME, TABLE, COLUMNS = "Changed controls", "ChangedControls", ("Id", "Before", "Now")
ONE, TWO, THREE = ("C-01", "pass", "fail"), ("C-02", 1.0, 2.0), ("C-03", None, "=1+1")
HOST = HeadlessHost(None)


@pytest.fixture
def book() -> Iterator[xw.Book]:
    """Return a new book, with a list of two rows on its second sheet."""
    with headless():
        import xlwings as xw

        book = xw.App(add_book=False).books.add()
        OwnSheet(book, NAME, TABLE, COLUMNS).put([ONE, TWO], HOST, "What it is", "For people")
        yield book


def listed(book: xw.Book) -> list[list[Any]]:
    """Return the table, its header and columns of people's own included."""
    rows: list[list[Any]] = book.sheets[NAME].tables[TABLE].range.value
    return rows


def own(book: xw.Book) -> OwnSheet:
    """Return the sheet as the next run finds it."""
    return OwnSheet(book, NAME, TABLE, COLUMNS)


def test_rows_are_added_and_taken_away(book: xw.Book) -> None:
    own(book).add([THREE], HOST, "What it is", most=10)
    assert listed(book) == [list(COLUMNS), *map(list, (ONE, TWO, THREE))]
    own(book).put([TWO], HOST, "What it was")
    assert listed(book) == [list(COLUMNS), list(TWO)]
    assert book.sheets[NAME].range("B8:D9").value == [[None] * 3] * 2
    assert book.sheets[NAME].range("B3").value == "What it was"


def test_what_stands_below_moves(book: xw.Book) -> None:
    sheet = book.sheets[NAME]
    sheet.range("B9").value, sheet.range("C11").value = "my note", "another"
    own(book).add([THREE], HOST, most=10)
    assert [sheet.range(place).value for place in ("B9", "B10", "C12")] == [
        "C-03",
        "my note",
        "another",
    ]
    own(book).put([ONE], HOST)
    assert [sheet.range(place).value for place in ("B8", "C10")] == ["my note", "another"]


def test_columns_notes_and_cells_beside_go_with_their_row(book: xw.Book) -> None:
    sheet = book.sheets[NAME]
    sheet.range("E6").value = "Comment"
    sheet.tables[TABLE].resize(sheet.range("B6:E8"))
    sheet.range("E7").value, sheet.range("H8").value = "agreed", "beside"
    sheet.range("D8").add_note("mine")
    own(book).put([TWO, THREE, ONE], HOST)
    assert [row[3] for row in listed(book)] == ["Comment", None, None, "agreed"]
    assert sheet.range("H7").value == "beside"
    assert [(note.location.address, note.text) for note in sheet.notes] == [("$D$7", "mine")]


def test_a_row_of_the_same_key_keeps_what_people_wrote_when_it_says_something_else(
    book: xw.Book,
) -> None:
    book.sheets[NAME].range("F8").value = "known since May"
    OwnSheet(book, NAME, TABLE, COLUMNS, ("Id",)).put([("C-02", "pass", "fail"), ONE], HOST)
    assert book.sheets[NAME].range("F7:F8").value == ["known since May", None]


def test_columns_are_known_by_their_header(book: xw.Book) -> None:
    sheet = book.sheets[NAME]
    sheet.range("B6:D8").value = [["Now", "Id", "Before"], ["fail", "C-01", "pass"], [2, "C-02", 1]]
    assert own(book).rows() == [ONE, TWO]
    own(book).add([THREE], HOST, most=10)
    assert listed(book)[1:] == [["fail", "C-01", "pass"], [2, "C-02", 1], ["=1+1", "C-03", None]]


def test_rows_that_people_cleared_leave_no_orphan(book: xw.Book) -> None:
    sheet = book.sheets[NAME]
    sheet.range("B7:D7").clear_contents()
    own(book).add([THREE], HOST, most=10)
    assert listed(book)[1:] == [list(TWO), list(THREE)]
    assert sheet.range("B9:D9").value == [None] * 3


def test_what_people_wrote_beside_a_row_that_they_cleared_stays(book: xw.Book) -> None:
    sheet = book.sheets[NAME]
    sheet.range("B7:D7").clear_contents()
    sheet.range("F7").value = "cleared by me"
    own(book).add([THREE], HOST, most=10)
    assert listed(book)[1:] == [[None, None, None], list(TWO), list(THREE)]
    assert sheet.range("F7").value == "cleared by me"


@pytest.mark.parametrize(
    ("place", "most", "ids"),
    [
        (None, 3, ["C-01", "C-02", "C-03"]),
        (None, 2, ["C-02", "C-03"]),
        ("F7", 2, ["C-01", "C-03"]),
        (None, 0, ["C-03"]),
    ],
    ids=["room", "the oldest goes", "somebody wrote beside it", "new rows stay"],
)
def test_a_list_has_no_more_rows_than_it_may(
    book: xw.Book, place: str | None, most: int, ids: list[str]
) -> None:
    if place is not None:
        book.sheets[NAME].range(place).value = "agreed"
    own(book).add([THREE], HOST, most=most)
    assert [row[0] for row in listed(book)[1:]] == ids


def _of_other_case(book: xw.Book) -> None:
    book.sheets[NAME].delete()
    book.sheets.add("changed CONTROLS")


def _renamed(book: xw.Book) -> None:
    book.sheets[NAME].name = "Until July"


def _without_column(book: xw.Book) -> None:
    book.sheets[NAME].range("C6").value = "Was"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_of_other_case, "has a sheet 'changed CONTROLS' of its own; give it another name"),
        (_renamed, "table ChangedControls stands on the sheet 'Until July'; give the sheet its"),
        (_without_column, "has no column 'Before'; put it back, or delete the sheet"),
    ],
)
def test_a_sheet_that_is_not_ours_is_refused_at_once(book: xw.Book, change: Any, said: str) -> None:
    change(book)
    with pytest.raises(UsageError, match=said):
        own(book)


def test_a_sheet_of_ours_in_another_case_is_ours(book: xw.Book) -> None:
    book.sheets[NAME].name = "other"
    book.sheets["other"].name = "changed CONTROLS"
    own(book).add([THREE], HOST, most=10)
    assert own(book).rows() == [ONE, TWO, THREE]
    assert own(book).name == "changed CONTROLS"


def test_figures_stand_on_the_right_and_texts_on_the_left(book: xw.Book) -> None:
    long = "word " * 30
    own(book).put([(long, 1.0, "pass"), ("C-02", 12345.0, "fail")], HOST)
    own(book).fit()
    sheet = book.sheets[NAME]
    sides = [
        [sheet.range((row, column)).horizontal_alignment for column in (2, 3, 4)] for row in (6, 8)
    ]
    assert sides == [["left", "right", "left"]] * 2
    assert sheet.range("C8").number_format.startswith("#,##0_)")
    formats = [sheet.range(place).number_format for place in ("B6", "C6", "D6", "D8")]
    assert formats[0] == "General"  # its texts have several lines, which room would not push
    assert formats[1].endswith("_)")
    assert all(code.endswith("_(@") for code in formats[2:])
    assert sheet.range("B7").wrap_text
    assert sheet.range("B7").row_height == 48  # three lines of 15 points, and 3
    assert sheet.range("B8").row_height in {None, 15}


def test_rows_that_are_added_look_as_those_that_are_there(book: xw.Book) -> None:
    own(book).put([ONE, ("C-02", "open", "pass")], HOST)
    own(book).fit()
    own(book).add([("C-03", "pass", "fail")], HOST, most=10)
    cells = [book.sheets[NAME].range(place) for place in ("C7", "C9")]
    looks = [(cell.number_format, cell.horizontal_alignment) for cell in cells]
    assert looks[0] == looks[1] != ("General", None)


def test_a_sheet_prints_with_its_name_and_pages(book: xw.Book) -> None:
    footer = book.sheets[NAME].impl.api.oddFooter
    assert (footer.center.text, footer.right.text) == ("&A", "Page &P of &N")
