"""Claims for the activities that took place, with their proof and payment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from xldesk.demo.days import TODAY, midnight, office_time, working_day
from xldesk.demo.lists import sample_list
from xldesk.demo.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.demo.mdf import Request


@dataclass(frozen=True)
class Claim:
    """Money asked back for an activity, with its proof."""

    claim_id: str
    request: Request
    invoice_number: str
    invoice_amount: int
    claimed_amount: int
    evidence: tuple[str, ...]
    submitted_at: datetime
    status: str
    approved_amount: int | None
    decided_at: datetime | None
    decided_by: str | None
    paid_amount: int | None
    paid_at: date | None
    distinct_service: str | None
    fair_value: int | None


def make_claims(seed: int, requests: Sequence[Request]) -> list[Claim]:
    """Return the claims for activities that took place; about one in nine is never claimed."""
    stream = Stream(seed, "mdf/claims")
    made = [
        claim
        for request in requests
        if request.status == "approved" and request.activity_end < TODAY.date()
        for claim in [_claim(stream, request)]
        if claim is not None
    ]
    made.sort(key=lambda claim: (claim.submitted_at, claim.request.request_id))
    return [replace(claim, claim_id=f"MC-{number:04}") for number, claim in enumerate(made, 1)]


def _claim(stream: Stream, request: Request) -> Claim | None:
    lists = sample_list("mdf")
    fund = request.fund
    partner = fund.partner
    day = working_day(request.activity_end + timedelta(days=stream.between(5, 28)))
    submitted = office_time(stream, max(day, request.activity_end), partner.region)
    approved = request.approved_amount or 0
    claimed = approved if stream.chance(45) else approved * stream.between(820, 999) // 1_000
    spent = claimed * 100 // lists["reimbursement_percent"]
    invoice = spent + spent * stream.between(1, 60) // 1_000
    if partner.currency == "JPY":
        claimed, invoice = claimed // 10 * 10, invoice // 10 * 10 + 10
    proofs = next(a["proof"] for a in lists["activity"] if a["kind"] == request.activity_kind)
    decided = submitted + timedelta(minutes=stream.between(600, 12_000))
    paid_day = working_day(decided.date() + timedelta(days=stream.between(9, 23)))
    paid_day = max(paid_day, decided.date())
    refused = stream.chance(5)
    reviewer = stream.pick(sample_list("people")["staff"]["finance"])
    unclaimed = stream.chance(11)
    if unclaimed or submitted >= TODAY:
        return None
    claim = Claim(
        claim_id="",
        request=request,
        invoice_number=_invoice_number(stream, request),
        invoice_amount=invoice,
        claimed_amount=claimed,
        evidence=tuple(f"{proof.replace(' ', '_')}.pdf" for proof in proofs),
        submitted_at=submitted,
        status="submitted",
        approved_amount=None,
        decided_at=None,
        decided_by=None,
        paid_amount=None,
        paid_at=None,
        distinct_service=lists["service"] if partner.is_customer else None,
        fair_value=claimed * stream.between(90, 115) // 100 if partner.is_customer else None,
    )
    if decided >= TODAY:
        return claim
    claim = replace(claim, decided_at=decided, decided_by=reviewer)
    if refused:
        return replace(claim, status="rejected")
    claim = replace(claim, status="approved", approved_amount=claimed)
    if midnight(paid_day) >= TODAY:
        return claim
    return replace(claim, status="paid", paid_amount=claimed, paid_at=paid_day)


def _invoice_number(stream: Stream, request: Request) -> str:
    partner = request.fund.partner.partner_id[2:]
    return f"{partner}-{request.activity_end:%y%m}-{stream.between(100, 999)}"
