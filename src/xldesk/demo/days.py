"""Days and times of the sample company: quarters, working days, office hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xldesk.demo.stream import Stream

TODAY = datetime(2026, 7, 8, 9, tzinfo=UTC)
"""The moment the demo is made for: a week after the last of its eight fiscal quarters."""

OFFICE_HOURS = {"North America": (14, 22), "Japan": (0, 8)}
"""Office hours in UTC, first and last; elsewhere they are European."""


def quarter_days(period: str) -> tuple[date, date]:
    """Return first and last day of a calendar quarter such as ``2026-Q2``."""
    year, quarter = int(period[:4]), int(period[-1])
    first = date(year, 3 * quarter - 2, 1)
    following = date(year + quarter // 4, 3 * (quarter % 4) + 1, 1)
    return first, following - timedelta(days=1)


def working_day(day: date) -> date:
    """Return ``day``, or the Friday before where it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def next_working_day(day: date) -> date:
    """Return ``day``, or the Monday after where it falls on a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def midnight(day: date) -> datetime:
    """Return the start of ``day`` in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


def office_time(stream: Stream, day: date, region: str) -> datetime:
    """Return a minute of ``day`` in the office hours of ``region``."""
    first, last = OFFICE_HOURS.get(region, (7, 16))
    return midnight(day) + timedelta(minutes=stream.between(60 * first, 60 * last - 1))
