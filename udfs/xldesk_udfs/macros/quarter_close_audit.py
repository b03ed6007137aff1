"""The macro ``quarter_close_audit``: every control of the close into the audit workbook."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import xlwings as xw

from xldesk.errors import UsageError
from xldesk.workbooks import attribution_audit
from xldesk_udfs.macros.about import about
from xldesk_udfs.macros.changed_controls import (
    changed_figures,
    changes_sheet,
    controls_shown,
    list_changes,
    said_of_changes,
)
from xldesk_udfs.macros.failing_checks import failing_checks
from xldesk_udfs.macros.refreshed import refreshed
from xldesk_udfs.macros.setting import at_work, say
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
    are those of now; each exception leads to the row of its object. Which controls changed, and
    from what to what, is on the sheet "Changed controls". Actions and comments stay with their
    control or object. Signatures stay while the state that was signed is shown; for another they
    go to the sheet "Earlier entries".
    """
    with at_work(book) as setting:
        found = about(book)
        if found.workbook != attribution_audit.SPEC.name:
            raise UsageError(
                f"{book.name} is another workbook ({found.spec.title}), not an attribution audit; "
                "open the audit, or run: refresh"
            )
        setting.tell("running the controls")
        before, changes = controls_shown(book), changes_sheet(book)
        done = refreshed(book, setting)
        put_back = {cell.place for cell in done.put_back}
        changed = changed_figures(before, controls_shown(book), put_back)
        list_changes(changes, changed, found, about(book), setting.host)
        statuses = shown(column(book.sheets["Controls"].tables["Controls"], "Status"))
        if "fail" in statuses:
            setting.block(f"{statuses.count('fail')} controls fail")
        uncalculated = "" if failing_checks(book) is not None else _UNCALCULATED
    say(
        book,
        f"{_counted(statuses)} in {found.period}, at ledger position {done.position}, "
        f"{done.said}. {said_of_changes(changed, found.position)} "
        f"{_next(statuses)}{uncalculated}",
    )


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
