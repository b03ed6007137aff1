"""The real dates of what recurs, by the fiscal and the business calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from xldesk.policy.calendar import WEEKDAYS, add_business_days, is_business_day
from xldesk.policy.period import month_of, period_days, quarters

if TYPE_CHECKING:
    from xldesk.policy.money import CadenceStep
    from xldesk.policy.rulebook import Policy

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CadenceDate:
    """One recurrence of a step."""

    day: date
    step: CadenceStep


def cadence_dates(policy: Policy, period: str) -> list[CadenceDate]:
    """Return when every step falls inside ``period``, by day, then in the policy's order.

    A weekly step that meets a holiday moves to the next business day, even into the next
    period. A step's business day counts from the start of its month or fiscal quarter, from the
    end where it is negative; a month with fewer business days ends the count at its last one
    (the first, where it counts from the end).
    """
    first, last = period_days(policy, period)
    found = [
        (day, number, step)
        for number, step in enumerate(policy.cadence)
        for day in _days(policy, step, first, last)
        if first <= day <= last
    ]
    return [CadenceDate(day, step) for day, _, step in sorted(found, key=lambda row: row[:2])]


def _days(policy: Policy, step: CadenceStep, first: date, last: date) -> Iterator[date]:
    """Yield the days of ``step`` in the period, perhaps some beside it too."""
    if step.every == "day":
        yield from _business_days(policy, first, last)
    elif step.every == "week":
        for day in _all_days(first - _WEEK, last):
            if WEEKDAYS[day.weekday()] == step.weekday:
                yield add_business_days(policy, day, 0)
    else:
        for part in _parts(policy, step, first, last):
            days = list(_business_days(policy, *period_days(policy, part)))
            if days:
                yield _nth(days, step.business_day or 1)


def _parts(policy: Policy, step: CadenceStep, first: date, last: date) -> Iterable[str]:
    """Return the months or fiscal quarters that have a day from ``first`` to ``last``."""
    if step.every == "quarter":
        return quarters(policy, first, last)
    return dict.fromkeys(map(month_of, _all_days(first, last)))


def _all_days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


def _business_days(policy: Policy, first: date, last: date) -> Iterator[date]:
    return (day for day in _all_days(first, last) if is_business_day(policy, day))


def _nth(days: list[date], number: int) -> date:
    if number > 0:
        return days[min(number, len(days)) - 1]
    return days[max(number, -len(days))]
