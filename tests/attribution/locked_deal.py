"""Locked lines, events and outcomes of one deal, as short as a test wants to say them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from xldesk.attribution.adjusting import (
    Adjustment,
    AdjustmentProblem,
    DisputeOutcome,
    adjustments,
)
from xldesk.records.attribution import Attribution
from xldesk.records.opportunity import BookingEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

LOCKED = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
DAY = date(2026, 3, 10)


def line(
    partner: str,
    credit: int,
    category: str = "influenced",
    headline: str = "sourced",
    **fields: Any,
) -> Attribution:
    given_fields = {
        "opportunity_id": "O-1",
        "partner_id": partner,
        "headline_category": headline,
        "line_category": category,
        "role": "any",
        "reason_code": "ANY",
        "model": "taxonomy",
        "share": 0,
        "credit": credit,
        "currency": "USD",
        "status": "locked",
        "policy_version": "v",
        "locked_at": LOCKED,
    }
    return Attribution(**(given_fields | fields))


def event(event_id: str, delta: int, **fields: Any) -> BookingEvent:
    given_fields = {
        "event_id": event_id,
        "opportunity_id": "O-1",
        "date": DAY,
        "kind": "amount_change",
        "amount_delta": delta,
        "currency": "USD",
    }
    return BookingEvent(**(given_fields | fields))


def outcome(dispute_id: str, *lines: Attribution, on: date = DAY) -> DisputeOutcome:
    return DisputeOutcome(dispute_id, on, lines)


def adjusted(
    locked: Sequence[Attribution],
    events: Sequence[BookingEvent],
    outcomes: Sequence[DisputeOutcome] = (),
    **options: Any,
) -> tuple[list[Adjustment], list[AdjustmentProblem]]:
    return adjustments(locked, events, outcomes, **({"time_zone": "UTC"} | options))
