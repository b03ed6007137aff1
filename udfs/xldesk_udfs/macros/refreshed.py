"""A workbook filled anew from the desk: what ``refresh`` and two more macros do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.answers.picture import picture_of
from xldesk_udfs.macros.about import About, about
from xldesk_udfs.macros.altered_cells import AlteredCell, altered_cells
from xldesk_udfs.macros.exception_links import link_exceptions
from xldesk_udfs.macros.fill import fill
from xldesk_udfs.macros.marks import NOTHING_CLEARED, Cleared, clear_marks
from xldesk_udfs.macros.own_sheet import OwnSheet
from xldesk_udfs.macros.setting import scratch
from xldesk_udfs.macros.signatures import shown_state, take_outdated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import xlwings as xw

    from xldesk.answers.picture import BookPicture
    from xldesk_udfs.macros.host import Host
    from xldesk_udfs.macros.kept_entries import LostEntry
    from xldesk_udfs.macros.reworded import Reworded
    from xldesk_udfs.macros.setting import Setting
    from xldesk_udfs.macros.signatures import Outdated

EARLIER = "Earlier entries"
_COLUMNS = ("As of position", "Table", "Row", "Column", "Entry")
PUT_BACK = "Cells put back"
_PUT_BACK_COLUMNS = ("At position", "Cell", "Stood there", "Desk issued")
_EARLIER_SAYS = (
    "What was typed beside rows that the desk has no more, or that say something else now, as it "
    "stood there."
)
_PUT_BACK_SAYS = "What stood in cells of the desk that were altered, before they were put back."
_FOR_PEOPLE = "For people: anyone can write on this sheet, and it proves nothing."
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of it: what the book said of itself before, and its ledger position now.

    ``outdated`` are signatures for another state, which left their lines. ``outgrown`` are cells
    of people whose ranges over a table do not take in the rows that it got. ``reworded`` are
    answered rows that say something else now: their answers left them. ``misread`` are cells on
    people's own sheets that read a row in which another line stands now. ``cleared`` are the marks
    that went.
    """

    before: About
    position: int
    lost: tuple[LostEntry, ...]
    outdated: tuple[Outdated, ...]
    put_back: tuple[AlteredCell, ...]
    outgrown: tuple[str, ...] = ()
    reworded: tuple[Reworded, ...] = ()
    misread: tuple[str, ...] = ()
    cleared: Cleared = NOTHING_CLEARED

    @property
    def said(self) -> str:
        """What became of the ledger position, of altered cells, and of what people typed."""
        was = self.before.position
        moved = "which it showed before" if was == self.position else f"it showed {was} before"
        return "; ".join(
            part
            for part in (
                moved,
                self._said_of_cells(),
                self._said_of_lost(),
                self._said_of_reworded(),
                self._said_of_outgrown(),
                self._said_of_misread(),
                self._said_of_signatures(),
                self.cleared.said,
            )
            if part
        )

    def _said_of_cells(self) -> str:
        count = len(self.put_back)
        if not count:
            return ""
        named = self._named([altered.place for altered in self.put_back])
        return (
            f"put back {count} cell{'' if count == 1 else 's'} that differed ({named}): what "
            f"stood there is on the sheet {PUT_BACK}"
        )

    def _said_of_lost(self) -> str:
        count = len(self.lost)
        if not count and self.reworded:
            return "everything else that people typed into cells to fill in is where it was"
        if not count:
            return "everything people typed into cells to fill in is where it was"
        return (
            f"{count} entr{'y' if count == 1 else 'ies'} of rows that the desk has no "
            f"more: look at the sheet {EARLIER}"
        )

    def _said_of_reworded(self) -> str:
        count = len(self.reworded)
        if not count:
            return ""
        said = "1 answered exception says" if count == 1 else f"{count} answered exceptions say"
        return (
            f"{said} something else now ({self._named([row.place for row in self.reworded])}): "
            f"what was answered is on the sheet {EARLIER}; answer anew"
        )

    def _said_of_outgrown(self) -> str:
        if not self.outgrown:
            return ""
        return (
            f"{self._named(self.outgrown)} may leave new rows of a table out, which this program "
            "could not move cells for: look at what is read there"
        )

    def _said_of_misread(self) -> str:
        if not self.misread:
            return ""
        return (
            f"{self._named(self.misread)} may mean another line, since lines moved: look lines up "
            "by their key"
        )

    @staticmethod
    def _named(places: Sequence[str]) -> str:
        """Return the first places and how many more there are."""
        more = len(places) - _MOST_NAMED
        return ", ".join(places[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")

    def _said_of_signatures(self) -> str:
        names = [one.signature.name or "somebody" for one in self.outdated]
        if not names:
            return ""
        return (
            f"{' and '.join(names)} signed another state: that is on the sheet {EARLIER} now; "
            "sign anew"
        )


def refreshed(book: xw.Book, setting: Setting, then: BookPicture | None = None) -> Refreshed:
    """Fill ``book`` from the desk and return what came of it.

    ``then`` is what the desk issued at the state that the book shows, where the caller has that.

    Raises UsageError for a book that is none of the desk's or was laid out anew.
    """
    found = about(book)
    desk = setting.known_desk
    before = shown_state(book, found)
    put_back, earlier = _put_back_sheet(book), _earlier_sheet(book)
    cleared = clear_marks(book)
    with scratch() as folder:
        setting.tell("asking the desk")
        issued = found.issued(desk, folder, setting.as_of)
        picture = picture_of(issued)
        if then is None:
            altered = _altered(book, found, picture, setting, folder)
        else:
            altered = altered_cells(book, then)
        filled = fill(book, picture, setting)
        link_exceptions(book, setting.host)
        setting.host.finish(book, issued)
    now = about(book)
    outdated = take_outdated(book, before, shown_state(book, now))
    left = [
        *filled.lost,
        *(entry for row in filled.reworded for entry in row.entries),
        *(entry for one in outdated for entry in one.entries),
    ]
    if left:
        _keep(earlier, left, found.position, setting.host)
    if altered:
        _list(put_back, altered, found.position, setting.host)
    return Refreshed(
        found,
        now.position,
        tuple(filled.lost),
        tuple(outdated),
        tuple(altered),
        tuple(filled.outgrown),
        tuple(filled.reworded),
        tuple(dict.fromkeys(filled.misread)),
        cleared,
    )


def _altered(
    book: xw.Book, found: About, now: BookPicture, setting: Setting, folder: Path
) -> list[AlteredCell]:
    """Return the cells that people altered, where the ledger stands as the book shows.

    A later time may change figures too, so the book is compared with what was issued at its own.
    Where the ledger went on, cells differ for that, and ``check`` says which were altered.
    """
    desk = setting.known_desk
    head = desk.ledger.head()
    if head is None or head.position != found.position:
        return []
    differing = altered_cells(book, now)
    if not differing or setting.as_of == found.as_of:
        return differing
    then = folder / "then"
    then.mkdir()
    return altered_cells(book, picture_of(found.issued(desk, then)))


def _put_back_sheet(book: xw.Book) -> OwnSheet:
    return OwnSheet(book, PUT_BACK, "CellsPutBack", _PUT_BACK_COLUMNS)


def _earlier_sheet(book: xw.Book) -> OwnSheet:
    return OwnSheet(book, EARLIER, "EarlierEntries", _COLUMNS)


def _list(sheet: OwnSheet, altered: list[AlteredCell], position: int, host: Host) -> None:
    """Add to the sheet of cells put back what stood there."""
    rows = [(position, cell.place, cell.found, cell.issued) for cell in altered]
    sheet.put([*sheet.rows(), *rows], host, _PUT_BACK_SAYS, _FOR_PEOPLE)
    sheet.fit()


def _keep(sheet: OwnSheet, lost: list[LostEntry], position: int, host: Host) -> None:
    """Add to the sheet of earlier entries what its rows left behind."""
    rows = [(position, entry.table, entry.row, entry.column, str(entry.entry)) for entry in lost]
    sheet.put([*sheet.rows(), *rows], host, _EARLIER_SAYS, _FOR_PEOPLE)
    sheet.fit()
