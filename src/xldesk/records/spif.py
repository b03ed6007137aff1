"""SPIFs: incentive programs, their transactions, and who is paid."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from xldesk.records.fields import CurrencyCode, Fraction, Identifier, MinorUnits, Text, UtcTime
from xldesk.records.record import Record

Milestone = Literal["registration_approved", "opportunity_qualified", "closed_won", "go_live"]
SpifState = Literal["accrued", "approved", "paid", "clawed_back", "held"]


class Payee(Record):
    """Who receives an incentive: a person or a company at a partner."""

    KIND: ClassVar[str] = "payee"
    KEY: ClassVar[tuple[str, ...]] = ("payee_id",)

    payee_id: Identifier
    partner_id: Identifier
    kind: Literal["person", "company"]
    tax_status: Text | None = None
    payment_reference: Text | None = None


class SpifProgram(Record):
    """An incentive program; frozen once finance has signed its definitions."""

    KIND: ClassVar[str] = "spif_program"
    KEY: ClassVar[tuple[str, ...]] = ("program_id", "version")

    program_id: Identifier
    version: int = 1
    name: Text
    period: Text
    eligible_payees: tuple[Text, ...] = ()
    eligible_partners: tuple[Text, ...] = ()
    eligible_roles: tuple[Text, ...] = ()
    eligible_products: tuple[Text, ...] = ()
    milestone: Milestone
    rule: Literal["flat", "percent", "tiers", "accelerator"]
    flat_amount: MinorUnits | None = None
    percent: Fraction | None = None
    currency: CurrencyCode
    cap_deal: MinorUnits | None = None
    cap_payee: MinorUnits | None = None
    budget: MinorUnits | None = None
    clawback_days: int | None = None
    signed_at: UtcTime | None = None
    signed_by: Text | None = None


class SpifTransaction(Record):
    """One accrual, payment or claw-back of an incentive."""

    KIND: ClassVar[str] = "spif_transaction"
    KEY: ClassVar[tuple[str, ...]] = ("transaction_id",)

    transaction_id: Identifier
    program_id: Identifier
    payee_id: Identifier
    partner_id: Identifier
    opportunity_id: Identifier | None = None
    registration_id: Identifier | None = None
    milestone: Milestone
    amount: MinorUnits
    currency: CurrencyCode
    state: SpifState
    occurred_on: date
    reason: Text | None = None
    actor: Text | None = None
