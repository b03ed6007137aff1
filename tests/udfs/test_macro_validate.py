"""``validate_workbook`` and ``reconcile``: what is wrong is marked and listed, and leaves again."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from support.macro_desk import LATER, MacroDesk, copied, edited, looked_into
from xldesk.errors import UsageError
from xldesk.workbooks.check import check_workbook

MARK = (255, 199, 206)
YELLOW = "#FFFF00"
FIRST_ROW = 7
"""Of the table on a sheet that a macro adds."""


@pytest.fixture
def file(learning: MacroDesk, tmp_path: Path) -> Path:
    """Return an audit as the desk issues it now."""
    return copied(learning.now("packs/attribution_audit.xlsx"), tmp_path)


def test_a_wrong_cell_is_marked_and_the_mark_leaves_with_the_fault(
    learning: MacroDesk, file: Path
) -> None:
    with edited(file) as book:
        lines = book.sheets["Credits"]
        right = lines.range("L7").value
        lines.range("L7").value = 9.75
        lines.range("L7").color = YELLOW
        lines.range("C7").add_note("mine")
        lines.range("C7").color = YELLOW
        book.sheets.add("Findings of mine", after=book.sheets[-1])
    done = learning.run("validate_workbook", file)
    assert "(altered)" in done.message
    with looked_into(file) as book:
        cell = book.sheets["Credits"].range("L7")
        assert cell.color == MARK
        assert cell.note.text.startswith("xldesk CELL-ALTERED: the desk issued")
        assert book.sheets["Credits"].range("C7").note.text == "mine"
        listed = book.sheets["Workbook findings"].tables["WorkbookFindings"].data_body_range.value
        (altered,) = [row for row in listed if row[1:3] == ["CELL-ALTERED", "Credits!L7"]]
        assert altered[0] == "block"
        row = listed.index(altered) + FIRST_ROW
        link = book.sheets["Workbook findings"].range((row, 4)).hyperlink
        assert link == "#'Credits'!L7"
    marked = file.read_bytes()
    again = learning.run("validate_workbook", file)
    assert (again.changes, again.message, file.read_bytes()) == (0, done.message, marked)
    with edited(file) as book:
        book.sheets["Credits"].range("L7").value = right
    learning.run("validate_workbook", file)
    with looked_into(file) as book:
        lines = book.sheets["Credits"]
        assert lines.range("L7").color == MARK  # the colour is not the desk's: still a finding
        assert [note.text for note in lines.notes if note.text == "mine"] == ["mine"]


def test_cells_beside_and_below_what_the_desk_issues_are_listed_not_marked(
    learning: MacroDesk, file: Path
) -> None:
    with edited(file) as book:
        lines = book.sheets["Credits"]
        below = lines.tables["Credits"].range.last_cell.row + 2
        own = [f"B{below}", "Q8"]
        for place in own:
            lines.range(place).value = "of my own"
            lines.range(place).color = YELLOW
        lines.range("N8").value = "x"
    learning.run("validate_workbook", file)
    with looked_into(file) as book:
        lines = book.sheets["Credits"]
        for place in own:
            assert lines.range(place).color == (255, 255, 0)
            assert lines.range(place).note is None
        assert lines.range("N8").color == MARK
        rows = book.sheets["Workbook findings"].tables["WorkbookFindings"].data_body_range.value
        assert {f"Credits!{place}" for place in [*own, "N8"]} <= {row[2] for row in rows}


def test_places_that_people_wrote_over_lead_nowhere(learning: MacroDesk, file: Path) -> None:
    with edited(file) as book:
        book.sheets["Credits"].range("L7").value = 9.75
        book.sheets["Credits"].range("L8").value = 9.75
    learning.run("validate_workbook", file)
    with edited(file) as book:
        places = book.sheets["Workbook findings"].range((FIRST_ROW + 1, 4))
        assert places.value.startswith("Credits!")
        places.value = None
        places.offset(1, 0).value = "Credits!nowhere"
        table = book.sheets["Workbook findings"].tables["WorkbookFindings"]
        coloured = next(row for row in table.data_body_range.rows if row[5].value == "no fill")
        place = coloured[2].value
        coloured[5].value = "yellow, I think"
    message = learning.run("validate_workbook", file).message
    assert message.endswith(f" {place} had: it is as it was, give it yours.")
    with looked_into(file) as book:
        rows = book.sheets["Workbook findings"].tables["WorkbookFindings"].data_body_range.value
    assert "COMMENT" in {row[1] for row in rows}  # no list says any more whose note that is


def test_a_sound_workbook_stays_as_it_is(learning: MacroDesk, file: Path) -> None:
    before = file.read_bytes()
    done = learning.run("validate_workbook", file)
    assert done.message.endswith("no finding (as issued). There is nothing to do.")
    assert (done.changes, file.read_bytes()) == (0, before)


@pytest.mark.parametrize("macro", ["validate_workbook", "refresh"])
def test_marks_and_their_sheet_leave_when_nothing_is_wrong(
    learning: MacroDesk, file: Path, macro: str
) -> None:
    with edited(file) as book:
        right = book.sheets["Credits"].range("L7").value
        book.sheets["Credits"].range("L7").value = 9.75
    learning.run("validate_workbook", file)
    if macro == "validate_workbook":
        with edited(file) as book:
            book.sheets["Credits"].range("L7").value = right
    learning.run(macro, file)
    with looked_into(file) as book:
        assert "Workbook findings" not in [sheet.name for sheet in book.sheets]
        assert book.sheets["Credits"].range("L7").color is None
        assert list(book.sheets["Credits"].notes) == []


def test_totals_are_those_of_the_desk(learning: MacroDesk, file: Path) -> None:
    (file.parent / "old").mkdir()
    done = learning.run("reconcile", file, at=LATER)
    assert done.message.endswith("totals are those of the desk at that position.")
    old = learning.run("reconcile", copied(learning.audit, file.parent / "old"), at=LATER).message
    assert "ledger position 4: All " in old
    assert "The desk stands at position 8 now" in old
    assert old.endswith("run quarter_close_audit.")
    with looked_into(file) as book:
        sheet = book.sheets["Reconciliation with desk"]
        rows = sheet.tables["ReconciliationWithDesk"].data_body_range.value
    credit = {(r[1], r[2]): (r[4], r[5]) for r in rows if (r[0], r[3]) == ("Credits", "Credit")}
    assert all(here == there for here, there in credit.values())
    assert {currency for currency, _ in credit} == {"EUR", "GBP", "USD"}
    assert (sum(here for here, _ in credit.values())) == pytest.approx(2200.51)
    once = file.read_bytes()
    assert (learning.run("reconcile", file).changes, file.read_bytes()) == (0, once)


def test_a_total_that_differs_leads_to_its_row(learning: MacroDesk, file: Path) -> None:
    with edited(file) as book:
        body = book.sheets["Credits"].tables["Credits"].data_body_range
        at = [row[0] for row in body.value].index("W-3")
        body[at, 10].value = 71.5
        place = body[at, 10].get_address(row_absolute=False, column_absolute=False)
    done = learning.run("reconcile", file)
    assert "totals differ. Next: the sheet Reconciliation with desk" in done.message
    with looked_into(file) as book:
        sheet = book.sheets["Reconciliation with desk"]
        rows = sheet.tables["ReconciliationWithDesk"].data_body_range.value
        differing = [row for row in rows if row[7] == "differs"]
        assert rows[: len(differing)] == differing
        assert {row[0] for row in differing} == {"Credits", "Reconciliation"}
        (wrong,) = [row for row in differing if row[0] == "Credits"]
        assert (wrong[0], wrong[1], wrong[6], wrong[8]) == (
            "Credits",
            "USD",
            1.5,
            f"Credits!{place}",
        )
        assert sheet.range((FIRST_ROW + rows.index(wrong), 10)).hyperlink == f"#'Credits'!{place}"


def test_a_workbook_without_amounts_has_no_totals(learning: MacroDesk, tmp_path: Path) -> None:
    file = copied(learning.folder / "packs" / "runbook.xlsx", tmp_path)
    before = file.read_bytes()
    done = learning.run("reconcile", file)
    assert "runbook.xlsx has no totals to compare" in done.message
    assert (done.blocking, file.read_bytes()) == ((), before)


def test_a_check_knows_what_macros_added_and_calls_it_information(
    learning: MacroDesk, file: Path
) -> None:
    with edited(file) as book:
        book.sheets["Credits"].range("L7").value = 9.75
        book.sheets["Summary"].range("B4").add_note("xldesk CELL-ALTERED: mine; do nothing")
    learning.run("reconcile", file)
    counts = learning.run("validate_workbook", file).message
    report = check_workbook(file)
    own = {(f.code, f.severity, f.place.sheet) for f in report.findings if "-OF-MACRO" in f.code}
    assert own >= {
        ("NOTE-OF-MACRO", "info", "Credits"),
        ("SHEET-OF-MACRO", "info", "Workbook findings"),
        ("SHEET-OF-MACRO", "info", "Reconciliation with desk"),
    }
    (comment,) = [f for f in report.findings if f.code == "COMMENT"]
    assert (comment.place.sheet, comment.message) == ("Summary", "the sheet has comments: B4")
    with looked_into(file) as book:
        listed = book.sheets["Workbook findings"].range("B3").value
    assert counts.split(": ")[1].startswith(listed.split(". ")[0].split(",")[0])


def test_a_file_that_no_desk_issued_is_left_as_it_is(learning: MacroDesk, tmp_path: Path) -> None:
    file = tmp_path / "mine.xlsx"
    openpyxl.Workbook().save(file)
    before = file.read_bytes()
    with pytest.raises(UsageError, match="no workbook of a desk: .*: xldesk check mine.xlsx"):
        learning.run("validate_workbook", file)
    assert file.read_bytes() == before
