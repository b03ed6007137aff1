"""The roles partners play on a deal."""

from __future__ import annotations

from typing import ClassVar, Literal

from xldesk.records.fields import Fraction, Identifier, Text, UtcTime
from xldesk.records.record import Record

Role = Literal["referral", "co_sell", "influence", "fulfilment", "delivery"]


class PartnerRole(Record):
    """One partner's role on one deal. ``agreed_share`` is a fraction of the whole deal (0.25)."""

    KIND: ClassVar[str] = "partner_role"
    KEY: ClassVar[tuple[str, ...]] = ("opportunity_id", "partner_id", "role")

    opportunity_id: Identifier
    partner_id: Identifier
    role: Role
    is_primary: bool = False
    agreed_share: Fraction | None = None
    accepted_by_partner_at: UtcTime | None = None
    accepted_by_us_at: UtcTime | None = None
    accepted_at_stage: Text | None = None
    reason_code: Text | None = None
    evidence: Text | None = None
    recorded_at: UtcTime | None = None
    recorded_by: Text | None = None
