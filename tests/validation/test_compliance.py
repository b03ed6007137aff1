"""COMPLIANCE-HOLD: flags of deals and partners, and who submitted what he decided."""

from __future__ import annotations

import pytest

from support.deals import at, co_sell, partner, registration, touch, won
from support.world import changed
from validation.expectations import Case, check, found
from xldesk.policy.load import default_policy

P1 = partner("P1")
FLAGGED = partner("P1", compliance_flags=("Sanctions",))
ON_DEAL = "opportunity|O1|partner P1"


def decided(submitted: str | None, by: str | None, **fields: object) -> list[object]:
    return [P1, won(), registration(submitted_by=submitted, decided_by=by, **fields)]


CASES = [
    Case("no flag", [P1, won(), touch()]),
    Case("a side letter", [P1, won(compliance_flags=("Side Letter",))],
         ["opportunity|O1|side letter"]),
    Case("a sanctioned partner that takes no part", [FLAGGED, won()], ["partner|P1|sanctions"]),
    Case("a sanctioned partner on a deal", [FLAGGED, won(), co_sell()],
         [ON_DEAL, "partner|P1|sanctions"]),
    Case("whose activity could count", [FLAGGED, won(), touch()],
         [ON_DEAL, "partner|P1|sanctions"]),
    Case("whose activity never counts", [FLAGGED, won(), touch(kind="training")],
         ["partner|P1|sanctions"]),
    Case("two people", decided("Ann Lee", "Bob Ray")),
    Case("one person", decided("Ann Lee", "ann  LEE"), ["deal_registration|R1"]),
    Case("one company", decided("ann@reseller.example", "bob@Reseller.example"),
         ["deal_registration|R1"]),
    Case("one free-mail provider", decided("ann@gmail.com", "bob@gmail.com")),
    Case("two companies", decided("ann@reseller.example", "bob@us.example")),
    Case("nobody says who", decided(None, None)),
    Case("rejected by the submitter", decided("Ann Lee", "Ann Lee", status="rejected")),
    Case("not decided yet", decided("Ann Lee", "Ann Lee", status="submitted", decided_at=None),
         others=["REG-REVIEW-SLA"]),
    Case("the policy has no flags", [P1, won(compliance_flags=("sanctions",))],
         ["opportunity|O1|sanctions"],
         policy=changed(default_policy(), compliance={"flags": []})),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_compliance_hold(case: Case) -> None:
    check(case, "COMPLIANCE-HOLD")


@pytest.mark.parametrize(
    ("records", "scopes"),
    [
        ([P1, won(compliance_flags=("sanctions",))], [("block", "opportunity")]),
        ([FLAGGED, won(), co_sell()], [("block", "opportunity"), ("block", "payout")]),
        (decided("Ann Lee", "Ann Lee"), [("block", "opportunity")]),
        (
            [P1, registration(submitted_by="Ann Lee", decided_by="Ann Lee")],
            [("block", "payout")],
        ),
        ([P1, won(compliance_flags=("unheard of",))], [("warn", "none")]),
    ],
)
def test_what_it_stops(records: list[object], scopes: list[tuple[str, str]]) -> None:
    assert [(one.severity, one.scope) for one in found(records)] == scopes


def test_the_decision_of_a_later_day_is_not_known_yet() -> None:
    records = decided("Ann Lee", "Ann Lee", decided_at=at("2026-03-01"))
    held = [one for one in found(records, as_of=at("2026-02-01")) if one.scope == "opportunity"]
    assert held == []
