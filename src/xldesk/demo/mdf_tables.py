"""The exports of market development funds, as the PRM writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.demo.prm import plain_amount, stamp
from xldesk.demo.table import Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.demo.mdf import Fund, Request
    from xldesk.demo.mdf_claims import Claim


def fund_table(funds: Sequence[Fund]) -> Table:
    """Return the export of funds."""
    rows = [
        {
            "fund_id": fund.fund_id,
            "partner_id": fund.partner.partner_id,
            "name": f"{fund.partner.name} {fund.period}",
            "period": fund.period,
            "budget": plain_amount(fund.budget, fund.partner.currency),
            "currency": fund.partner.currency,
            "expiry": fund.expiry.isoformat(),
        }
        for fund in funds
    ]
    return Table("mdf_funds", "mdf_fund", tuple(rows[0]), rows)


def request_table(requests: Sequence[Request]) -> Table:
    """Return the export of requests."""
    rows = [_request(request) for request in requests]
    return Table("mdf_requests", "mdf_request", tuple(rows[0]), rows)


def _request(request: Request) -> Row:
    partner = request.fund.partner
    return {
        "request_id": request.request_id,
        "fund_id": request.fund.fund_id,
        "partner_id": partner.partner_id,
        "name": request.name,
        "activity_kind": request.activity_kind,
        "place": request.place,
        "activity_start": request.activity_start.isoformat(),
        "activity_end": request.activity_end.isoformat(),
        "planned_spend": plain_amount(request.planned_spend, partner.currency),
        "currency": partner.currency,
        "expected_leads": str(request.expected_leads),
        "expected_pipeline": plain_amount(request.expected_pipeline, partner.currency),
        "expected_close_rate": request.expected_close_rate,
        "product_family": request.product_family,
        "submitted_at": stamp(request.submitted_at),
        "submitted_by": partner.contacts[0].name,
        "status": request.status,
        "approved_amount": plain_amount(request.approved_amount, partner.currency),
        "decided_at": stamp(request.decided_at),
        "decided_by": request.decided_by or "",
        "second_approver": request.second_approver or "",
    }


def claim_table(claims: Sequence[Claim]) -> Table:
    """Return the export of claims, the last one with an amount that is none."""
    rows = [_claim(claim) for claim in claims]
    unreadable = {
        **rows[-1],
        "claim_id": f"MC-{len(rows) + 1:04}",
        "claimed_amount": "1e309",
        "status": "submitted",
    }
    return Table("mdf_claims", "mdf_claim", tuple(rows[0]), [*rows, unreadable], unreadable=1)


def _claim(claim: Claim) -> Row:
    partner = claim.request.fund.partner
    return {
        "claim_id": claim.claim_id,
        "request_id": claim.request.request_id,
        "partner_id": partner.partner_id,
        "invoice_number": claim.invoice_number,
        "invoice_amount": plain_amount(claim.invoice_amount, partner.currency),
        "claimed_amount": plain_amount(claim.claimed_amount, partner.currency),
        "currency": partner.currency,
        "evidence": "; ".join(claim.evidence),
        "submitted_at": stamp(claim.submitted_at),
        "submitted_by": partner.contacts[1].name,
        "status": claim.status,
        "approved_amount": plain_amount(claim.approved_amount, partner.currency),
        "decided_at": stamp(claim.decided_at),
        "decided_by": claim.decided_by or "",
        "paid_amount": plain_amount(claim.paid_amount, partner.currency),
        "paid_at": str(claim.paid_at or ""),
        "distinct_service": claim.distinct_service or "",
        "fair_value": plain_amount(claim.fair_value, partner.currency),
    }
