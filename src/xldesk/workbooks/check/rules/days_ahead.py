"""Days that people plan lie as far ahead as the file's own rules ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from xldesk.workbooks.check.input_days import InputDays
from xldesk.workbooks.check.input_rule import number_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.entry import Entry
    from xldesk.workbooks.parts import Field

_MOST_DAYS = 260
"""Business days of a year; a file that asks for more than that is not believed."""

_WORKING_DAYS = 5


class DaysAhead(InputDays):
    """Finds days too soon after the day that the file shows (``Entry.days_ahead``).

    Nobody can have sent the file earlier than that day. Business days are Monday to Friday here:
    of holidays and other weekends the file does not speak.
    """

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[str, Decimal | None] = {}

    def asks(self, entry: Entry) -> bool:
        """Return whether a field of the file says how far ahead the day is."""
        return entry.days_ahead is not None

    def field(self, field: Field, cell: ReadCell | None) -> None:
        """Take note of the file's rules."""
        if field.type == "integer":
            self._numbers[field.field] = number_in(cell)

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield the days that are too soon."""
        for found in self.days:
            ahead = self._numbers.get(found.column.entry.days_ahead or "")
            if self.issued is None or ahead is None or not 0 < ahead <= _MOST_DAYS:
                continue
            if found.day < _after(self.issued, int(ahead)):
                yield found.finding(
                    document,
                    "INPUT-SOON",
                    f"{found.told} is less than {ahead} business days after {self.issued}, "
                    "the day of this file",
                    "choose a later day, or ask before you plan with it",
                )


def _after(day: date, count: int) -> date:
    """Return the working day ``count`` working days after ``day``, the last of all at the end."""
    while count:
        if day == date.max:
            return day
        day += timedelta(days=1)
        count -= day.weekday() < _WORKING_DAYS
    return day
