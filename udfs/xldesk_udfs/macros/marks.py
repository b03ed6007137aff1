"""Marks on wrong cells: a fill and a note; what was there before comes back when they go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk_udfs.macros.issued_area import IssuedAreas
from xldesk_udfs.macros.own_sheet import OwnSheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlwings as xw

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk_udfs.macros.host import Host

MARK = "#FFC7CE"
"""The fill of a wrong cell: "mark of xldesk", a light red."""

SHEETS = ("Findings", "Workbook findings")
"""The sheet's name, and the one it has where the desk itself issues the first."""

TABLE = "WorkbookFindings"
COLUMNS = ("Severity", "Code", "Place", "What", "What to do", "Fill before", "Note")
_NONE, _OURS = "none", "ours"
_NOTE_BEGINS = "xldesk "
SIGNED = "Signed with xldesk: "
"""How the note beside a signature begins; it is no mark, and stays."""

_RED_GREEN_BLUE = 3
_AREA = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?")


class _Row(NamedTuple):
    severity: str
    code: str
    place: str | None
    message: str
    remedy: str
    fill_before: str | None
    note: str | None


def findings_sheet(book: xw.Book) -> OwnSheet:
    """Return the sheet that lists the findings of ``book``, whether it is there or not."""
    name = next((found for found in SHEETS if _is_ours(book, found)), None)
    if name is None:
        taken = {sheet.name for sheet in book.sheets}
        name = next((free for free in SHEETS if free not in taken), SHEETS[-1])
    return OwnSheet(book, name, TABLE, COLUMNS)


def _is_ours(book: xw.Book, name: str) -> bool:
    return name in [sheet.name for sheet in book.sheets] and TABLE in [
        table.name for table in book.sheets[name].tables
    ]


def clear_marks(book: xw.Book) -> None:
    """Take away the marks of the last run; cells have the fill that they had before.

    A cell that somebody coloured since, and a note that somebody rewrote, stay.
    """
    for place in clear_fills(book):
        _clear_note(book, place)


def clear_fills(book: xw.Book) -> set[str]:
    """Give marked cells the fill that they had before; return the places of our notes, which stay.

    A note that says the same again is then not written again.
    """
    notes: set[str] = set()
    for row in reversed([_Row(*values) for values in findings_sheet(book).rows()]):
        cell = _cell(book, row.place)
        if cell is None:
            continue
        if row.fill_before is not None and _hex(cell.color) == MARK:
            cell.color = None if row.fill_before == _NONE else row.fill_before
        if row.note == _OURS and row.place is not None and _our_note(cell) is not None:
            notes.add(row.place)
    return notes


def has_own_notes_only(sheet: xw.Sheet) -> bool:
    """Tell whether all notes on ``sheet`` are of macros: marks, or beside signatures."""
    return all(note.text.startswith((_NOTE_BEGINS, SIGNED)) for note in sheet.notes)


def _our_note(cell: xw.Range) -> xw.main.Note | None:
    note = cell.note
    return note if note is not None and note.text.startswith(_NOTE_BEGINS) else None


def _clear_note(book: xw.Book, place: str) -> None:
    cell = _cell(book, place)
    note = None if cell is None else _our_note(cell)
    if note is not None:
        note.delete()


def mark(book: xw.Book, findings: Sequence[CheckFinding], host: Host, notes: set[str]) -> int:
    """Mark the cells of ``findings`` and list all of them; return how many cells are marked.

    Cells beside and below what the desk issues are people's: they are listed, not marked.
    Without findings the sheet goes. ``notes`` are the places of our notes from an earlier run.
    """
    sheet = findings_sheet(book)
    for place in notes - {_place(finding) for finding in findings}:
        _clear_note(book, place)
    if not findings:
        sheet.remove()
        return 0
    issued = IssuedAreas(book)
    marked: set[str] = set()
    rows = []
    for finding in findings:
        place = _place(finding)
        cell = _cell(book, place)
        fill, note = (None, None)
        if cell is not None and place not in marked and issued.has(cell):
            marked.add(place)
            fill, note = _mark(cell, finding)
        rows.append(
            _Row(finding.severity, finding.code, place, finding.message, finding.remedy, fill, note)
        )
    sheet.put(rows)
    for at, row in enumerate(rows):
        sheet.link(host, at, "Place", _linked(book, row.place or ""))
    sheet.fit()
    return len(marked)


def _mark(cell: xw.Range, finding: CheckFinding) -> tuple[str, str | None]:
    before = _hex(cell.color)
    cell.color = MARK
    text = f"{_NOTE_BEGINS}{finding.code}: {finding.message}; {finding.remedy}"
    ours = _our_note(cell)
    if ours is not None:
        if ours.text != text:
            ours.text = text
    elif cell.note is not None:
        return before or _NONE, None
    else:
        cell.add_note(text)
    return before or _NONE, _OURS


def _place(finding: CheckFinding) -> str:
    place = finding.place
    return "!".join(part for part in (place.sheet, place.cell) if part)


def _cell(book: xw.Book, place: str | None) -> xw.Range | None:
    """Return the cell of ``place``; None for what is none, such as a place that people emptied."""
    sheet, _, cell = (place or "").rpartition("!")
    if not _AREA.fullmatch(cell) or sheet not in [found.name for found in book.sheets]:
        return None
    return book.sheets[sheet].range(cell)


def _linked(book: xw.Book, place: str) -> str | None:
    sheet, mark, cell = place.rpartition("!")
    sheet, cell = (sheet, cell) if mark else (place, "A1")
    if sheet not in [found.name for found in book.sheets]:
        return None
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'!{cell}"


def _hex(color: Any) -> str | None:
    if not isinstance(color, tuple) or len(color) != _RED_GREEN_BLUE:
        return None
    return "#" + "".join(f"{part:02X}" for part in color)
