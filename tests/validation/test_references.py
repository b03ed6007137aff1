"""REF-UNKNOWN, case by case, and the nearest known spelling."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.deals import (
    at,
    co_sell,
    line,
    open_deal,
    partner,
    registration,
    stage_change,
    touch,
    won,
)
from support.world import changed, plain_basis
from validation.expectations import Case, check, found
from xldesk.policy.load import default_policy
from xldesk.records.mdf import MdfClaim, MdfFund, MdfRequest, MdfTransaction
from xldesk.records.opportunity import BookingEvent
from xldesk.validation import nearest as spelling
from xldesk.validation.findings import findings
from xldesk.validation.nearest import nearest
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from xldesk.records.record import Record

P1 = partner("P1")

PRODUCTS = changed(
    default_policy(),
    products=[{"family": "GTX Pro"}, {"family": "MG Special", "aliases": ["Magic"]}],
)


def fund(**fields: object) -> MdfFund:
    """Return a fund of partner P1."""
    given: dict[str, object] = {
        "fund_id": "F1",
        "partner_id": "P1",
        "period": "2026-Q2",
        "budget": 100,
        "currency": "USD",
        "expiry": date(2026, 12, 31),
    }
    return MdfFund.model_validate({**given, **fields})


def request(**fields: object) -> MdfRequest:
    """Return a request on fund F1."""
    given: dict[str, object] = {
        "request_id": "Q1",
        "fund_id": "F1",
        "partner_id": "P1",
        "activity_kind": "event",
        "activity_start": date(2026, 5, 1),
        "activity_end": date(2026, 5, 2),
        "planned_spend": 50,
        "currency": "USD",
        "submitted_at": at("2026-03-01"),
    }
    return MdfRequest.model_validate({**given, **fields})


def claim(**fields: object) -> MdfClaim:
    """Return a claim on request Q1."""
    given: dict[str, object] = {
        "claim_id": "C1",
        "request_id": "Q1",
        "partner_id": "P1",
        "claimed_amount": 50,
        "currency": "USD",
        "submitted_at": at("2026-05-10"),
    }
    return MdfClaim.model_validate({**given, **fields})


def movement(**fields: object) -> MdfTransaction:
    """Return a payment on fund F1."""
    given: dict[str, object] = {
        "transaction_id": "T1",
        "fund_id": "F1",
        "kind": "pay",
        "amount": 50,
        "currency": "USD",
        "posted_at": at("2026-06-01"),
    }
    return MdfTransaction.model_validate({**given, **fields})


def booking(opportunity_id: str) -> BookingEvent:
    """Return a refund of one dollar."""
    return BookingEvent(
        event_id="B1",
        opportunity_id=opportunity_id,
        date=date(2026, 7, 1),
        kind="refund",
        amount_delta=-100,
        currency="USD",
    )


KNOWN = [
    P1,
    won(),
    open_deal("O2", parent_opportunity_id="O1"),
    line("O1", "core", 1),
    stage_change("O1", "Discovery", "2026-02-01"),
    booking("O1"),
    registration(opportunity_id="O1"),
    co_sell(),
    touch(mdf_request_id="Q1"),
    fund(),
    request(),
    claim(),
    movement(request_id="Q1", claim_id="C1"),
]

CASES = [
    Case(
        "everything is known",
        KNOWN,
        others=["MDF-PROOF"],
    ),
    Case("registration, partner", [won(), registration()], ["deal_registration|R1|partner_id"]),
    Case(
        "registration, opportunity",
        [P1, registration(opportunity_id="O9")],
        ["deal_registration|R1|opportunity_id"],
    ),
    Case("role, partner", [won(), co_sell()], ["partner_role|O1/P1/co_sell|partner_id"]),
    Case("role, opportunity", [P1, co_sell()], ["partner_role|O1/P1/co_sell|opportunity_id"]),
    Case(
        "touch, both",
        [touch()],
        ["touch|E1|opportunity_id", "touch|E1|partner_id"],
    ),
    Case("touch by domain needs no deal", [P1, touch(account_domain="acme.example")]),
    Case(
        "touch, request",
        [P1, won(), touch(mdf_request_id="Q9")],
        ["touch|E1|mdf_request_id"],
    ),
    Case("parent", [won(parent_opportunity_id="O9")], ["opportunity|O1|parent_opportunity_id"]),
    Case("line", [line("O9", "core", 1)], ["opportunity_line|O9/core|opportunity_id"]),
    Case(
        "stage change",
        [stage_change("O9", "Discovery", "2026-02-01")],
        ["stage_change|O9/2026-02-01T12:00:00.000000Z|opportunity_id"],
    ),
    Case("booking event", [booking("O9")], ["booking_event|B1|opportunity_id"]),
    Case("fund, partner", [fund()], ["mdf_fund|F1|partner_id"]),
    Case("request, fund", [P1, request()], ["mdf_request|Q1|fund_id"]),
    Case("claim, request", [P1, claim()], ["mdf_claim|C1|request_id"]),
    Case(
        "movement, each of three",
        [movement(request_id="Q1", claim_id="C1")],
        [
            "mdf_transaction|T1|claim_id",
            "mdf_transaction|T1|fund_id",
            "mdf_transaction|T1|request_id",
        ],
    ),
    Case("any product where the policy lists none", [won(product_family="anything")]),
    Case("a listed product", [won(product_family="GTX Pro")], policy=PRODUCTS),
    Case("no product", [won(product_family=None)], policy=PRODUCTS),
    Case(
        "a product not listed",
        [won(product_family="GTXPro")],
        ["opportunity|O1|product_family"],
        policy=PRODUCTS,
    ),
    Case(
        "an alias is a proposal, not a product",
        [P1, registration(product_family="Magic")],
        ["deal_registration|R1|product_family"],
        policy=PRODUCTS,
    ),
]


OTHER_ACCOUNT = ["deal_registration|R1|opportunity_id"]
NAMES = {"account_domain": None, "country": None}
P2 = partner("P2")

FOREIGN = [
    Case(
        "a deal of another domain",
        [P1, won(), registration(opportunity_id="O1", account_domain="zeta.example")],
        OTHER_ACCOUNT,
    ),
    Case(
        "one domain, other names",
        [
            P1,
            won(account_name="Acme"),
            registration(
                opportunity_id="O1",
                account_domain="https://www.ACME.example/shop",
                customer_name="Acme Nord",
            ),
        ],
    ),
    Case(
        "other names, no domains",
        [
            P1,
            won(**NAMES, account_name="Acme"),
            registration(opportunity_id="O1", **NAMES, customer_name="Zeta"),
        ],
        OTHER_ACCOUNT,
    ),
    Case(
        "other names, a domain on one side, a free-mail domain on the other",
        [
            P1,
            won(account_name="Acme"),
            registration(opportunity_id="O1", account_domain="gmail.com", customer_name="Zeta"),
        ],
        OTHER_ACCOUNT,
    ),
    Case(
        "one name in two spellings",
        [
            P1,
            won(**NAMES, account_name="Acme, Inc."),
            registration(opportunity_id="O1", **NAMES, customer_name="ACME"),
        ],
    ),
    Case(
        "one domain, another country",
        [P1, won(), registration(opportunity_id="O1", country="DE")],
        OTHER_ACCOUNT,
    ),
    Case(
        "a country on one side",
        [P1, won(), registration(opportunity_id="O1", country=None)],
    ),
    Case(
        "nothing but the id",
        [P1, won(), registration(opportunity_id="O1", **NAMES)],
    ),
    Case(
        "a rejected registration claims nothing",
        [
            P1,
            won(),
            registration(opportunity_id="O1", account_domain="zeta.example", status="rejected"),
        ],
    ),
    Case(
        "a request on another partner's fund",
        [P1, P2, fund(), request(partner_id="P2")],
        ["mdf_request|Q1|fund_id"],
    ),
    Case(
        "a claim on another partner's request",
        [P1, P2, fund(), request(), claim(partner_id="P2")],
        ["mdf_claim|C1|request_id"],
        others=["MDF-PROOF"],
    ),
]


@pytest.mark.parametrize("case", [*CASES, *FOREIGN], ids=str)
def test_reference(case: Case) -> None:
    for finding in check(case, "REF-UNKNOWN"):
        assert finding.severity == "block"
        assert finding.key.endswith(f"|{finding.field}")
        assert finding.place is not None


@pytest.mark.parametrize(
    ("record", "scopes"),
    [
        (registration(), ["contribution"]),
        (co_sell(), ["contribution", "contribution"]),
        (touch(mdf_request_id="Q9"), ["payout", "contribution", "contribution"]),
        (fund(), ["payout"]),
        (line("O9", "core", 1), ["opportunity"]),
    ],
)
def test_what_it_stops(record: object, scopes: list[str]) -> None:
    assert [finding.scope for finding in found([record])] == scopes


@pytest.mark.parametrize(
    ("records", "scope", "message"),
    [
        (
            FOREIGN[0].records,
            "contribution",
            "opportunity 'O1' is of another account (acme.example, not zeta.example)",
        ),
        (
            FOREIGN[2].records,
            "contribution",
            "opportunity 'O1' is of another account ('Acme', not 'Zeta')",
        ),
        (
            FOREIGN[5].records,
            "contribution",
            "opportunity 'O1' is in another country (US, not DE)",
        ),
        (FOREIGN[-2].records, "payout", "fund 'F1' is of partner 'P1'"),
        (FOREIGN[-1].records, "payout", "request 'Q1' is of partner 'P1'"),
    ],
)
def test_whose_it_is_is_said(records: list[Record], scope: str, message: str) -> None:
    (finding,) = [one for one in found(records) if one.code == "REF-UNKNOWN"]
    assert (finding.severity, finding.scope, finding.message) == ("block", scope, message)


@pytest.mark.parametrize(
    ("family", "message", "remedy"),
    [
        (
            "GTXPro",
            "product family 'GTXPro' is not known; nearest is 'GTX Pro'",
            "map it: [values.product_family] 'GTXPro' = 'GTX Pro', or correct it in the source",
        ),
        (
            "magic",
            "product family 'magic' is not known; nearest is 'MG Special'",
            "map it: [values.product_family] 'magic' = 'MG Special', or correct it in the source",
        ),
        (
            "Hovercraft",
            "product family 'Hovercraft' is not known",
            "correct it, or add the product to the policy",
        ),
    ],
)
def test_the_nearest_spelling_is_proposed(family: str, message: str, remedy: str) -> None:
    (finding,) = found([won(product_family=family)], PRODUCTS)
    assert (finding.message, finding.remedy) == (message, remedy)


def test_a_blocked_partner_blocks_what_it_contributes() -> None:
    basis = plain_basis([won(), registration("R1", "P-9"), P1])
    validate(basis)
    blocked = basis.con.execute("SELECT * FROM blocked_contribution").fetchall()
    assert blocked == [("deal_registration", "R1", None, "REF-UNKNOWN")]
    assert [finding.object_id for finding in findings(basis)] == ["R1"]
    basis.con.close()


@pytest.mark.parametrize(
    ("unknown", "known", "expected"),
    [
        ("GTXPro", ["GTX Basic", "GTX Pro"], "GTX Pro"),
        ("gtx-pro", ["GTX Basic", "GTX Pro"], "GTX Pro"),
        ("P-0014", ["P-014", "P-015"], "P-014"),
        ("株式会社アクメ", ["株式会社アクネ", "GTX Pro"], "株式会社アクネ"),
        ("Hovercraft", ["GTX Basic", "GTX Pro"], None),
        ("a-b", ["A B", "ab"], "A B"),
        ("???", ["!!!"], None),
        ("x", [], None),
    ],
)
def test_nearest(unknown: str, known: list[str], expected: str | None) -> None:
    assert nearest([unknown], known).get(unknown) == expected


@given(st.lists(st.text(max_size=6), max_size=8), st.permutations(["GTX Pro", "GTX Basic", "MG"]))
def test_the_order_of_known_values_does_not_matter(unknown: list[str], known: list[str]) -> None:
    values = sorted(set(unknown))
    assert nearest(values, known) == nearest(values, sorted(known))


def test_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "MAX_COMPARISONS", 4)
    known = ["alpha one", "alpha two"]
    values = ["alpha onee", "alpha twoo", "alpha onne", "ALPHA-ONE"]
    assert nearest(values, known) == {
        "alpha onee": "alpha one",
        "alpha twoo": "alpha two",
        "ALPHA-ONE": "alpha one",
    }
