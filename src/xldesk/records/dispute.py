"""Disputes over credit."""

from __future__ import annotations

from typing import ClassVar, Literal

from xldesk.records.fields import Category, Evidence, Fraction, Identifier, Text, UtcTime
from xldesk.records.record import Record

DisputeStatus = Literal[
    "opened", "acknowledged", "under_review", "decided", "appealed", "escalated", "closed"
]


class Dispute(Record):
    """A partner's claim against the credit of one deal."""

    KIND: ClassVar[str] = "dispute"
    KEY: ClassVar[tuple[str, ...]] = ("dispute_id",)

    dispute_id: Identifier
    opportunity_id: Identifier
    claimant_partner_id: Identifier
    claimed_category: Category
    claimed_share: Fraction | None = None
    opened_at: UtcTime
    opened_by: Text
    level: int = 1
    due_at: UtcTime | None = None
    status: DisputeStatus = "opened"
    resolution: Text | None = None
    resolved_by: Text | None = None
    resolved_at: UtcTime | None = None
    evidence: Evidence = ()
