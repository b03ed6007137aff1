"""Dates and times of cells: the spreadsheet's day numbers, and days written as ISO text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[-+]\d\d:\d\d)?)?")
_FIRST = {"excel": 61, "excel1904": 0}
"""The first number of each system that all programs read as the same day; 61 is 1900-03-01."""

_LAST = 2_958_465
_DAY = 86_400_000
"""Milliseconds of a day."""

_STARTS = {"excel": date(1899, 12, 30), "excel1904": date(1904, 1, 1)}


def day_of(number: Decimal, system: str) -> date | None:
    """Return the day with this number, without its time of day; None for no day."""
    if not _FIRST[system] <= number < _LAST + 1:
        return None
    try:
        return _STARTS[system] + timedelta(days=int(number))
    except OverflowError:
        return None


def moment_of(number: Decimal, system: str) -> datetime | None:
    """Return the time with this number in UTC, to the millisecond; None for no time."""
    day = day_of(number, system)
    if day is None:
        return None
    milliseconds = round(number % 1 * _DAY)
    try:
        return datetime.combine(day, time(tzinfo=UTC)) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


def written_moment(text: str) -> datetime | None:
    """Return the time that ``text`` says as ISO 8601, in UTC; None for other texts.

    A text without a zone is in UTC. The desk writes so what lies before 1900-03-01.
    """
    if _ISO.fullmatch(text) is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
