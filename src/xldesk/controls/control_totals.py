"""C-22, and the CRM's part of C-21: the desk's figures equal the totals that others state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.controls.examination import of_exceptions
from xldesk.controls.result import ControlException
from xldesk.controls.total_comparison import TotalComparison, compare_totals
from xldesk.records.money import format_minor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.controls.examination import Examination
    from xldesk.controls.result import Outcome

BOOKINGS = "bookings"
"""The measure that goes without saying where a total is named."""


def examine(examination: Examination) -> Outcome:
    """Return the totals of the ERP and the general ledger that differ from the desk's figures."""
    population, found = differences(examination, ("erp", "gl"))
    return of_exceptions(population, found)


def differences(
    examination: Examination, sources: Sequence[str]
) -> tuple[int, list[ControlException]]:
    """Return how many totals of ``sources`` the period has, and those that differ.

    A total counts where its period is the one examined, or lies inside it; without a period
    every total counts. One that cannot be compared counts and is an exception.
    """
    totals = [
        total
        for total in compare_totals(examination.basis.con, examination.basis.policy)
        if total.source in sources and _examined(examination, total)
    ]
    return len(totals), [found for found in map(_exception, totals) if found is not None]


def _examined(examination: Examination, total: TotalComparison) -> bool:
    if examination.first_day is None or total.first_day is None or total.last_day is None:
        return True
    last = examination.last_day or total.last_day
    return examination.first_day <= total.first_day and total.last_day <= last


def _exception(total: TotalComparison) -> ControlException | None:
    if total.desk is None:
        message, amount = total.problem or "", total.stated
    elif total.difference:
        stated = format_minor(total.stated, total.currency)
        held = format_minor(total.desk, total.currency)
        message = f"{total.source.upper()} says {stated}, the desk {held}"
        amount = total.difference
    else:
        return None
    place = f"{total.source}/{total.period}/{total.currency}"
    if total.measure.strip().casefold() != BOOKINGS:
        place = f"{place}/{total.measure}"
    return ControlException("control_total", place, None, message, amount, total.currency)
