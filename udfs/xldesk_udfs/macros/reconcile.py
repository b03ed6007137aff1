"""The macro ``reconcile``: totals of the workbook against the desk that issued it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import xlwings as xw

from xldesk.answers.picture import picture_of
from xldesk.records.currency import exponent
from xldesk.workbooks import attribution_audit
from xldesk.workbooks.theme import amount_format
from xldesk_udfs.macros.about import about
from xldesk_udfs.macros.own_sheet import OwnSheet
from xldesk_udfs.macros.setting import at_work, say, scratch
from xldesk_udfs.macros.totals import ROWS, Place, Total, in_book, in_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

SHEET = "Reconciliation with desk"
_COLUMNS = (
    "Table",
    "Currency",
    "Category",
    "Figure",
    "Workbook",
    "Desk",
    "Difference",
    "Status",
    "First row",
)
_STATUS = _COLUMNS.index("Status")
_FIGURES = ("Workbook", "Desk", "Difference")


@xw.script
def reconcile(book: xw.Book) -> None:
    """Compare this workbook's totals with the desk, at the ledger position that it shows.

    Per table, currency and category: rows, and every amount. A difference leads to the first row
    that differs. The comparison stands on a sheet of its own.
    """
    with at_work(book) as setting:
        found = about(book)
        desk = setting.known_desk
        now = setting.position_now
        with scratch() as folder:
            setting.tell("asking the desk")
            issued = found.issued(desk, folder)
            picture = picture_of(issued)
            totals = _compared(in_book(book, picture), in_picture(picture))
        if not totals:
            say(book, f"{book.name} has no totals to compare: no table of it has amounts.")
            return
        sheet = OwnSheet(book, SHEET, "ReconciliationWithDesk", _COLUMNS, _COLUMNS[:4])
        apart = sum(row[_STATUS] == "differs" for row, _ in totals)
        sheet.put(
            [row for row, _ in totals],
            setting.host,
            f"{found.spec.title}, {found.scope}, {found.period}, as of "
            f"{found.as_of:%Y-%m-%d %H:%M} UTC, ledger position {found.position}",
            f"{len(totals) - apart} of {len(totals)} totals equal those of the desk. For people: "
            "anyone can write on this sheet, and it proves nothing.",
        )
        formats = [amount_format(_decimals(row)) for row, _ in totals]
        for name in _FIGURES:
            sheet.show(name, formats)
        for at, (_, place) in enumerate(totals):
            sheet.link(setting.host, at, "First row", place)
        sheet.fit()
        if apart:
            setting.block(f"{apart} totals differ")
    if apart:
        text = f"{apart} of {len(totals)} totals differ. Next: the sheet {SHEET} leads to the rows."
    else:
        text = f"All {len(totals)} totals are those of the desk at that position."
    if now > found.position:
        macro = (
            "quarter_close_audit" if found.workbook == attribution_audit.SPEC.name else "refresh"
        )
        text += f" The desk stands at position {now} now: to see its figures of now, run {macro}."
    say(book, f"{book.name}, ledger position {found.position}: {text}")


def _decimals(key: Sequence[object]) -> int:
    """Return how many decimals a total has: those of its currency, none of a count."""
    return 0 if key[3] == ROWS else exponent(str(key[1]))


def _compared(
    ours: dict[Place, Total], desk: dict[Place, Total]
) -> list[tuple[tuple[object, ...], str | None]]:
    """Return each total as a row of the sheet, with the place of the first row that differs.

    Those that differ come first.
    """
    rows: list[tuple[tuple[object, ...], str | None]] = []
    for key in sorted(ours.keys() | desk.keys()):
        here, there = ours.get(key, Total()), desk.get(key, Total())
        unit = Decimal(1).scaleb(-_decimals(key))
        agrees = here.agrees_with(there, unit)
        status, place = ("agrees", None) if agrees else ("differs", here.first_other(there, unit))
        difference = Decimal(0) if agrees else here.value - there.value
        shown = None if place is None else place.replace("'", "")
        row = (*key, float(here.value), float(there.value), float(difference), status, shown)
        rows.append((tuple(part if part != "" else None for part in row), place))
    return sorted(rows, key=lambda row: row[0][_STATUS] == "agrees")
