"""C-21: everything that was handed in was read, and adds up to what the CRM says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.controls.control_totals import differences
from xldesk.controls.examination import of_exceptions
from xldesk.controls.result import ControlException

if TYPE_CHECKING:
    from xldesk.controls.examination import Examination
    from xldesk.controls.result import Outcome

COUNTED = ("added", "changed", "unchanged", "duplicate", "rejected")
"""Where a row that was read can have gone."""


def examine(examination: Examination) -> Outcome:
    """Return files whose rows do not add up, rejected rows, and CRM totals that differ."""
    files, found = _files(examination)
    found += _rejected(examination)
    totals, differing = differences(examination, ("crm",))
    return of_exceptions(files + totals, [*found, *differing])


def _files(examination: Examination) -> tuple[int, list[ControlException]]:
    count, found = 0, []
    for entry in examination.ledger.entries():
        if entry.kind != "intake" or entry.position > examination.basis.position:
            continue
        count += 1
        stated = entry.details.get("completeness")
        details = stated if isinstance(stated, dict) else {}
        read = _whole(details.get("rows_read"))
        placed = [_whole(details.get(name)) for name in COUNTED]
        source = str(details.get("source") or f"entry {entry.position}")
        if read is None or None in placed:
            found.append(_exception(source, "its entry states no completeness"))
            continue
        accounted = sum(number for number in placed if number is not None)
        if read != accounted:
            found.append(
                _exception(source, f"{read:,} rows were read, {accounted:,} are accounted for")
            )
    return count, found


def _rejected(examination: Examination) -> list[ControlException]:
    rows = examination.basis.con.execute(
        "SELECT source, row, message FROM rejected_row WHERE NOT coalesce(cleared, false) "
        "ORDER BY source, row"
    ).fetchall()
    return [
        ControlException("rejected_row", f"{source}:{row}", None, f"not read: {message}")
        for source, row, message in rows
    ]


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _exception(source: str, message: str) -> ControlException:
    return ControlException("file", source, None, message)
