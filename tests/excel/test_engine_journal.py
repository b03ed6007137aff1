"""One journal: every write is in it once, nothing else is, and it takes everything back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel.book_facts import facts_of
from xldesk.excel.engine import headless, journal_of
from xldesk.excel.engine.change import Aspect, Change, ErrorValue, Formula, Note, same
from xldesk.excel.engine.journal import Journal

pytestmark = pytest.mark.headless

STEPS: dict[str, Callable[[Any], object]] = {
    "values": lambda s: setattr(s["B2"], "value", [[1, "x", None], [True, "'=t", 2.5]]),
    "more values": lambda s: setattr(s["C2:D4"], "value", 7),
    "formula": lambda s: setattr(s["A1:A3"], "formula", "=B1+1"),
    "array": lambda s: setattr(s["F1:F2"], "formula_array", "=B1:B2*2"),
    "clear": lambda s: s["A1:C3"].clear(),
    "format": lambda s: setattr(s["A1:B2"], "number_format", "0.00"),
    "colour": lambda s: setattr(s["B2:C3"], "color", (255, 0, 0)),
    "font": lambda s: setattr(s["A1"].font, "bold", True),
    "align": lambda s: setattr(s["A1:A3"], "wrap_text", True),
    "border": lambda s: s["B2:C3"].borders.set("all", line_style="continuous"),
    "note": lambda s: s["E5"].note or s["E5"].add_note("look"),
    "link": lambda s: s["E6"].add_hyperlink("https://example.org"),
    "width": lambda s: setattr(s["B1:C1"], "column_width", 20),
    "height": lambda s: setattr(s["A2"], "row_height", 33),
    "hide": lambda s: setattr(s["C1"].columns, "hidden", True),
    "outline": lambda s: s["5:6"].group(),
    "merge": lambda s: s["G1:H2"].merge(),
    "unmerge": lambda s: s["G1:H2"].unmerge(),
    "insert row": lambda s: s["3:3"].insert(shift="down"),
    "insert cells": lambda s: s["J1:J2"].insert(shift="right"),
    "delete row": lambda s: s["2:2"].delete(),
    "copy": lambda s: s["A1:B3"].copy(s["K1"]),
    "table": lambda s: len(s.tables) or s.tables.add(s["M20:N22"]),
    "table look": lambda s: [setattr(t, "table_style", "TableStyleLight1") for t in s.tables],
    "table name": lambda s: [setattr(t, "name", f"{t.name}x") for t in s.tables],
    "table row": lambda s: [table.rows.add(["a", 1]) for table in s.tables],
    "name": lambda s: setattr(s["B2"], "name", "rate"),
    "sheet name": lambda s: s.names.add("local", "=5"),
    "list": lambda s: s["B2:B5"].data_validation.set_list(["a", "b"]),
    "conditional": lambda s: s["A1:C3"].conditional_formats.add_custom("=A1>1", font_bold=True),
    "freeze": lambda s: s.freeze_panes.freeze_at("A1:B1"),
    "print": lambda s: setattr(s.page_setup, "print_area", "A1:C9"),
    "gridlines": lambda s: setattr(s, "show_gridlines", False),
    "add sheet": lambda s: s.book.sheets.add(),
    "copy sheet": lambda s: s.copy(),
    "delete sheet": lambda s: len(s.book.sheets) > 1 and s.book.sheets[-1].delete(),
    "rename": lambda s: "Other" in s.book.sheets or setattr(s, "name", "Other"),
    "hide sheet": lambda s: len(s.book.sheets) > 1 and setattr(s, "visible", False),
    "order": lambda s: len(s.book.sheets) > 1 and s.move(after=s.book.sheets[-1]),
}


def run(book: Any, steps: list[str]) -> None:
    for step in steps:
        visible = [sheet for sheet in book.sheets if sheet.visible]
        STEPS[step](visible[0])


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_taken_back(app: Any, step: str) -> None:
    book = app.books.add()
    run(book, ["values", "formula", "table", "merge", "add sheet"])
    before = facts_of(book)
    journal_of(book).clear()
    run(book, [step])
    journal_of(book).undo()
    assert facts_of(book) == before
    assert len(journal_of(book)) == 0


@settings(max_examples=20)
@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=6))
def test_any_steps_are_taken_back_and_changed_nothing_unsaid(steps: list[str]) -> None:
    import xlwings as xw

    with headless():
        book = xw.Book()
        before = facts_of(book)
        run(book, steps)
        if facts_of(book) != before:
            assert len(journal_of(book)) > 0
        journal_of(book).undo()
        assert facts_of(book) == before


MORE_EACH_TIME = {
    "add sheet",
    "conditional",
    "copy sheet",
    "delete row",
    "delete sheet",
    "hide sheet",
    "insert cells",
    "insert row",
    "order",
    "outline",
    "table name",
    "table row",
}


@pytest.mark.parametrize("step", sorted(STEPS.keys() - MORE_EACH_TIME))
def test_what_is_there_already_is_no_change(app: Any, step: str) -> None:
    book = app.books.add()
    run(book, ["table", step])
    journal_of(book).clear()
    run(book, [step])
    assert list(journal_of(book)) == []


def test_a_change_says_place_aspect_before_and_after(sheet: Any) -> None:
    sheet["B2"].value = "=A1"
    sheet["B2"].value = 5
    sheet["B2"].add_note("wrong")
    sheet["C1"].column_width = 20
    changes = list(journal_of(sheet.book))
    assert changes[:3] == [
        Change("Sheet1", "B2", Aspect.FORMULA, None, Formula("=A1")),
        Change("Sheet1", "B2", Aspect.VALUE, Formula("=A1"), 5),
        Change("Sheet1", "B2", Aspect.NOTE, None, Note("wrong", "xldesk", 216, 79)),
    ]
    assert (changes[3].place, changes[3].aspect) == ("C:C", Aspect.COLUMN_WIDTH)
    assert len(journal_of(sheet.book)) == 4


def test_marks_that_are_cleared_and_set_again_are_no_net_change(sheet: Any) -> None:
    sheet["A1"].value = "x"
    sheet["A1"].color = (255, 0, 0)
    sheet["A1"].add_note("n")
    journal = journal_of(sheet.book)
    journal.clear()
    sheet["A1"].note.delete()
    sheet["A1"].color = None
    sheet["A1"].color = (255, 0, 0)
    sheet["A1"].add_note("n")
    sheet["B1"].value = 1
    sheet["B1"].formula = "=2"
    assert len(journal) == 6
    assert journal.net() == [Change("Sheet1", "B1", Aspect.FORMULA, None, Formula("=2"))]


def test_changes_before_and_after_a_renamed_sheet_stay_apart(sheet: Any) -> None:
    sheet["A1"].value = 1
    sheet.name = "New"
    sheet["A1"].value = 2
    assert [(change.sheet, change.new) for change in journal_of(sheet.book).net()] == [
        ("Sheet1", 1),
        ("Sheet1", "New"),
        ("New", 2),
    ]


@pytest.mark.parametrize(
    ("old", "new", "are_same"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        ("#N/A", ErrorValue("#N/A"), False),
        (ErrorValue("#N/A"), ErrorValue("#N/A"), True),
        (None, 0, False),
        (Formula("=1"), "=1", False),
    ],
)
def test_contents_are_compared_with_their_kinds(old: Any, new: Any, are_same: bool) -> None:
    assert same(old, new) is are_same


def test_a_journal_of_no_book_has_nothing_to_undo() -> None:
    with pytest.raises(ValueError, match="belongs to no book"):
        Journal().undo()


def test_a_write_that_fails_half_way_is_in_the_journal_as_far_as_it_went(sheet: Any) -> None:
    sheet["B2:C2"].merge()
    journal = journal_of(sheet.book)
    journal.clear()
    with pytest.raises(Exception, match="covered by a merged cell"):
        sheet["A2"].value = [1, 2, 3, 4]
    assert [(change.place, change.new) for change in journal] == [("A2", 1), ("B2", 2)]
    journal.undo()
    assert sheet["A2:D2"].value == [None] * 4
