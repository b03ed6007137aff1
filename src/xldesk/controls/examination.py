"""What every control works with: the state, the ledger, and the period it is run for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from xldesk.controls.result import ControlException, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from xldesk.ledger.basis import Basis
    from xldesk.ledger.ledger import Ledger

SHOWN_EXCEPTIONS = 1_000
"""Exceptions listed one by one for each control; the count goes on beyond."""


@dataclass(frozen=True, slots=True)
class Examination:
    """One run of the checklist. ``first_day`` and ``last_day`` are None without a period."""

    basis: Basis
    ledger: Ledger
    period: str | None
    first_day: date | None
    last_day: date | None


def open_scope(examination: Examination) -> None:
    """Create the tables that the controls' SQL reads their scope from.

    scope_opportunity has the opportunities won in the period (all won ones without a period),
    scope_day the period's first and last day, far away ones without a period.
    """
    con = examination.basis.con
    con.execute(
        "CREATE OR REPLACE TEMP TABLE scope_day AS SELECT "
        "coalesce($first, DATE '0001-01-01') AS first_day, "
        "coalesce($last, DATE '9999-12-31') AS last_day, $first IS NULL AS is_everything",
        {"first": examination.first_day, "last": examination.last_day},
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE scope_opportunity AS "
        "SELECT o.* FROM opportunity AS o CROSS JOIN scope_day AS s "
        "WHERE coalesce(o.is_won, false) "
        "AND (s.is_everything OR o.close_date BETWEEN s.first_day AND s.last_day)"
    )


def by_query(examination: Examination, name: str) -> Outcome:
    """Return what the control's SQL found.

    It has a row for every member of the population: object_kind, object_id, opportunity_id,
    message (NULL where all is well), amount and currency. An object's amount is at stake once,
    however often it is an exception.
    """
    con = examination.basis.con
    sql = files("xldesk.controls").joinpath("sql", f"{name}.sql").read_text("utf-8")
    con.execute(f"CREATE OR REPLACE TEMP TABLE examined AS {sql}")
    counted = con.execute("SELECT count(*), count(message) FROM examined").fetchone() or (0, 0)
    found = con.execute(
        "SELECT object_kind, object_id, opportunity_id, message, amount, currency FROM examined "
        "WHERE message IS NOT NULL "
        "ORDER BY object_kind, object_id, opportunity_id NULLS FIRST, message LIMIT ?",
        [SHOWN_EXCEPTIONS],
    ).fetchall()
    stakes = con.execute(
        "SELECT currency, CAST(sum(amount) AS BIGINT) FROM ("
        "SELECT currency, max(abs(amount)) AS amount FROM examined "
        "WHERE message IS NOT NULL AND amount <> 0 AND currency IS NOT NULL "
        "GROUP BY coalesce(opportunity_id, object_kind || ' ' || object_id), currency) "
        "GROUP BY currency ORDER BY currency"
    ).fetchall()
    return Outcome(
        population=counted[0],
        exceptions=tuple(ControlException(*row) for row in found),
        exception_count=counted[1],
        at_stake=dict(stakes),
    )


def of_exceptions(population: int, found: Sequence[ControlException]) -> Outcome:
    """Return the outcome of a control that listed its exceptions itself."""
    stakes: dict[str, int] = {}
    for exception in found:
        if exception.amount and exception.currency is not None:
            stakes[exception.currency] = stakes.get(exception.currency, 0) + abs(exception.amount)
    return Outcome(
        population, tuple(found[:SHOWN_EXCEPTIONS]), len(found), dict(sorted(stakes.items()))
    )
