"""Totals that others state, beside what the desk holds: one query for all of them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import select

from xldesk.errors import UsageError
from xldesk.ledger.tables import ROW_SET
from xldesk.policy.period import period_days
from xldesk.records.money import major

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from xldesk.intake.completeness import Completeness
    from xldesk.ledger.ledger import Ledger
    from xldesk.policy.rulebook import Policy

MEASURES = ("bookings", "pipeline")
"""What can be compared: amounts of won and of open deals, by close date."""


@dataclass(frozen=True, slots=True)
class TotalComparison:
    """A control total and the desk's own figure, in minor units of ``currency``.

    ``desk`` is None where the total cannot be compared; ``problem`` then says why. The days are
    those of the period, None where it is none of the policy.
    """

    source: str
    period: str
    currency: str
    measure: str
    first_day: date | None
    last_day: date | None
    stated: int
    desk: int | None
    problem: str | None = None

    @property
    def difference(self) -> int | None:
        """What the desk holds beyond the total; None where it cannot be compared."""
        return None if self.desk is None else self.desk - self.stated

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON: amounts as decimal text of whole units."""
        amounts = {"stated": self.stated, "desk": self.desk, "difference": self.difference}
        return {
            "source": self.source,
            "period": self.period,
            "currency": self.currency,
            "measure": self.measure,
            **{
                name: None if amount is None else str(major(amount, self.currency))
                for name, amount in amounts.items()
            },
            "problem": self.problem,
        }


def compare_totals(con: duckdb.DuckDBPyConnection, policy: Policy) -> list[TotalComparison]:
    """Return every control total in ``con``, compared, by source, period, currency and measure."""
    periods = con.execute("SELECT DISTINCT period FROM control_total ORDER BY period").fetchall()
    problems: dict[str, str] = {}
    con.execute(
        "CREATE OR REPLACE TEMP TABLE total_period (period VARCHAR, first_day DATE, last_day DATE)"
    )
    for (period,) in periods:
        first: date | None = None
        last: date | None = None
        try:
            first, last = period_days(policy, period)
        except UsageError as error:
            problems[period] = error.message
        con.execute("INSERT INTO total_period VALUES (?, ?, ?)", [period, first, last])
    sql = files("xldesk.controls").joinpath("sql", "control_total.sql").read_text("utf-8")
    compared = []
    for source, period, currency, measure, first, last, stated, held in con.execute(sql).fetchall():
        problem = problems.get(period)
        if problem is None and held is None:
            problem = f"{measure!r} cannot be compared; the measures are {' and '.join(MEASURES)}"
        desk = int(held) if problem is None else None
        compared.append(
            TotalComparison(
                source, period, currency, measure, first, last, int(stated), desk, problem
            )
        )
    return compared


def after_intake(
    ledger: Ledger, policy: Policy, reports: Sequence[Completeness]
) -> list[list[TotalComparison]]:
    """Return for each file just read the control totals that it is about, compared at the head.

    A file of opportunities is about the totals of its currencies whose period has one of its
    close dates' days between the first and the last; a file of control totals about those of its
    currencies. A total that cannot be compared is said wherever its currency is read.
    """
    if not _has_totals(ledger):
        return [[] for _ in reports]
    with closing(ledger.snapshot().connect()) as con:
        compared = compare_totals(con, policy)
    return [[total for total in compared if _concerns(total, report)] for report in reports]


def _has_totals(ledger: Ledger) -> bool:
    wanted = select(ROW_SET.c.kind).where(ROW_SET.c.kind == "control_total").limit(1)
    with ledger.database.reading() as connection:
        return connection.execute(wanted).first() is not None


def _concerns(total: TotalComparison, report: Completeness) -> bool:
    if report.kind == "control_total":
        return total.currency in report.totals
    days = report.close_dates.get(total.currency)
    if days is None:
        return False
    if total.first_day is None or total.last_day is None:
        return True
    return days[0] <= total.last_day.isoformat() and total.first_day.isoformat() <= days[1]
