"""The macro ``prepare_tracker``: a partner's tracker made ready to be sent."""

from __future__ import annotations

import xlwings as xw

from xldesk.answers.leaks import leaks_in, partner_words
from xldesk.errors import UsageError
from xldesk.workbooks import mdf_tracker_partner
from xldesk_udfs.macros.about import about
from xldesk_udfs.macros.looked_at import looked_at, own_sheets
from xldesk_udfs.macros.refreshed import refreshed
from xldesk_udfs.macros.setting import at_work, say, scratch
from xldesk_udfs.macros.table_columns import column

_MOST_NAMED = 3


@xw.script
def prepare_tracker(book: xw.Book) -> None:
    """Make this partner's tracker ready to be sent.

    It is filled anew from the desk and checked; no marks, nothing of another partner and no
    hidden sheet may be in it; sheets are protected, and the first cell to fill in is chosen. A
    tracker of the whole programme is refused.
    """
    with at_work(book) as setting:
        found = about(book)
        if found.workbook != mdf_tracker_partner.SPEC.name:
            raise UsageError(
                f"{book.name} is the {found.spec.title} of the scope {found.scope}, not a "
                "partner's; make partners' own with: xldesk pack --all-partners"
            )
        done = refreshed(book, setting)
        _refuse_own_sheets(book)
        with scratch() as folder:
            issued = found.issued(setting.known_desk, folder, setting.as_of)
            setting.host.protect(book, issued)
            cell = _first_input(book)
            cell.sheet.activate()
            cell.select()
            setting.tell("looking for anything of other partners")
            copy = folder / f"copy-of-{book.name}"
            setting.host.copy(book, copy)
            with setting.known_desk.basis(setting.as_of) as basis:
                words = partner_words(basis, found.scope)
            _refuse(book, leaks_in(copy, words, issued))
        looked = looked_at(book, setting)
        if looked.findings:
            first = looked.findings[0]
            raise UsageError(
                f"{book.name} is not fit to be sent: {len(looked.findings)} findings, the first "
                f"{first.code} at {first.place}: {first.message}; run validate_workbook to see all"
            )
    say(
        book,
        f"{book.name} is ready for {found.scope}, at ledger position {done.position}. "
        "Next: send it to the partner.",
    )


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


def _refuse(book: xw.Book, leaks: list[str]) -> None:
    if leaks:
        more = "" if len(leaks) <= _MOST_NAMED else f" and {len(leaks) - _MOST_NAMED} more"
        raise UsageError(
            f"{book.name} holds something of other partners: {'; '.join(leaks[:_MOST_NAMED])}"
            f"{more}; take it out, or issue the tracker again with: xldesk pack --partner ID"
        )
