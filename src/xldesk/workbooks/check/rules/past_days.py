"""Days of what has happened are not days to come."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from xldesk.workbooks.check.input_days import InputDays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.entry import Entry


class PastDays(InputDays):
    """Finds days of the past that are to come (``Entry.is_past``).

    A day is to come when it lies after the file's own day and after the day of the check: people
    fill in a file long after it was issued, and clocks may be wrong, so it stops nothing.
    """

    def asks(self, entry: Entry) -> bool:
        """Return whether the day is one of the past."""
        return entry.is_past

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield the days that are to come."""
        now = max(today(), self.issued or date.min)
        for found in self.days:
            if found.day > now:
                yield found.finding(
                    document, "INPUT-AHEAD", f"{found.told} is a day to come", "mend the day"
                )


def today() -> date:
    """Return the day of the check in UTC."""
    return datetime.now(UTC).date()
