"""Deal registrations: a partner's claim to have created an opportunity."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from xldesk.records.fields import CurrencyCode, Evidence, Identifier, MinorUnits, Text, UtcTime
from xldesk.records.record import Record

RegistrationStatus = Literal["submitted", "approved", "rejected", "expired", "converted"]


class DealRegistration(Record):
    """A registration; with approval it sources the lines of its product family."""

    KIND: ClassVar[str] = "deal_registration"
    KEY: ClassVar[tuple[str, ...]] = ("registration_id",)

    registration_id: Identifier
    partner_id: Identifier
    opportunity_id: Identifier | None = None
    customer_name: Text | None = None
    account_domain: Text | None = None
    country: Text | None = None
    product_family: Text | None = None
    amount: MinorUnits | None = None
    currency: CurrencyCode | None = None
    expected_close: date | None = None
    evidence: Evidence = ()
    submitted_at: UtcTime
    submitted_by: Text | None = None
    status: RegistrationStatus = "submitted"
    decided_at: UtcTime | None = None
    decided_by: Text | None = None
    reject_reason: Text | None = None
    expires_at: UtcTime | None = None
    extended: bool = False
