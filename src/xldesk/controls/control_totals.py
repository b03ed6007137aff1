"""C-22, and the CRM's part of C-21: bookings equal the totals that others state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.controls.examination import of_exceptions
from xldesk.controls.result import ControlException
from xldesk.errors import UsageError
from xldesk.policy.period import period_days
from xldesk.records.money import format_minor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.controls.examination import Examination
    from xldesk.controls.result import Outcome

BOOKINGS = "bookings"
"""The measure that can be tied out: amounts of won deals by close date."""


def examine(examination: Examination) -> Outcome:
    """Return the totals of the ERP and the general ledger that differ from won bookings."""
    population, found = differences(examination, ("erp", "gl"))
    return of_exceptions(population, found)


def differences(
    examination: Examination, sources: Sequence[str]
) -> tuple[int, list[ControlException]]:
    """Return how many totals of ``sources`` the period has, and those that differ.

    A total counts where its period is the one examined, or lies inside it; without a period
    every total counts.
    """
    totals = examination.basis.con.execute(
        "SELECT source, period, currency, amount FROM control_total "
        "WHERE measure = ? AND list_contains(?, source) ORDER BY source, period, currency",
        [BOOKINGS, list(sources)],
    ).fetchall()
    population, found = 0, []
    for source, period, currency, amount in totals:
        try:
            first, last = period_days(examination.basis.policy, period)
        except UsageError as error:
            population += 1
            found.append(_exception(source, period, currency, amount, error.message))
            continue
        if examination.first_day is not None and not (
            examination.first_day <= first and last <= (examination.last_day or last)
        ):
            continue
        population += 1
        booked = examination.basis.con.execute(
            "SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) FROM opportunity "
            "WHERE is_won AND currency = ? AND close_date BETWEEN ? AND ?",
            [currency, first, last],
        ).fetchone()
        difference = (booked[0] if booked else 0) - amount
        if difference:
            found.append(
                _exception(
                    source,
                    period,
                    currency,
                    difference,
                    f"{source.upper()} says {format_minor(amount, currency)}, the desk "
                    f"{format_minor(amount + difference, currency)}",
                )
            )
    return population, found


def _exception(
    source: str, period: str, currency: str, amount: int, message: str
) -> ControlException:
    return ControlException(
        "control_total", f"{source}/{period}/{currency}", None, message, amount, currency
    )
