"""The real dates of what recurs, by the fiscal and the business calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from xldesk.policy.calendar import is_business_day
from xldesk.policy.period import month_of, period_days

if TYPE_CHECKING:
    from xldesk.policy.money import CadenceStep
    from xldesk.policy.rulebook import Policy

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class CadenceDate:
    """One recurrence of a step."""

    day: date
    step: CadenceStep


def cadence_dates(policy: Policy, period: str) -> list[CadenceDate]:
    """Return when every step falls inside ``period``, by day, then in the policy's order.

    A weekly step that meets a holiday moves to the next business day. A step's business day
    counts from the start of its month or quarter, from the end where it is negative.
    """
    first, last = period_days(policy, period)
    found = [
        (day, number, step)
        for number, step in enumerate(policy.cadence)
        for day in _days(policy, step, first, last)
    ]
    return [CadenceDate(day, step) for day, _, step in sorted(found, key=lambda row: row[:2])]


def _days(policy: Policy, step: CadenceStep, first: date, last: date) -> list[date]:
    business = _business_days(policy, first, last)
    if step.every == "day":
        return business
    if step.every == "week":
        wanted = _WEEKDAYS.index(step.weekday or "mon")
        planned = [day for day in _all_days(first, last) if day.weekday() == wanted]
        return [moved for day in planned if (moved := _on_or_after(policy, day)) <= last]
    if step.every == "quarter":
        return _nth(business, step.business_day or 1)
    months: dict[str, list[date]] = {}
    for day in business:
        months.setdefault(month_of(day), []).append(day)
    return [day for days in months.values() for day in _nth(days, step.business_day or 1)]


def _all_days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _business_days(policy: Policy, first: date, last: date) -> list[date]:
    return [day for day in _all_days(first, last) if is_business_day(policy, day)]


def _on_or_after(policy: Policy, day: date) -> date:
    while not is_business_day(policy, day):
        day += timedelta(days=1)
    return day


def _nth(days: list[date], number: int) -> list[date]:
    index = number - 1 if number > 0 else number
    return [days[index]] if -len(days) <= index < len(days) else []
