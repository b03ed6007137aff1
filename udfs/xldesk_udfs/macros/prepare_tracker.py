"""The macro ``prepare_tracker``: a partner's tracker made ready to be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlwings as xw

from xldesk.answers.leaks import leaks_in, partner_words
from xldesk.answers.picture import picture_of
from xldesk.errors import UsageError
from xldesk.workbooks import mdf_tracker_partner
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.mdf_tracker_forms import NOTHING_OPEN
from xldesk_udfs.macros.about import about
from xldesk_udfs.macros.looked_at import looked_at, own_sheets
from xldesk_udfs.macros.marks import clear_marks
from xldesk_udfs.macros.refreshed import refreshed
from xldesk_udfs.macros.setting import at_work, say, scratch
from xldesk_udfs.macros.table_columns import column
from xldesk_udfs.macros.typed_entries import bring_entries

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    from xldesk_udfs.macros.setting import Setting

_MOST_NAMED = 3
_LEFT_BEHIND = frozenset({"CUSTOM-XML", "LOOK-CHANGED", "PART-UNUSED", "RECALC-ON-LOAD"})
"""Findings about what the file that goes out takes from the desk and not from this one."""


@xw.script
def prepare_tracker(book: xw.Book) -> None:
    """Make this partner's tracker ready to be sent.

    The desk issues it anew, and of this file only what was typed into cells to fill in goes into
    it: no properties, hidden texts or formats. It is checked first; notes, sheets of your own and
    names of another partner are refused, and so is a tracker of the whole programme. Sheets are
    protected, and the first cell to fill in is chosen.
    """
    with at_work(book) as setting:
        found = about(book)
        if found.workbook != mdf_tracker_partner.SPEC.name:
            raise UsageError(
                f"{book.name} is the {found.spec.title} of the scope {found.scope}, not a "
                "partner's; make partners' own with: xldesk pack --all-partners"
            )
        clear_marks(book)
        _refuse_notes(book)
        _refuse_own_sheets(book)
        done = refreshed(book, setting)
        _refuse_own_sheets(book)
        with scratch() as folder:
            issued = found.issued(setting.known_desk, folder, setting.as_of)
            issued = issued.rename(folder / f"issued-{book.name}")
            fresh = book.app.books.open(str(issued))
            try:
                _refuse_findings(book, setting)
                where = _made_ready(book, fresh, issued, found.scope, setting)
                following = next_step(_words_on(_first_input(fresh).sheet))
            finally:
                fresh.close()
    say(
        book,
        f"{book.name} is ready for {found.scope}, at ledger position {done.position}{where}. It "
        "is as the desk issues it, with what was typed into cells to fill in and nothing else. "
        f"{following}",
    )


def next_step(words: Container[object]) -> str:
    """Return what to do with a tracker that is ready; ``words`` stand on the sheet of its forms."""
    fund, request = (NOTHING_OPEN.format(what=what) for what in ("fund", "request"))
    if fund not in words:
        return "Next: send it to the partner."
    if request not in words:
        return (
            f"{fund} So no request can be filled in. Next: send it to the partner for its claims."
        )
    return (
        f"{fund} {request} So nothing can be filled in. Next: send it only if the partner is to "
        "read it, or open a fund first."
    )


def _words_on(sheet: xw.Sheet) -> list[object]:
    """Return what stands in the column in which forms begin."""
    last = sheet.used_range.last_cell.row
    return list(sheet.range((1, FIRST_COLUMN), (last, FIRST_COLUMN)).options(ndim=1).value)


def _made_ready(book: xw.Book, fresh: xw.Book, issued: Path, scope: str, setting: Setting) -> str:
    """Let ``fresh``, which the desk just ``issued``, be what is sent; return where it is."""
    host = setting.host
    with host.writable(fresh):
        bring_entries(book, fresh, picture_of(issued), host)
    cell = _first_input(fresh)
    cell.sheet.activate()
    cell.select()
    host.protect(fresh, issued)
    setting.tell("looking for anything of other partners")
    ready = issued.with_name(f"ready-{book.name}")
    host.copy(fresh, ready)
    with setting.known_desk.basis(setting.as_of) as basis:
        words = partner_words(basis, scope)
    _refuse_leaks(book, leaks_in(ready, words, issued))
    return host.hand_over(book, fresh, ready)


def _first_input(book: xw.Book) -> xw.Range:
    for page in mdf_tracker_partner.SPEC.pages:
        for table in book.sheets[page.name].tables:
            spec = mdf_tracker_partner.SPEC.tables.get(table.name)
            for one in () if spec is None else spec.columns:
                if one.role == "input":
                    return column(table, one.name)[0]
    raise AssertionError("a partner's tracker has cells to fill in")


def _refuse_own_sheets(book: xw.Book) -> None:
    """Raise UsageError where a sheet of macros is there: what it lists is for our eyes."""
    names = own_sheets(book)
    if names:
        raise UsageError(
            f"{book.name} has the sheet {min(names)!r}, which is not for partners; run "
            "refresh, keep elsewhere what you need of it, delete it, and run this again"
        )


def _refuse_notes(book: xw.Book) -> None:
    """Raise UsageError where ``book`` has a note: the desk issues trackers without."""
    places = [
        f"{sheet.name}!{note.location.get_address(row_absolute=False, column_absolute=False)}"
        for sheet in book.sheets
        for note in sheet.notes
    ]
    if places:
        more = "" if len(places) <= _MOST_NAMED else f" and {len(places) - _MOST_NAMED} more"
        raise UsageError(
            f"{book.name} has notes that the desk did not issue: "
            f"{', '.join(places[:_MOST_NAMED])}{more}; nobody can tell for whom they are, so "
            "delete them, and run this again"
        )


def _refuse_findings(book: xw.Book, setting: Setting) -> None:
    """Raise UsageError for what a check finds, save for looks: these do not go along."""
    findings = [
        found for found in looked_at(book, setting).findings if found.code not in _LEFT_BEHIND
    ]
    if findings:
        first = findings[0]
        told = "1 finding," if len(findings) == 1 else f"{len(findings)} findings, the first"
        raise UsageError(
            f"{book.name} is not fit to be sent: {told} "
            f"{first.code} at {first.place}: {first.message}; run validate_workbook to see all"
        )


def _refuse_leaks(book: xw.Book, leaks: list[str]) -> None:
    if leaks:
        more = "" if len(leaks) <= _MOST_NAMED else f" and {len(leaks) - _MOST_NAMED} more"
        raise UsageError(
            f"{book.name} holds something of other partners: {'; '.join(leaks[:_MOST_NAMED])}"
            f"{more}; take it out, or issue the tracker again with: xldesk pack --partner ID"
        )
