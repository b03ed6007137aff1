"""Which deals a period takes in: those won in it, by close date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.policy.period import period_days

if TYPE_CHECKING:
    from datetime import date

    from xldesk.policy.rulebook import Policy


def won_in(policy: Policy, period: str | None) -> tuple[str, list[date]]:
    """Return a condition on ``deal AS d`` and its parameters: won, and closed in ``period``.

    Without a period: won at any time. Raises UsageError for a period that cannot be read.
    """
    if period is None:
        return "d.is_won", []
    first, last = period_days(policy, period)
    return "d.is_won AND d.close_date BETWEEN ? AND ?", [first, last]
