"""A workbook filled anew from the desk: what ``refresh`` and two more macros do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.answers.picture import picture_of
from xldesk_udfs.macros.about import About, about
from xldesk_udfs.macros.exception_links import link_exceptions
from xldesk_udfs.macros.fill import fill
from xldesk_udfs.macros.marks import clear_marks
from xldesk_udfs.macros.own_sheet import OwnSheet
from xldesk_udfs.macros.setting import scratch

if TYPE_CHECKING:
    import xlwings as xw

    from xldesk_udfs.macros.kept_entries import LostEntry
    from xldesk_udfs.macros.setting import Setting

EARLIER = "Earlier entries"
_COLUMNS = ("As of position", "Table", "Row", "Column", "Entry")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of it: what the book said of itself before, and its ledger position now."""

    before: About
    position: int
    lost: tuple[LostEntry, ...]

    @property
    def said(self) -> str:
        """What became of the ledger position and of what people typed."""
        was = self.before.position
        since = "as before" if was == self.position else f"{was} before"
        if not self.lost:
            return f"{since}; everything people typed is where it was"
        count = len(self.lost)
        return (
            f"{since}; {count} entr{'y' if count == 1 else 'ies'} of rows that the desk has no "
            f"more: look at the sheet {EARLIER}"
        )


def refreshed(book: xw.Book, setting: Setting) -> Refreshed:
    """Fill ``book`` from the desk and return what came of it.

    Raises UsageError for a book that is none of the desk's or was laid out anew.
    """
    found = about(book)
    desk = setting.known_desk
    clear_marks(book)
    with scratch() as folder:
        setting.tell("asking the desk")
        issued = desk.issue_again(
            found.workbook, found.scope, found.period, as_of=setting.as_of, folder=folder
        )
        picture = picture_of(issued)
        lost = fill(book, picture, setting)
        link_exceptions(book, setting.host)
        setting.host.finish(book, issued)
    position = about(book).position
    if lost:
        _keep(book, lost, found.position)
    return Refreshed(found, position, tuple(lost))


def _keep(book: xw.Book, lost: list[LostEntry], position: int) -> None:
    """Add to the sheet of earlier entries what its rows left behind."""
    sheet = OwnSheet(book, EARLIER, "EarlierEntries", _COLUMNS)
    rows = [(position, entry.table, entry.row, entry.column, str(entry.entry)) for entry in lost]
    sheet.put([*sheet.rows(), *rows])
