"""Fiscal periods: ``2026-Q2``, ``2026-06`` and ``FY2026``, by the policy's fiscal year."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.policy.rulebook import Policy

_PERIOD = re.compile(
    r"(?P<year>\d{4})-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2]))|FY(?P<fy>\d{4})",
    re.ASCII,
)


def _first_of(year: int, month: int) -> date:
    """Return the first day of a month whose number may lie outside 1 to 12."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _year_start(policy: Policy, fiscal_year: int) -> date:
    month = policy.fiscal.year_start_month
    return date(fiscal_year if month == 1 else fiscal_year - 1, month, 1)


def quarter_of(policy: Policy, day: date) -> str:
    """Return the fiscal quarter that ``day`` falls in, such as ``2026-Q2``."""
    start = policy.fiscal.year_start_month
    year = day.year + (1 if start > 1 and day.month >= start else 0)
    return f"{year:04d}-Q{(day.month - start) % 12 // 3 + 1}"


def month_of(day: date) -> str:
    """Return the calendar month of ``day``, such as ``2026-06``."""
    return f"{day.year:04d}-{day.month:02d}"


def period_days(policy: Policy, period: str) -> tuple[date, date]:
    """Return the first and the last day of a fiscal quarter, a month or a fiscal year.

    Raises UsageError for a text that is none of them.
    """
    parts = _PERIOD.fullmatch(period.strip())
    if parts is not None:
        try:
            return _days_of(policy, parts)
        except ValueError:
            pass  # a year outside the calendar
    raise UsageError(f"{period!r} is not a period; write 2026-Q2, 2026-06 or FY2026")


def _days_of(policy: Policy, parts: re.Match[str]) -> tuple[date, date]:
    """Return the days of a period that was read; ValueError outside the calendar."""
    if parts["month"]:
        first, months = date(int(parts["year"]), int(parts["month"]), 1), 1
    elif parts["quarter"]:
        start = _year_start(policy, int(parts["year"]))
        first, months = _first_of(start.year, start.month + 3 * (int(parts["quarter"]) - 1)), 3
    else:
        first, months = _year_start(policy, int(parts["fy"])), 12
    return first, _first_of(first.year, first.month + months) - timedelta(days=1)


def quarters(policy: Policy, first_day: date, last_day: date) -> Iterator[str]:
    """Yield every fiscal quarter that has a day from ``first_day`` to ``last_day``, in order."""
    day = first_day
    while day <= last_day:
        quarter = quarter_of(policy, day)
        yield quarter
        day = period_days(policy, quarter)[1] + timedelta(days=1)


def previous_quarter(policy: Policy, period: str) -> str:
    """Return the fiscal quarter before ``period``."""
    return quarter_of(policy, period_days(policy, period)[0] - timedelta(days=1))


def next_quarter(policy: Policy, period: str) -> str:
    """Return the fiscal quarter after ``period``."""
    return quarter_of(policy, period_days(policy, period)[1] + timedelta(days=1))
