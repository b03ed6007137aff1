"""Market development funds: budget, request, claim, and every movement of money."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from xldesk.records.fields import (
    CurrencyCode,
    Evidence,
    Fraction,
    Identifier,
    MinorUnits,
    Text,
    UtcTime,
)
from xldesk.records.record import Record

MdfRequestStatus = Literal["draft", "submitted", "approved", "rejected", "cancelled", "expired"]
MdfClaimStatus = Literal["submitted", "approved", "rejected", "paid"]
MdfMovement = Literal[
    "allocate", "commit", "release", "claim", "pay", "reclaim", "reallocate", "expire"
]


class MdfFund(Record):
    """A partner's budget for a period, in minor units of its currency."""

    KIND: ClassVar[str] = "mdf_fund"
    KEY: ClassVar[tuple[str, ...]] = ("fund_id",)

    fund_id: Identifier
    partner_id: Identifier
    name: Text | None = None
    period: Text
    budget: MinorUnits
    currency: CurrencyCode
    expiry: date


class MdfRequest(Record):
    """A planned activity and what it should bring; approved before it happens."""

    KIND: ClassVar[str] = "mdf_request"
    KEY: ClassVar[tuple[str, ...]] = ("request_id",)

    request_id: Identifier
    fund_id: Identifier
    partner_id: Identifier
    name: Text | None = None
    activity_kind: Text
    place: Text | None = None
    activity_start: date
    activity_end: date
    planned_spend: MinorUnits
    currency: CurrencyCode
    expected_leads: int | None = None
    expected_pipeline: MinorUnits | None = None
    expected_close_rate: Fraction | None = None
    product_family: Text | None = None
    submitted_at: UtcTime
    submitted_by: Text | None = None
    status: MdfRequestStatus = "submitted"
    approved_amount: MinorUnits | None = None
    decided_at: UtcTime | None = None
    decided_by: Text | None = None
    second_approver: Text | None = None


class MdfClaim(Record):
    """Money asked back for an activity, with its proof."""

    KIND: ClassVar[str] = "mdf_claim"
    KEY: ClassVar[tuple[str, ...]] = ("claim_id",)

    claim_id: Identifier
    request_id: Identifier
    partner_id: Identifier
    invoice_number: Text | None = None
    invoice_amount: MinorUnits | None = None
    claimed_amount: MinorUnits
    currency: CurrencyCode
    evidence: Evidence = ()
    submitted_at: UtcTime
    submitted_by: Text | None = None
    status: MdfClaimStatus = "submitted"
    approved_amount: MinorUnits | None = None
    decided_at: UtcTime | None = None
    decided_by: Text | None = None
    paid_amount: MinorUnits | None = None
    paid_at: date | None = None
    distinct_service: Text | None = None
    fair_value: MinorUnits | None = None


class MdfTransaction(Record):
    """One movement of a fund. ``amount`` is signed only for ``reallocate`` (minus: given away)."""

    KIND: ClassVar[str] = "mdf_transaction"
    KEY: ClassVar[tuple[str, ...]] = ("transaction_id",)

    transaction_id: Identifier
    fund_id: Identifier
    kind: MdfMovement
    amount: MinorUnits
    currency: CurrencyCode
    posted_at: UtcTime
    request_id: Identifier | None = None
    claim_id: Identifier | None = None
    reason: Text | None = None
    actor: Text | None = None
