"""Days of the desk: local days, business days and due times, by the policy's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from xldesk.policy.rulebook import Policy

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Names of weekdays in a policy, in the order of ``date.weekday``."""


def local_day(policy: Policy, when: datetime) -> date:
    """Return the day that ``when`` falls on in the policy's time zone."""
    return when.astimezone(ZoneInfo(policy.calendar.time_zone)).date()


def is_business_day(policy: Policy, day: date) -> bool:
    """Tell whether ``day`` is neither weekend nor holiday."""
    weekend = WEEKDAYS[day.weekday()] in policy.calendar.weekend
    return not weekend and day not in policy.calendar.holidays


def add_business_days(policy: Policy, day: date, count: int) -> date:
    """Return the business day ``count`` business days after ``day`` (before it, if negative).

    Zero gives ``day`` itself where it is a business day, else the next one.
    """
    step = timedelta(days=-1 if count < 0 else 1)
    if count == 0:
        while not is_business_day(policy, day):
            day += step
        return day
    for _ in range(abs(count)):
        day += step
        while not is_business_day(policy, day):
            day += step
    return day


def due_at(policy: Policy, service_level: str, start: datetime) -> datetime:
    """Return when something begun at ``start`` is due under a service level, in UTC.

    Hours elapse; business days end with the last moment of the local day. Raises UsageError
    for a service level that the policy does not have.
    """
    for level in policy.service_levels:
        if level.name == service_level:
            break
    else:
        raise UsageError(f"the policy has no service level {service_level!r}")
    if level.hours is not None:
        return start.astimezone(UTC) + timedelta(hours=level.hours)
    day = add_business_days(policy, local_day(policy, start), level.business_days or 0)
    end = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(policy.calendar.time_zone))
    return end.astimezone(UTC) - timedelta(seconds=1)
