"""C-11: no entry by an actor whom no login proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.controls.examination import of_exceptions
from xldesk.controls.result import ControlException

if TYPE_CHECKING:
    from xldesk.controls.examination import Examination
    from xldesk.controls.result import Outcome


def examine(examination: Examination) -> Outcome:
    """Return the entries up to the snapshot whose actor was not authenticated."""
    entries = [
        entry
        for entry in examination.ledger.entries()
        if entry.position <= examination.basis.position
    ]
    return of_exceptions(
        len(entries),
        [
            ControlException(
                "entry",
                str(entry.position),
                None,
                f"{entry.kind} of {entry.at:%Y-%m-%d %H:%MZ} by {entry.actor.name} "
                f"({entry.actor.role}): no login proved who that was",
            )
            for entry in entries
            if not entry.actor.authenticated
        ],
    )
