"""C-23: the ledger is what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.controls.examination import of_exceptions
from xldesk.controls.result import ControlException
from xldesk.ledger.verify import verify

if TYPE_CHECKING:
    from xldesk.controls.examination import Examination
    from xldesk.controls.result import Outcome


def examine(examination: Examination) -> Outcome:
    """Return every problem of the hash chain, its rows and its segments.

    The population is the entries up to the snapshot; the whole chain is verified all the same.
    """
    verification = verify(examination.ledger)
    return of_exceptions(
        min(verification.entries, examination.basis.position),
        [
            ControlException("ledger", str(number), None, problem)
            for number, problem in enumerate(verification.problems, start=1)
        ],
    )
