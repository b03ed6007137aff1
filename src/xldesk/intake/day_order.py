"""Dates such as 31/03/2026: the whole column tells whether the day or the month comes first."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from xldesk.intake.reject import CellError, shown

ProvenOrder = Literal["day", "month", "mixed"]
"""What comes first in a column's dates; ``mixed`` where dates of the column prove both."""

_PARTS = re.compile(
    r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})"
    r"(?:,?[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp])\.?[Mm]\.?)?)?",
    re.ASCII,
)
_MONTHS = 12


class DayOrder:
    """Reads one column's dates and remembers what they prove about its order.

    A date with a part above 12 proves it. ``settled`` is the order that the column has proven, and
    decides the other dates; where it is ``mixed`` none of them can be relied on.
    """

    def __init__(self, settled: ProvenOrder | None = None) -> None:
        self._settled = settled
        self.proven: set[Literal["day", "month"]] = set()
        self.ambiguous = False

    def read(self, text: str) -> datetime | None:
        """Return the moment that a text of this form says, without a zone; None for other texts.

        Raises CellError where the order cannot be told.
        """
        found = _PARTS.fullmatch(text)
        if not found:
            return None
        one, other = int(found[1]), int(found[3])
        day_first = _moment(found, day=one, month=other)
        month_first = _moment(found, day=other, month=one)
        if self._settled == "mixed" and (day_first or month_first):
            raise CellError(
                "DATE-MIXED", f"{shown(text)} stands in a column where day and month change places"
            )
        if day_first and month_first and day_first != month_first:
            return self._told(text, day_first, month_first)
        if (day_first is None) != (month_first is None):
            self.proven.add("day" if day_first else "month")
        return day_first or month_first

    def verdict(self) -> ProvenOrder | None:
        """Return what settles this column's dates in a second reading; None if nothing would."""
        if len(self.proven) > 1:
            return "mixed" if self._settled is None else None
        return next(iter(self.proven)) if self.ambiguous and self.proven else None

    def _told(self, text: str, day_first: datetime, month_first: datetime) -> datetime:
        if self._settled == "day":
            return day_first
        if self._settled == "month":
            return month_first
        self.ambiguous = True
        raise CellError("DATE-AMBIGUOUS", *_both(text))


def _moment(found: re.Match[str], day: int, month: int) -> datetime | None:
    hour, minute, second = int(found[5] or 0), int(found[6] or 0), int(found[7] or 0)
    half = (found[8] or "").lower()
    if half:
        if not 1 <= hour <= _MONTHS:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        # The text has no zone; whoever needs one gives it.
        return datetime(int(found[4]), month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None


def _both(text: str) -> tuple[str, str]:
    mark = next(mark for mark in "/.-" if mark in text)
    orders = [mark.join(parts) for parts in (("%d", "%m", "%Y"), ("%m", "%d", "%Y"))]
    return (
        f"{shown(text)} could be two days, and no date of its column tells which",
        f'say date_format = "{orders[0]}" or "{orders[1]}" in the mapping',
    )
