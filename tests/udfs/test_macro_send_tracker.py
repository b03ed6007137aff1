"""What is for our eyes does not go to a partner: notes, sheets of macros, what no cell shows."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from support.macro_desk import MacroDesk, apart, copied, edited, looked_into, request_form
from xldesk.errors import UsageError
from xldesk.workbooks.mdf_tracker_forms import currencies
from xldesk_udfs.macros.prepare_tracker import next_step

SECRET = "margin 196449"
UNSEEN = {
    "docProps/core.xml": (
        "</cp:coreProperties>",
        f"<dc:description>{SECRET}</dc:description></cp:coreProperties>",
    ),
    "docProps/app.xml": ("</Properties>", f"<Company>{SECRET}</Company></Properties>"),
    "xl/workbook.xml": ("<definedName ", f'<definedName comment="{SECRET}" '),
    "xl/styles.xml": (
        "</numFmts>",
        f'<numFmt numFmtId="399" formatCode="&quot;{SECRET}&quot;"/></numFmts>',
    ),
    "xl/theme/theme1.xml": (' name="', f' name="{SECRET} '),
    "xl/tables/table4.xml": (" displayName=", f' comment="{SECRET}" displayName='),
    "xl/worksheets/sheet3.xml": (
        "<sheetData",
        f'<sheetData xmlns:q="urn:q" q:x="{SECRET}"',
    ),
}
"""By part: where a text is put that no cell shows, and what stands there then."""

AMOUNTS = [[5, None, 3_000_000], [60, None, None], [123.45, None, 61.5]]
"""Spend, leads and pipeline where cells show days: numbers of no day, and of days that are odd."""


@pytest.mark.parametrize(
    ("closed", "said"),
    [
        ([], "Next: send it to the partner."),
        (["claims"], "Next: send it to the partner."),
        (["requests"], "No fund is open now. So no request can be filled in. Next: send it to"),
        (["requests", "claims"], "No fund is open now. No request is open now. So nothing can be"),
    ],
)
def test_a_tracker_whose_forms_cannot_be_filled_says_so(closed: list[str], said: str) -> None:
    words = currencies([], [], date(2026, 7, 8))
    assert next_step([words[f"forms.{form}"] for form in closed]).startswith(said)


@pytest.mark.parametrize(
    ("name", "table", "said"),
    [
        ("Earlier entries", "EarlierEntries", "'Earlier entries', which is not for partners"),
        ("Earlier entries", "Mine", "has a sheet 'Earlier entries' of its own; give it another"),
        ("Entries", "Mine", "SHEET-ADDED at .*Entries"),
    ],
)
def test_a_tracker_with_a_sheet_of_macros_is_not_sent(
    learning: MacroDesk, tmp_path: Path, name: str, table: str, said: str
) -> None:
    file = copied(learning.now("trackers/mdf_tracker_P-1.xlsx"), tmp_path)
    with edited(file) as book:
        sheet = book.sheets.add(name, after=book.sheets[-1])
        sheet.range("B2").value = [["Table", "Entry"], ["Funds", "what we think"]]
        sheet.tables.add(sheet.range("B2:C3"), name=table)
    before = file.read_bytes()
    with pytest.raises(UsageError, match=said):
        learning.run("prepare_tracker", file)
    assert file.read_bytes() == before


def test_no_note_is_sent_whoever_seems_to_have_written_it(
    learning: MacroDesk, tmp_path: Path
) -> None:
    file = copied(learning.now("trackers/mdf_tracker_P-1.xlsx"), tmp_path)
    with edited(file) as book:
        book.sheets["Funds"].range("B3").add_note("xldesk internal: we suspect fraud")
        book.sheets["Summary"].range("C4").add_note("Signed with xldesk: we suspect fraud")
    with pytest.raises(UsageError, match=r"did not issue: Summary!C4, Funds!B3; .* delete them"):
        learning.run("prepare_tracker", file)


def test_what_no_cell_shows_stays_behind_and_what_was_typed_goes_along(
    learning: MacroDesk, tmp_path: Path
) -> None:
    issued = learning.now("trackers/mdf_tracker_P-1.xlsx")
    file = copied(issued, tmp_path)
    with edited(file) as book:
        book.sheets["New requests"].range("12:13").insert("down")
        kind, form = request_form(book)
        asked = ["F-3", "Joint webinar", kind, "online", date(2026, 9, 1), date(2026, 9, 2), 10]
        look = [cell.number_format for cell in form[0, :9]]
        form[0, :7].value = asked
        form[9, :7].value = [*asked[:6], 11]
        form[1:4, 6:9].number_format = "yyyy-mm-dd"
        form[1:4, :9].value = [[*asked[:6], *amounts] for amounts in AMOUNTS]
        form[1, 3].value = "MARK"
        form[2, 3].value = date(2026, 5, 1)
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    with zipfile.ZipFile(file, "w") as package:
        for name, text in parts.items():
            unseen = text.replace(*UNSEEN.get(name, ("", "")), 1)
            package.writestr(name, unseen.replace("MARK", "line_x000D_\n_x005F_x000D_"))
    with zipfile.ZipFile(file) as package:
        assert {n for n in parts if SECRET.encode() in package.read(n)} == set(UNSEEN)
    done = learning.run("prepare_tracker", file)
    assert "what was typed into cells to fill in and nothing else" in done.message
    with zipfile.ZipFile(file) as package:
        assert not [n for n in package.namelist() if SECRET.encode() in package.read(n)]
    with looked_into(file) as book:
        form = book.sheets["New requests"].tables["NewRequests"].data_body_range
        shown = form[:4, :9].options(dates=date).value
        last = form[-1, :7].options(dates=date).value
        looks = [[cell.number_format for cell in row] for row in form[:4, :9].rows]
    assert last == [*asked[:6], 11]
    (longer,) = apart(issued, file)
    assert longer.startswith("New requests!B10: 2 lines were inserted into table NewRequests")
    assert shown[0] == [*asked, None, None]
    assert [row[6:] for row in shown[1:]] == AMOUNTS
    assert [row[3] for row in shown[1:3]] == ["line\n_x000D_", date(2026, 5, 1)]
    assert looks[2].pop(3) == "yyyy-mm-dd"
    assert looks == [look, look, look[:3] + look[4:], look]
