"""Partners and the people to reach there."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from xldesk.records.fields import CurrencyCode, Evidence, Identifier, Text
from xldesk.records.record import Record

PartnerType = Literal["referral", "reseller", "si", "isv", "msp", "distributor", "hyperscaler"]
PartnerStatus = Literal["active", "inactive"]


class Contact(BaseModel):
    """A person at a partner. Personal data: kept in an erasable table, never in the chain."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: Text
    email: Text
    role: Text = ""
    language: Text = ""


class Partner(Record):
    """A company that refers, sells, delivers or builds together with us."""

    KIND: ClassVar[str] = "partner"
    KEY: ClassVar[tuple[str, ...]] = ("partner_id",)

    partner_id: Identifier
    name: Text
    type: PartnerType | None = None
    tier: Text | None = None
    region: Text | None = None
    currency: CurrencyCode | None = None
    status: PartnerStatus = "active"
    agreement_start: date | None = None
    agreement_end: date | None = None
    is_customer: bool = False
    compliance_flags: Evidence = ()
    contacts: tuple[Contact, ...] = ()
