"""Adjustments after lock of records in memory: the same rule as for tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, Literal

from xldesk.attribution.adjustments import (
    BOOKING_EVENT,
    LOCKED_LINE,
    OUTCOME_LINE,
    POSTED_ADJUSTMENT,
    adjust,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import duckdb

    from xldesk.records.attribution import Attribution
    from xldesk.records.fields import Category
    from xldesk.records.opportunity import BookingEvent

Cause = Literal["booking_event", "dispute"]


@dataclass(frozen=True, slots=True)
class DisputeOutcome:
    """A decided dispute with all credit lines of its deal, recomputed by the decision."""

    dispute_id: str
    decided_on: date
    lines: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """The difference that one cause makes to one credit line, in minor units of the currency."""

    opportunity_id: str
    product_family: str
    partner_id: str
    line_category: Category
    headline_category: Category
    credit: int
    currency: str
    cause: Cause
    caused_by: str
    caused_on: date


@dataclass(frozen=True, slots=True)
class AdjustmentProblem:
    """What is wrong with a cause, and what to do; it is adjusted only where ``counted``."""

    code: str
    cause: Cause
    caused_by: str
    caused_on: date
    opportunity_id: str
    field: str
    message: str
    remedy: str
    counted: bool

    def __str__(self) -> str:
        object_kind = self.cause.replace("_", " ")
        return f"{object_kind} {self.caused_by}, {self.field}: {self.message}; {self.remedy}"


def adjustments(
    locked: Iterable[Attribution],
    events: Iterable[BookingEvent],
    outcomes: Iterable[DisputeOutcome] = (),
    *,
    time_zone: str,
    posted: Sequence[tuple[str, date]] = (),
) -> tuple[list[Adjustment], list[AdjustmentProblem]]:
    """Return the adjustments of all causes, and what is wrong with causes, in order of causes.

    ``locked`` are the locked credit lines of the deals; lines without ``locked_at`` are of deals
    that are not locked. ``posted`` names the causes (id and day) whose adjustments stand already,
    in the order of posting: they come first, so that one that arrives late never changes what
    stands. See ``adjust`` for the rule.
    """
    from xldesk.ledger.engine import open_engine  # noqa: PLC0415 -- loads duckdb

    with open_engine() as con:
        _fill(con, "locked_line", LOCKED_LINE, [_line(line) for line in locked])
        _fill(con, "booking_event", BOOKING_EVENT, [event.model_dump() for event in events])
        _fill(
            con,
            "outcome_line",
            OUTCOME_LINE,
            [
                _line(line) | {"dispute_id": outcome.dispute_id, "decided_on": outcome.decided_on}
                for outcome in outcomes
                for line in outcome.lines
            ],
        )
        _fill(
            con,
            "posted_adjustment",
            POSTED_ADJUSTMENT,
            [
                {"caused_by": cause, "caused_on": day, "posting": posting}
                for posting, (cause, day) in enumerate(posted)
            ],
        )
        adjust(con, time_zone)
        found = con.execute("SELECT * FROM adjustment").fetchall()
        problems = con.execute(
            "SELECT * EXCLUDE (source_file, source_row) FROM adjustment_problem"
        ).fetchall()
    return [Adjustment(*row) for row in found], [AdjustmentProblem(*row) for row in problems]


def _line(line: Attribution) -> dict[str, Any]:
    """Return the fields of a credit line, its time in UTC without a zone as tables have it."""
    row = line.model_dump()
    if line.locked_at is not None:
        row["locked_at"] = line.locked_at.astimezone(UTC).replace(tzinfo=None)
    return row


def _fill(
    con: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], rows: list[dict[str, Any]]
) -> None:
    values = ", ".join(
        f"unnest(${name}::{of_type}[]) AS {name}" for name, of_type in columns.items()
    )
    con.execute(
        f"CREATE TABLE {table} AS SELECT {values}",
        {name: [row.get(name) for row in rows] for name in columns},
    )
