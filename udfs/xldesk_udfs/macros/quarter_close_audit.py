"""The macro ``quarter_close_audit``: every control of the close into the audit workbook."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import xlwings as xw

from xldesk.errors import UsageError
from xldesk.workbooks import attribution_audit
from xldesk_udfs.macros.about import about
from xldesk_udfs.macros.changed_controls import (
    NO_CHANGES,
    Changes,
    changes,
    changes_sheet,
    list_changes,
    said_of_changes,
    state_before,
)
from xldesk_udfs.macros.failing_checks import failing_checks
from xldesk_udfs.macros.refreshed import Refreshed, refreshed
from xldesk_udfs.macros.setting import Setting, at_work, say, scratch
from xldesk_udfs.macros.standing import standing_in_book, standing_in_picture
from xldesk_udfs.macros.table_columns import column, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNCALCULATED = (
    " Its checks have no value yet: recalculate the file when it is opened in Excel, and save it."
)


@xw.script
def quarter_close_audit(book: xw.Book) -> None:
    """Run every control of the close, as of now, into this audit workbook.

    Status, what was examined, exceptions with their amounts and evidence, and the ledger position
    are those of now; each exception leads to the row of its object. Which bookings, deals and
    controls changed, and from what to what, is on the sheet "Changed controls". Actions and
    comments stay with their control or object. Signatures stay while the state that was signed is
    shown; for another they go to the sheet "Earlier entries".
    """
    with at_work(book) as setting:
        found = about(book)
        if found.workbook != attribution_audit.SPEC.name:
            raise UsageError(
                f"{book.name} is another workbook ({found.spec.title}), not an attribution audit; "
                "open the audit, or run: refresh"
            )
        setting.tell("running the controls")
        sheet = changes_sheet(book)
        done, changed = _refreshed(book, setting)
        if changed is not None:
            list_changes(sheet, changed, found, about(book), setting.host)
        statuses = shown(column(book.sheets["Controls"].tables["Controls"], "Status"))
        if "fail" in statuses:
            setting.block(f"{statuses.count('fail')} controls fail")
        uncalculated = "" if failing_checks(book) is not None else _UNCALCULATED
    say(
        book,
        f"{_counted(statuses)} in {found.period}, at ledger position {done.position}, "
        f"{done.said}. {said_of_changes(changed, found.position, sheet.name)} "
        f"{_next(statuses)}{uncalculated}",
    )


def _refreshed(book: xw.Book, setting: Setting) -> tuple[Refreshed, Changes | None]:
    """Fill the book; return what came of it, and what changed, None where nothing tells.

    Compared is what the desk issued at the state that the book showed: what somebody wrote over
    it since never was the desk's.
    """
    found = about(book)
    if (found.position, found.as_of) == (setting.position_now, setting.as_of):
        return refreshed(book, setting), NO_CHANGES
    with scratch() as folder:
        then = state_before(found, setting, folder)
        done = refreshed(book, setting, then)
        if then is None:
            return done, None
        return done, changes(standing_in_picture(then), standing_in_book(book))


def _counted(statuses: Sequence[str]) -> str:
    counts = Counter(statuses)
    parts = [
        f"{counts[status]} controls {said}"
        for status, said in (
            ("pass", "pass"),
            ("fail", "fail"),
            ("accepted", "are accepted"),
            ("not run", "did not run"),
        )
        if counts[status] or status == "fail"
    ]
    return ", ".join(parts)


def _next(statuses: Sequence[str]) -> str:
    if "fail" in statuses:
        return "Next: the sheet Exceptions; mend the source, or accept with a reason."
    return "Next: two people sign off, with the macro sign_off."
