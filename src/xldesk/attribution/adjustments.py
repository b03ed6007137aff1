"""Adjustments after lock: what booking events and decided disputes move, to the cent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.attribution.statements import run_step

if TYPE_CHECKING:
    import duckdb

LOCKED_LINE = {
    "opportunity_id": "VARCHAR",
    "product_family": "VARCHAR",
    "partner_id": "VARCHAR",
    "line_category": "VARCHAR",
    "headline_category": "VARCHAR",
    "credit": "BIGINT",
    "share": "BIGINT",
    "currency": "VARCHAR",
    "locked_at": "TIMESTAMP",
}
"""A locked credit line: credit in minor units, share in parts per million, time in UTC."""

BOOKING_EVENT = {
    "event_id": "VARCHAR",
    "opportunity_id": "VARCHAR",
    "date": "DATE",
    "kind": "VARCHAR",
    "amount_delta": "BIGINT",
    "currency": "VARCHAR",
    "source_file": "VARCHAR",
    "source_row": "BIGINT",
}
"""A booking event and where it came from."""

OUTCOME_LINE = {
    "dispute_id": "VARCHAR",
    "decided_on": "DATE",
    "opportunity_id": "VARCHAR",
    "product_family": "VARCHAR",
    "partner_id": "VARCHAR",
    "line_category": "VARCHAR",
    "headline_category": "VARCHAR",
    "credit": "BIGINT",
    "share": "BIGINT",
    "currency": "VARCHAR",
}
"""A credit line of a deal as it was recomputed after a dispute's outcome; all lines are given."""

POSTED_ADJUSTMENT = {"caused_by": "VARCHAR", "caused_on": "DATE", "posting": "BIGINT"}
"""A cause that is posted already; ``posting`` orders them, such as by ledger position."""


def adjust(con: duckdb.DuckDBPyConnection, time_zone: str) -> None:
    """Work out what every booking event and dispute's outcome moves, for all deals at once.

    Reads the tables ``locked_line``, ``booking_event``, ``outcome_line`` and
    ``posted_adjustment`` with at least the columns above; the order of their rows does not
    matter. Makes two tables, in the order of their causes (day, event or dispute, id):

    ``adjustment(opportunity_id, product_family, partner_id, line_category, headline_category,
    credit, currency, cause, caused_by, caused_on)``: the difference, in minor units, that a cause
    makes to a line; lines without one are left out. The adjustments of an event add up to its
    amount_delta, those of a dispute to nothing, so that locked credit and adjustments together
    are the bookings net of events, per deal, and per partner zero after a cancellation and the
    locked cents after a reinstatement.

    ``adjustment_problem(code, cause, caused_by, caused_on, opportunity_id, field, message,
    remedy, counted, source_file, source_row)``: what is wrong with a cause. It is adjusted all
    the same only where ``counted``.

    ``time_zone`` is the policy's: it says on which day a deal was locked. Causes of that day come
    after the lock. Rule: domain model, section 3, "After lock".
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE adjustment_setting AS SELECT $zone AS time_zone",
        {"zone": time_zone},
    )
    run_step(con, "adjustment_causes")
    run_step(con, "adjustments")
    con.execute("DROP TABLE temp.adjustment_setting")
