"""Marks on wrong cells: a fill and a note; what was there before comes back when they go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.workbooks.check.macro_notes import mark_note
from xldesk.workbooks.check.macro_sheets import MACRO_SHEETS
from xldesk_udfs.macros.issued_area import IssuedAreas
from xldesk_udfs.macros.own_sheet import OwnSheet

if TYPE_CHECKING:
    import xlwings as xw

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk_udfs.macros.host import Host
    from xldesk_udfs.macros.looked_at import Looked

MARK = "#FFC7CE"
"""The fill of a wrong cell: "mark of xldesk", a light red."""

SHEETS = ("Findings", "Workbook findings")
"""The sheet's name, and the one it has where the desk itself issues the first."""

TABLE = MACRO_SHEETS[SHEETS[0]].table
COLUMNS = ("Severity", "Code", "Place", "What", "What to do", "Colour before")
_KEY = ("Code", "Place", "What")
_NONE = "no fill"
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_MOST_NAMED = 3

_FOR_PEOPLE = "For people: anyone can write on this sheet, and it proves nothing."
_LEAVES = (
    "The next run renews marks, notes and this list, refresh takes them away. A marked cell then "
    "has its colour before."
)

_RED_GREEN_BLUE = 3
_AREA = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?")


class _Row(NamedTuple):
    """A finding as it is listed; ``fill_before`` is None where its cell is not marked for it."""

    severity: str
    code: str
    place: str | None
    message: str
    remedy: str
    fill_before: str | None

    @property
    def note(self) -> str:
        return mark_note(self.code, self.message, self.remedy)


class Cleared(NamedTuple):
    """The places of our notes, which stay, and those of cells whose colour before nothing says."""

    notes: frozenset[str]
    uncoloured: tuple[str, ...]

    @property
    def said(self) -> str:
        """What there is to do about colours, in a sentence; empty where there is nothing."""
        if not self.uncoloured:
            return ""
        more = len(self.uncoloured) - _MOST_NAMED
        named = ", ".join(self.uncoloured[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        return (
            f'"{COLUMNS[-1]}" does not say which colour {named} had: it is as it was, give it yours'
        )


NOTHING_CLEARED = Cleared(frozenset(), ())


def findings_sheet(book: xw.Book) -> OwnSheet:
    """Return the sheet that lists the findings of ``book``, whether it is there or not.

    Raises UsageError where both names are taken, or its table is not as we made it.
    """
    taken = {sheet.name.casefold() for sheet in book.sheets}
    free = next((name for name in SHEETS if name.casefold() not in taken), SHEETS[-1])
    return OwnSheet(book, _listing(book) or free, TABLE, COLUMNS, _KEY)


def _listing(book: xw.Book) -> str | None:
    """Return the name of the sheet that lists findings, None where there is none."""
    names = {name.casefold() for name in SHEETS}
    return next(
        (
            sheet.name
            for sheet in book.sheets
            if sheet.name.casefold() in names and TABLE in [table.name for table in sheet.tables]
        ),
        None,
    )


def clear_marks(book: xw.Book) -> Cleared:
    """Take away the marks of the last run and their sheet; cells have the fill of before.

    A cell that somebody coloured since, and a note that somebody rewrote, stay.
    """
    if _listing(book) is None:
        return NOTHING_CLEARED
    cleared = clear_fills(book)
    for place in cleared.notes:
        _clear_note(book, place)
    findings_sheet(book).remove()
    return cleared


def clear_fills(book: xw.Book) -> Cleared:
    """Give marked cells the fill that they had before; return where our notes are, which stay.

    A note that says the same again is then not written again. A note is ours where it says, word
    for word, what a line of its cell does. A cell stays marked where people wrote over the colour
    that it had. Raises UsageError, before anything changes, as ``findings_sheet`` does.
    """
    notes: set[str] = set()
    uncoloured: list[str] = []
    for row in reversed([_Row(*values) for values in findings_sheet(book).rows()]):
        cell = _cell(book, row.place)
        if cell is None or row.place is None:
            continue
        if row.fill_before is not None and _hex(cell.color) == MARK:
            if row.fill_before == _NONE:
                cell.color = None
            elif _COLOUR.fullmatch(str(row.fill_before)):
                cell.color = row.fill_before
            else:
                uncoloured.append(row.place)
        note = cell.note
        if note is not None and note.text == row.note:
            notes.add(row.place)
    return Cleared(frozenset(notes), tuple(reversed(uncoloured)))


def _clear_note(book: xw.Book, place: str) -> None:
    cell = _cell(book, place)
    note = None if cell is None else cell.note
    if note is not None:
        note.delete()


def mark(book: xw.Book, looked: Looked, host: Host, notes: frozenset[str]) -> int:
    """Mark the cells of what was found and list all of it; return how many cells are marked.

    Cells beside and below what the desk issues are people's: they are listed, not marked.
    Without findings the sheet goes. ``notes`` are the places of our notes from an earlier run.
    """
    sheet, findings = findings_sheet(book), looked.findings
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
        row = _Row(finding.severity, finding.code, place, finding.message, finding.remedy, None)
        cell = _cell(book, place)
        if cell is not None and place not in marked and issued.has(cell):
            marked.add(place)
            row = row._replace(fill_before=_hex(cell.color) or _NONE)
            _mark(cell, row.note, is_ours=place in notes)
        rows.append(row)
    sheet.put(rows, host, f"{looked.said}. {_FOR_PEOPLE}", _LEAVES)
    for at, row in enumerate(rows):
        sheet.link(host, at, "Place", _linked(book, row.place or ""))
    sheet.fit()
    return len(marked)


def _mark(cell: xw.Range, text: str, *, is_ours: bool) -> None:
    """Colour ``cell`` and note ``text`` on it, unless somebody else's note is there."""
    cell.color = MARK
    note = cell.note
    if note is None:
        cell.add_note(text)
    elif is_ours and note.text != text:
        note.text = text


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
