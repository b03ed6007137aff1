"""C-11: no entry by an actor whom no login proved."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from xldesk.controls.examination import of_exceptions
from xldesk.controls.result import ControlException

if TYPE_CHECKING:
    from xldesk.controls.examination import Examination
    from xldesk.controls.result import Outcome


def examine(examination: Examination) -> Outcome:
    """Return who wrote entries up to the snapshot without a login, once a kind of entry.

    The population is entries; an exception is one actor and kind, and says how many entries.
    """
    entries = [
        entry
        for entry in examination.ledger.entries()
        if entry.position <= examination.basis.position
    ]
    unproved = [entry for entry in entries if not entry.actor.authenticated]
    counts = Counter((entry.kind, entry.actor.name, entry.actor.role) for entry in unproved)
    first = {
        (entry.kind, entry.actor.name, entry.actor.role): entry.position
        for entry in reversed(unproved)
    }
    return of_exceptions(
        len(entries),
        [
            ControlException(
                "entry",
                f"{kind} by {name}",
                None,
                f"{_entries(count, first[kind, name, role])} of {kind.replace('_', ' ')} by "
                f"{name} ({role}): no login proved who that was",
            )
            for (kind, name, role), count in sorted(counts.items())
        ],
    )


def _entries(count: int, first: int) -> str:
    return f"entry {first}" if count == 1 else f"{count} entries, the first at position {first},"
