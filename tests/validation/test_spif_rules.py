"""The rules on incentives, case by case (domain model, section 7)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from support.deals import at, co_sell, open_deal, partner, registration, stage_change, won
from validation.expectations import Case, check
from xldesk.records.dispute import Dispute
from xldesk.records.opportunity import BookingEvent
from xldesk.records.spif import Payee, SpifProgram, SpifTransaction

P1 = partner("P1")
PAYEE = Payee(payee_id="Y1", partner_id="P1", kind="person")
PAID = ["spif_transaction|T1"]


def program(**fields: Any) -> SpifProgram:
    """Return a signed program that pays 500 dollars for a deal won."""
    given: dict[str, Any] = {
        "program_id": "S1",
        "name": "Summer",
        "period": "2026-Q2",
        "milestone": "closed_won",
        "rule": "flat",
        "flat_amount": 50_000,
        "currency": "USD",
        "signed_at": at("2026-03-20"),
        "signed_by": "Fay Finn",
    }
    return SpifProgram(**{**given, **fields})


def paid(**fields: Any) -> SpifTransaction:
    """Return 500 dollars paid on July 6 for deal O1."""
    given: dict[str, Any] = {
        "transaction_id": "T1",
        "program_id": "S1",
        "payee_id": "Y1",
        "partner_id": "P1",
        "opportunity_id": "O1",
        "milestone": "closed_won",
        "amount": 50_000,
        "currency": "USD",
        "state": "paid",
        "occurred_on": date(2026, 7, 6),
    }
    return SpifTransaction(**{**given, **fields})


def of(*records: Any) -> list[Any]:
    return [P1, PAYEE, won(), *records]


def dispute(**fields: Any) -> Dispute:
    given: dict[str, Any] = {
        "dispute_id": "D1",
        "opportunity_id": "O1",
        "claimant_partner_id": "P1",
        "claimed_category": "influenced",
        "opened_at": at("2026-07-02"),
        "opened_by": "Pat",
    }
    return Dispute(**{**given, **fields})


def event(kind: str, day: date, delta: int) -> BookingEvent:
    return BookingEvent(
        event_id=f"B-{kind}", opportunity_id="O1", date=day, kind=kind, amount_delta=delta,
        currency="USD",
    )  # fmt: skip


FIRST = paid(transaction_id="T0", occurred_on=date(2026, 7, 3))
GO_LIVE = {"milestone": "go_live"}
BY_REGISTRATION = {"milestone": "registration_approved"}
QUALIFIED = {"milestone": "opportunity_qualified"}
CASES = {
    "SPIF-PROGRAM": [
        Case("signed before", of(program(), paid())),
        Case("not known", of(paid()), PAID),
        Case("never signed", of(program(signed_at=None), paid()), PAID),
        Case("signed afterwards", of(program(signed_at=at("2026-07-07")), paid()), PAID),
        Case("pays for something else", of(program(**QUALIFIED), paid()), PAID),
        Case("pays in another currency", of(program(currency="EUR"), paid()), PAID),
        Case("a later version, signed later",
             of(program(), program(version=2, **GO_LIVE, signed_at=at("2026-07-07")), paid())),
        Case("not yet", of(paid(occurred_on=date(2026, 7, 9)))),
    ],
    "SPIF-ELIGIBLE": [
        Case("everybody is", of(program(), paid())),
        Case("one of the payees", of(program(eligible_payees=("Y1",)), paid())),
        Case("persons", of(program(eligible_payees=("person",)), paid())),
        Case("none of the payees", of(program(eligible_payees=("Y2",)), paid()), PAID),
        Case("an unknown payee", [P1, won(), program(), paid()], PAID),
        Case("a payee of another partner",
             [P1, partner("P2"), won(), program(), PAYEE, paid(partner_id="P2")], PAID),
        Case("none of the partners", of(program(eligible_partners=("P2",)), paid()), PAID),
        Case("one of the products", of(program(eligible_products=("Core",)), paid())),
        Case("none of the products", of(program(eligible_products=("services",)), paid()), PAID),
        Case("a role that is paid", of(program(eligible_roles=("co_sell",)), co_sell(), paid())),
        Case("no role that is paid", of(program(eligible_roles=("co_sell",)), paid()), PAID),
    ],
    "SPIF-MILESTONE": [
        Case("won", of(program(), paid())),
        Case("won later", of(program(), paid(occurred_on=date(2026, 6, 29))), PAID),
        Case("not won", [P1, PAYEE, open_deal(), program(), paid()], PAID),
        Case("no deal", of(program(), paid(opportunity_id=None)), PAID),
        Case("live", [P1, PAYEE, won(go_live_date=date(2026, 7, 6)), program(**GO_LIVE),
                      paid(**GO_LIVE)]),
        Case("live tomorrow", [P1, PAYEE, won(go_live_date=date(2026, 7, 7)),
                               program(**GO_LIVE), paid(**GO_LIVE)], PAID),
        Case("nobody says when it goes live", of(program(**GO_LIVE), paid(**GO_LIVE)), PAID),
        Case("registered", of(registration(), program(**BY_REGISTRATION),
                              paid(**BY_REGISTRATION, registration_id="R1"))),
        Case("registration of nobody", of(program(**BY_REGISTRATION),
                                          paid(**BY_REGISTRATION, registration_id="R1")), PAID),
        Case("registration of another partner",
             of(partner("P2"), registration(partner_id="P2"), program(**BY_REGISTRATION),
                paid(**BY_REGISTRATION, registration_id="R1")), PAID),
        Case("qualified by its history",
             of(stage_change("O1", "Discovery", "2026-03-01"), program(**QUALIFIED),
                paid(**QUALIFIED))),
        Case("qualified by where it stands",
             [P1, PAYEE, open_deal(), program(**QUALIFIED), paid(**QUALIFIED)]),
        Case("still a prospect",
             [P1, PAYEE, open_deal(stage="Prospecting"), program(**QUALIFIED),
              paid(**QUALIFIED)], PAID),
        Case("clawed back", of(program(), paid(state="clawed_back",
                                               occurred_on=date(2026, 6, 29)))),
    ],
    "SPIF-TWICE": [
        Case("approved and then paid",
             of(program(), paid(transaction_id="T0", state="approved"), paid())),
        Case("paid twice", of(program(), FIRST, paid()), PAID),
        Case("paid to two people",
             of(Payee(payee_id="Y2", partner_id="P1", kind="person"), program(),
                FIRST.model_copy(update={"payee_id": "Y2"}), paid())),
    ],
    "SPIF-CAP": [
        Case("up to the caps", of(program(cap_deal=50_000, cap_payee=50_000, budget=50_000),
                                  paid())),
        Case("over the cap of the deal", of(program(cap_deal=49_999), paid()), PAID),
        Case("over the cap of the payee", of(program(cap_payee=49_999), paid()), PAID),
        Case("over the budget", of(program(budget=49_999), paid()), PAID),
        Case("approved and paid is one payout",
             of(program(budget=50_000), paid(transaction_id="T0", state="approved"), paid())),
        Case("what came back is free again",
             of(program(budget=50_000),
                paid(transaction_id="T0", state="clawed_back", occurred_on=date(2026, 7, 5)),
                paid(amount=100_000))),
        Case("the second one",
             of(won("O2", account_domain="b.example"), program(cap_payee=60_000),
                FIRST.model_copy(update={"opportunity_id": "O2"}), paid()), PAID),
    ],
    "SPIF-HELD": [
        Case("no dispute", of(program(), paid())),
        Case("a dispute is open", of(program(), dispute(), paid()), PAID),
        Case("accrued meanwhile", of(program(), dispute(), paid(state="accrued"))),
        Case("resolved before",
             of(program(), dispute(resolved_at=at("2026-07-06"), status="closed"), paid())),
        Case("opened afterwards", of(program(), dispute(opened_at=at("2026-07-07")), paid())),
        Case("the deal is held",
             [P1, PAYEE, won(compliance_flags=("sanctions",)), program(), paid()], PAID,
             others=["COMPLIANCE-HOLD"]),
        Case("the partner is held",
             [partner("P1", compliance_flags=("sanctions",)), PAYEE, won(), program(), paid()],
             PAID, others=["COMPLIANCE-HOLD"]),
    ],
    "SPIF-CLAWBACK": [
        Case("a part of it refunded",
             of(program(), paid(), event("refund", date(2026, 7, 7), -40_000))),
        Case("cancelled", of(program(), paid(),
                             event("cancellation", date(2026, 7, 7), -100_000)), PAID),
        Case("cancelled after the window",
             of(program(clawback_days=0), paid(),
                event("cancellation", date(2026, 7, 7), -100_000))),
        Case("cancelled and back again",
             of(program(), paid(), event("cancellation", date(2026, 7, 7), -100_000),
                event("reinstatement", date(2026, 7, 8), 100_000))),
        Case("clawed back already",
             of(program(), paid(), event("cancellation", date(2026, 7, 7), -100_000),
                paid(transaction_id="T2", state="clawed_back", occurred_on=date(2026, 7, 8)))),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "case"), [(code, case) for code, cases in CASES.items() for case in cases], ids=str
)
def test_rule_on_incentives(code: str, case: Case) -> None:
    for finding in check(case, code):
        assert (finding.severity, finding.scope) == ("block", "payout")
