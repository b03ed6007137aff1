"""What changed since the workbook was filled before: said in a sentence, and listed for people.

Bookings and deals come first, then statuses of controls, then their figures. The list grows: each
run adds what it changed, with the state before and the state now. So a run that changes nothing
leaves it as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.answers.picture import picture_of
from xldesk.errors import LedgerBusyError, LedgerCorruptError, LedgerError, UsageError
from xldesk.records.currency import exponent
from xldesk_udfs.macros.own_sheet import OwnSheet
from xldesk_udfs.macros.standing import FIGURES, Standing, digest_in_picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal
    from pathlib import Path

    import xlwings as xw

    from xldesk.answers.picture import BookPicture
    from xldesk_udfs.macros.about import About
    from xldesk_udfs.macros.host import Host
    from xldesk_udfs.macros.setting import Setting

SHEET = "Changed controls"
_TABLE = "ChangedControls"
_COLUMNS = ("From position", "To position", "As of", "Id", "Control", "Figure", "Before", "Now")
_STATUS, _POPULATION = "Status", "Examined"

_MOST_ROWS = 500
_SAYS = (
    "What a run changed of bookings, deals and controls: what the desk issued before, and what "
    "it issues."
)
_FOR_PEOPLE = (
    "For people: anyone can write on this sheet, and it proves nothing. The newest "
    f"{_MOST_ROWS} lines stay, and those beside which somebody wrote."
)
_MOST_NAMED = 3
_MOST_LISTED = 20


class Change(NamedTuple):
    """A figure that is another one now; None where there was, or is, no such thing.

    ``control`` is its id, None for bookings and deals; ``title`` says what it is of.
    """

    control: str | None
    title: str
    figure: str
    before: Any
    now: Any


class Changes(NamedTuple):
    """Bookings by currency, deals that came, went or changed credit, and figures of controls."""

    bookings: list[Change]
    came: list[str]
    went: list[str]
    recredited: list[str]
    controls: list[Change]

    @property
    def rows(self) -> list[Change]:
        """What is listed, in this order."""
        deals = [
            Change(None, "Deals", "Came", None, _named(self.came, _MOST_LISTED)),
            Change(None, "Deals", "Went", _named(self.went, _MOST_LISTED), None),
            Change(None, "Deals", "Changed credit", None, _named(self.recredited, _MOST_LISTED)),
        ]
        return [*self.bookings, *(row for row in deals if row.before or row.now), *self.controls]


NO_CHANGES = Changes([], [], [], [], [])


def state_before(found: About, setting: Setting, folder: Path) -> BookPicture | None:
    """Return what the desk issued at the state that a book says it shows, made in ``folder``.

    None where the desk makes no such state, or one with other data: then nothing tells what
    people altered in the book from what changed.
    """
    if found.position > setting.position_now:
        return None
    try:
        issued = picture_of(found.issued(setting.known_desk, folder))
    except (LedgerBusyError, LedgerCorruptError):
        raise
    except (LedgerError, UsageError):  # a time or a period that the desk has no rules for
        return None
    return issued if digest_in_picture(issued) == found.digest else None


def changes(before: Standing, now: Standing) -> Changes:
    """Return what differs.

    A control of which only the number of what was examined differs is left out: with each entry
    of the ledger that is so of many. Of others that number comes last.
    """
    deals = [deal for deal in now.deals if deal in before.deals]
    figures = list(_figures(before, now))
    told = {change.control for change in figures if change.figure != _POPULATION}
    order = (_STATUS, *(name for name in FIGURES if name not in {_STATUS, _POPULATION}))
    return Changes(
        [
            Change(None, "Bookings", one, _amount(one, before), _amount(one, now))
            for one in dict.fromkeys((*now.bookings, *before.bookings))
            if before.bookings.get(one) != now.bookings.get(one)
        ],
        [deal for deal in now.deals if deal not in before.deals],
        [deal for deal in before.deals if deal not in now.deals],
        [deal for deal in deals if before.deals[deal] != now.deals[deal]],
        [
            change
            for name in (*order, _POPULATION)
            for change in figures
            if change.figure == name and change.control in told
        ],
    )


def _figures(before: Standing, now: Standing) -> Iterable[Change]:
    nothing = (None,) * (1 + len(FIGURES))
    for one in dict.fromkeys((*now.controls, *before.controls)):
        title, *new = now.controls.get(one, nothing)
        was, *old = before.controls.get(one, nothing)
        for name, then, today in zip(FIGURES, old, new, strict=True):
            if then != today:
                yield Change(one, str(title or was or ""), name, then, today)


def _amount(currency: str, standing: Standing) -> str | None:
    amount: Decimal | None = standing.bookings.get(currency)
    return None if amount is None else f"{amount:,.{exponent(currency)}f}"


def said_of_changes(found: Changes | None, position: int, sheet: str) -> str:
    """Return in sentences what changed against ``position``, and that ``sheet`` lists it."""
    if found is None:
        return (
            f"What changed is not known: the desk makes no state of position {position} with the "
            "data that this file has."
        )
    if not found.rows:
        return f"No booking, deal or control changed against position {position}."
    booked = [f"in {one.figure} from {one.before or 0} to {one.now or 0}" for one in found.bookings]
    statuses = [str(one.control) for one in found.controls if one.figure == _STATUS]
    others = {one.control: None for one in found.controls if one.control not in statuses}
    parts = [
        *([f"bookings {_named(booked, _MOST_NAMED)}"] if booked else []),
        *_counted(found.came, "deal", "came"),
        *_counted(found.went, "deal", "went"),
        *_counted(found.recredited, "deal", "changed credit"),
        *_counted(statuses, "control", "changed status"),
        *_counted([str(one) for one in others], "control", "changed figures"),
    ]
    return (
        f"Against position {position}: {'; '.join(parts)}. The sheet {sheet} says from what "
        "to what."
    )


def _counted(ids: Sequence[str], what: str, did: str) -> list[str]:
    count = len(ids)
    if not count:
        return []
    return [f"{count} {what}{'' if count == 1 else 's'} {did} ({_named(ids, _MOST_NAMED)})"]


def _named(ids: Sequence[str], most: int) -> str | None:
    """Return the first ids and how many more there are, None for none."""
    more = len(ids) - most
    return ", ".join(ids[:most]) + (f" and {more} more" if more > 0 else "") or None


def changes_sheet(book: xw.Book) -> OwnSheet:
    """Return the sheet that lists what changed, whether it is there or not.

    Raises UsageError where a sheet of that name is somebody else's.
    """
    return OwnSheet(book, SHEET, _TABLE, _COLUMNS)


def list_changes(sheet: OwnSheet, found: Changes, before: About, now: About, host: Host) -> None:
    """Add what changed, if anything, to the sheet that lists it."""
    if not found.rows:
        return
    state = (before.position, now.position, f"{now.as_of:%Y-%m-%d %H:%M} UTC")
    rows = [(*state, *map(_in_a_line, change)) for change in found.rows]
    sheet.add(rows, host, _SAYS, _FOR_PEOPLE, most=_MOST_ROWS)
    sheet.fit()


def _in_a_line(value: Any) -> Any:
    """Return amounts of several currencies, a line each, in one line."""
    return "; ".join(value.splitlines()) if isinstance(value, str) else value
