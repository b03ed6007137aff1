"""The rules on market development funds, case by case (domain model, section 6)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from support.deals import at, partner
from validation.expectations import Case, check, found
from xldesk.records.mdf import MdfClaim, MdfFund, MdfRequest, MdfTransaction

P1 = partner("P1")
FUND = MdfFund(
    fund_id="F1", partner_id="P1", period="2026-Q1", budget=5_000_000, currency="USD",
    expiry=date(2026, 6, 30),
)  # fmt: skip
REQUEST, CLAIM = ["mdf_request|Q1"], ["mdf_claim|C1"]


def request(**fields: Any) -> MdfRequest:
    """Return a webinar of March 2 and 3, asked for four weeks before and approved in time."""
    given: dict[str, Any] = {
        "request_id": "Q1",
        "fund_id": "F1",
        "partner_id": "P1",
        "activity_kind": "digital",
        "activity_start": date(2026, 3, 2),
        "activity_end": date(2026, 3, 3),
        "planned_spend": 200_000,
        "currency": "USD",
        "submitted_at": at("2026-02-02"),
        "submitted_by": "Ann Lee",
        "status": "approved",
        "approved_amount": 200_000,
        "decided_at": at("2026-02-05"),
        "decided_by": "Bob Ray",
    }
    return MdfRequest(**{**given, **fields})


def claim(**fields: Any) -> MdfClaim:
    """Return a claim for that request, with its invoice and report, approved and paid."""
    given: dict[str, Any] = {
        "claim_id": "C1",
        "request_id": "Q1",
        "partner_id": "P1",
        "invoice_number": "I-1",
        "invoice_amount": 200_000,
        "claimed_amount": 200_000,
        "currency": "USD",
        "evidence": ("Campaign_Report-March.pdf",),
        "submitted_at": at("2026-03-20"),
        "submitted_by": "Ann Lee",
        "status": "paid",
        "approved_amount": 200_000,
        "decided_at": at("2026-03-25"),
        "decided_by": "Cai Fox",
        "paid_amount": 200_000,
        "paid_at": date(2026, 4, 2),
    }
    return MdfClaim(**{**given, **fields})


def of(*records: Any) -> list[Any]:
    return [P1, FUND, *records]


BIG = {"approved_amount": 1_000_001, "planned_spend": 1_000_001}
CASES = {
    "MDF-REQUEST-LATE": [
        Case("ten business days before", of(request(submitted_at=at("2026-02-16")))),
        Case("nine", of(request(submitted_at=at("2026-02-17"),
                                decided_at=at("2026-02-18"))), REQUEST),
        Case("nine, and rejected",
             of(request(submitted_at=at("2026-02-17"), status="rejected"))),
    ],
    "MDF-APPROVAL": [
        Case("approved, claimed and paid in order", of(request(), claim())),
        Case("approved on the first day", of(request(decided_at=at("2026-03-02")))),
        Case("approved the day after", of(request(decided_at=at("2026-03-03"))), REQUEST),
        Case("approved by nobody", of(request(decided_by=None)), REQUEST),
        Case("paid without an approval", of(request(status="submitted", approved_amount=None,
             decided_at=None, decided_by=None), claim()), CLAIM),
        Case("claimed, not approved, for a request not approved",
             of(request(status="rejected", approved_amount=None),
                claim(status="submitted", approved_amount=None, decided_at=None, paid_at=None,
                      paid_amount=None))),
    ],
    "MDF-SECOND-APPROVER": [
        Case("at the limit", of(request(approved_amount=1_000_000))),
        Case("above it with one", of(request(**BIG)), REQUEST),
        Case("above it with two", of(request(**BIG, second_approver="Cai Fox"))),
        Case("above it with one under two names",
             of(request(**BIG, second_approver="bob  RAY")), REQUEST),
        Case("asked for, not approved", of(request(**BIG, status="submitted", decided_at=None))),
    ],
    "MDF-CLAIM-WINDOW": [
        Case("on the last day", of(request(), claim(submitted_at=at("2026-04-02"),
             decided_at=at("2026-04-03"), paid_at=date(2026, 4, 9)))),
        Case("a day late", of(request(), claim(submitted_at=at("2026-04-03"),
             decided_at=at("2026-04-04"), paid_at=date(2026, 4, 9))), CLAIM),
        Case("before the activity", of(request(), claim(submitted_at=at("2026-03-01"))), CLAIM),
        Case("late, and rejected", of(request(), claim(submitted_at=at("2026-05-01"),
             status="rejected", paid_at=None, paid_amount=None))),
    ],
    "MDF-CLAIM-OVER": [
        Case("all that was approved", of(request(), claim())),
        Case("a cent more than approved", of(request(approved_amount=199_999), claim()), CLAIM),
        Case("a cent more than the invoice",
             of(request(), claim(invoice_amount=199_999)), CLAIM),
        Case("no invoice amount to compare with", of(request(), claim(invoice_amount=None))),
        Case("two claims that go beyond it together",
             of(request(), claim(claim_id="C0", approved_amount=100_000, paid_amount=100_000),
                claim()),
             CLAIM),
        Case("approved for less than it asks",
             of(request(approved_amount=150_000),
                claim(approved_amount=150_000, paid_amount=150_000))),
        Case("rejected", of(request(approved_amount=1),
             claim(status="rejected", paid_at=None, paid_amount=None))),
    ],
    "MDF-PROOF": [
        Case("invoice and report", of(request(), claim())),
        Case("no report", of(request(), claim(evidence=("photo.jpg",))), CLAIM),
        Case("no invoice", of(request(), claim(invoice_number=None)), CLAIM),
        Case("the invoice as a file",
             of(request(), claim(invoice_number=None,
                                 evidence=("invoice.pdf", "campaign report.pdf")))),
        Case("a kind that the policy does not know",
             of(request(activity_kind="parade"), claim()), CLAIM),
    ],
    "MDF-PAID-OVER": [
        Case("in two parts of it", of(request(), claim(paid_amount=120_000))),
        Case("a cent more", of(request(), claim(paid_amount=200_001)), CLAIM),
        Case("rejected and paid", of(request(), claim(status="rejected")), CLAIM),
        Case("paid later than as of", of(request(), claim(paid_amount=200_001)),
             as_of=at("2026-04-01")),
    ],
    "MDF-CURRENCY": [
        Case("a request in another than its fund",
             of(request(currency="EUR")), REQUEST),
        Case("a claim in another than its request", of(request(), claim(currency="EUR")), CLAIM),
        Case("a movement in another than its fund",
             of(MdfTransaction(transaction_id="T1", fund_id="F1", kind="allocate", amount=1,
                               currency="EUR", posted_at=at("2026-01-02"))),
             ["mdf_transaction|T1"]),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "case"), [(code, case) for code, cases in CASES.items() for case in cases], ids=str
)
def test_rule_on_funds(code: str, case: Case) -> None:
    for finding in check(case, code):
        assert (finding.severity, finding.scope) == ("block", "payout")


def test_who_asks_does_not_decide() -> None:
    findings = found(of(request(decided_by="Ann Lee"), claim(decided_by="ann lee")))
    assert {(one.code, one.object_id, one.scope) for one in findings} == {
        ("COMPLIANCE-HOLD", "Q1", "payout"),
        ("COMPLIANCE-HOLD", "C1", "payout"),
    }
