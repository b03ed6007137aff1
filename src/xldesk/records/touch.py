"""Touches: partner activity on a deal, as synced from the PRM."""

from __future__ import annotations

from typing import ClassVar, Literal

from xldesk.records.fields import Identifier, Text, UtcTime
from xldesk.records.record import Record

TouchKind = Literal[
    "introduction",
    "meeting",
    "demo",
    "poc",
    "proposal",
    "negotiation",
    "event",
    "content_share",
    "training",
    "mdf_lead",
]


class Touch(Record):
    """One act of one partner, known by opportunity or only by the account's domain."""

    KIND: ClassVar[str] = "touch"
    KEY: ClassVar[tuple[str, ...]] = ("event_id",)

    event_id: Identifier
    partner_id: Identifier
    opportunity_id: Identifier | None = None
    account_domain: Text | None = None
    mdf_request_id: Identifier | None = None
    kind: TouchKind
    occurred_at: UtcTime
    source_system: Text | None = None
    received_at: UtcTime | None = None
