"""Opportunities, their lines, their history and what happens to a booking afterwards."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from xldesk.records.fields import CurrencyCode, Evidence, Identifier, MinorUnits, Text, UtcTime
from xldesk.records.record import Record

OpportunityType = Literal["new", "expansion", "renewal"]
BookingEventKind = Literal["amount_change", "cancellation", "refund", "reinstatement"]


class Opportunity(Record):
    """A deal. ``amount`` means bookings: total contract value net of discount and tax.

    It is in minor units of ``currency``. ACV = amount × 12 / term_months (terms under 12: the
    amount); it is never recognised revenue.
    """

    KIND: ClassVar[str] = "opportunity"
    KEY: ClassVar[tuple[str, ...]] = ("opportunity_id",)

    opportunity_id: Identifier
    parent_opportunity_id: Identifier | None = None
    name: Text | None = None
    account_id: Identifier | None = None
    account_name: Text | None = None
    account_domain: Text | None = None
    country: Text | None = None
    product_family: Text | None = None
    type: OpportunityType = "new"
    amount: MinorUnits | None = None
    currency: CurrencyCode
    stage: Text
    created_date: date | None = None
    stage_entered_date: date | None = None
    last_activity_date: date | None = None
    close_date: date | None = None
    go_live_date: date | None = None
    is_closed: bool = False
    is_won: bool = False
    owner: Text | None = None
    owner_region: Text | None = None
    sales_motion: Text | None = None
    contract_id: Identifier | None = None
    term_months: int | None = None
    source_system: Text | None = None
    compliance_flags: Evidence = ()


class OpportunityLine(Record):
    """One product family of a deal, the unit of attribution where lines are given."""

    KIND: ClassVar[str] = "opportunity_line"
    KEY: ClassVar[tuple[str, ...]] = ("opportunity_id", "product_family")

    opportunity_id: Identifier
    product_family: Text
    amount: MinorUnits
    currency: CurrencyCode


class StageChange(Record):
    """A step of a deal from stage to stage, with what it was worth then."""

    KIND: ClassVar[str] = "stage_change"
    KEY: ClassVar[tuple[str, ...]] = ("opportunity_id", "changed_at")

    opportunity_id: Identifier
    stage: Text
    amount: MinorUnits | None = None
    currency: CurrencyCode
    close_date: date | None = None
    changed_at: UtcTime


class BookingEvent(Record):
    """A change of a booking after the win; the difference is posted, the booking never edited."""

    KIND: ClassVar[str] = "booking_event"
    KEY: ClassVar[tuple[str, ...]] = ("event_id",)

    event_id: Identifier
    opportunity_id: Identifier
    date: date
    kind: BookingEventKind
    amount_delta: MinorUnits
    currency: CurrencyCode
    reason: Text | None = None
    source_document: Text | None = None
