"""OPP-DOUBLE and ID-ALIKE, case by case; the work of doubles grows with the number of deals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.deals import open_deal, partner, registration, won
from support.world import changed, plain_basis
from validation.expectations import Case, check, found
from xldesk.policy.load import default_policy
from xldesk.validation.run import validate

CLOSE = date(2026, 6, 30)
BOTH = ["opportunity|O1", "opportunity|O2"]


def pair(**other: object) -> list[object]:
    """Return a won deal and one like it with other values."""
    return [won(), won("O2", **other)]


def accounts(one: dict[str, object], two: dict[str, object]) -> list[object]:
    return [
        won("O1", **{"account_domain": None, **one}),
        won("O2", **{"account_domain": None, **two}),
    ]


def days_later(days: int) -> dict[str, object]:
    return {"close_date": CLOSE + timedelta(days=days)}


DOUBLE = [
    Case("twice", pair(), BOTH),
    Case("2 % apart", pair(amount=98_000), BOTH),
    Case("a cent more", pair(amount=97_999)),
    Case("14 days apart", [won(), won("O2", close_date=date(2026, 6, 16))], BOTH),
    Case("15 days apart", [won(), won("O2", close_date=date(2026, 6, 15))]),
    Case("one of them open", [won(), open_deal("O2", close_date=CLOSE)], BOTH),
    Case("one of them lost", pair(is_won=False, stage="Closed Lost")),
    Case("another currency", pair(currency="EUR")),
    Case("another product", pair(product_family="services")),
    Case("another account", pair(account_domain="other.example")),
    Case("a renewal beside a new deal", pair(type="renewal")),
    Case("parent and child", pair(parent_opportunity_id="O1")),
    Case(
        "children of one parent",
        [won("O1", amount=500_000), won("O2", parent_opportunity_id="O1"),
         won("O3", parent_opportunity_id="O1")],
    ),
    Case(
        "parents in a circle",
        [won("O1", parent_opportunity_id="O2"), won("O2", parent_opportunity_id="O1")],
    ),
    Case("two contracts", [won(contract_id="C1"), won("O2", contract_id="C2")]),
    Case("one contract", [won(contract_id="C1"), won("O2", contract_id="C1")], BOTH),
    Case("two terms", [won(term_months=12), won("O2", term_months=36)]),
    Case(
        "co-terms of one contract",
        [won(type="expansion", contract_id="C1"),
         won("O2", type="expansion", contract_id="C1", amount=99_000)],
    ),
    Case(
        "one expansion, typed twice",
        [won(type="expansion", contract_id="C1"), won("O2", type="expansion", contract_id="C1")],
        BOTH,
    ),
    Case("one account id", accounts({"account_id": "A1"}, {"account_id": "A1"}), BOTH),
    Case("one name in one country", accounts({"account_name": "Acme"}, {"account_name": "ACME"}),
         BOTH),
    Case(
        "one name in two countries",
        accounts({"account_name": "Acme"}, {"account_name": "Acme", "country": "DE"}),
    ),
    Case(
        "one name, and domains that speak against it",
        accounts(
            {"account_name": "Acme", "account_domain": "acme.example"},
            {"account_name": "Acme", "account_domain": "acme-rail.example"},
        ),
    ),
    Case(
        "nearly one name",
        accounts({"account_name": "Northwind Traders"}, {"account_name": "Northwind Tradres GmbH"}),
        BOTH,
    ),
    Case(
        "names with other numbers at one domain",
        [won(account_id="A1", account_name="Burger Barn 12"),
         won("O2", account_id="A2", account_name="Burger Barn 21")],
    ),
    Case(
        "one free-mail domain",
        [won(account_domain="gmail.com"), won("O2", account_domain="gmail.com")],
    ),
    Case("no amount", [won(amount=None), won("O2", amount=None)], others=["OPP-AMOUNT"]),
    Case("the policy asks for equal amounts", pair(amount=99_999),
         policy=changed(default_policy(), matching={"double_amount": 0})),
    Case("equal amounts, as the policy asks", pair(), BOTH,
         policy=changed(default_policy(), matching={"double_amount": 0})),
    Case("a policy from before there was matching", pair(),
         policy=changed(default_policy(), matching=None)),
]  # fmt: skip

ALIKE = [
    Case("in other case", [open_deal("opp-1"), open_deal("OPP-1", account_domain="b.example")],
         ["opportunity|OPP-1", "opportunity|opp-1"]),
    Case("with a space", [partner("P 1"), partner("P1")], ["partner|P 1", "partner|P1"]),
    Case("of two kinds", [partner("X1"), open_deal("x-1")]),
    Case("other digits", [partner("P-11"), partner("P-12")]),
    Case("signs alone", [partner("-"), partner("--")]),
    Case("registrations", [partner("P1"), registration("r1"),
                           registration("R-1", account_domain="b.example")],
         ["deal_registration|R-1", "deal_registration|r1"]),
]  # fmt: skip


@pytest.mark.parametrize("case", DOUBLE, ids=str)
def test_one_deal_under_two_ids(case: Case) -> None:
    for finding in check(case, "OPP-DOUBLE"):
        assert (finding.severity, finding.scope) == ("block", "opportunity")


@pytest.mark.parametrize("case", ALIKE, ids=str)
def test_ids_that_look_alike(case: Case) -> None:
    for finding in check(case, "ID-ALIKE"):
        assert (finding.severity, finding.scope) == ("warn", "none")


def test_the_message_names_the_other_and_how_near_it_is() -> None:
    first, _ = found([won(), won("O2", amount=98_500, close_date=date(2026, 6, 27))])
    assert first.message == (
        "looks like 'O2': same account and product, close dates 3 days apart, amounts 1.50 % apart"
    )


amounts = st.integers(95_000, 105_000)
closes = st.integers(0, 40).map(lambda days: CLOSE - timedelta(days=days))


@settings(max_examples=6)
@given(st.lists(st.lists(st.tuples(amounts, closes), max_size=12), min_size=5, max_size=5))
def test_cells_find_what_comparing_every_pair_finds(
    accounts_deals: list[list[tuple[int, date]]],
) -> None:
    records = [
        won(f"O{at}{number:02}", amount=amount, close_date=close, account_domain=f"{at}.example")
        for at, deals in enumerate(accounts_deals)
        for number, (amount, close) in enumerate(deals)
    ]
    expected = {
        f"O{at}{number:02}"
        for at, deals in enumerate(accounts_deals)
        for number, (amount, close) in enumerate(deals)
        for other, (other_amount, other_close) in enumerate(deals)
        if number != other
        and abs(amount - other_amount) * 100 <= 2 * max(amount, other_amount)
        and abs((close - other_close).days) <= 14
    }
    assert {one.object_id for one in found(records) if one.code == "OPP-DOUBLE"} == expected


@pytest.mark.parametrize("count", [400, 800])
def test_an_account_with_all_deals_alike_is_compared_in_proportion(count: int) -> None:
    deals = [won(f"O{number:04}", close_date=CLOSE) for number in range(count)]
    basis = plain_basis(deals)
    validate(basis)
    [(compared,)] = basis.con.execute(
        "SELECT count(*) FROM double_asked JOIN double_offered "
        "USING (sign, account, kind, day_cell, amount_cell)"
    ).fetchall()
    [(doubles,)] = basis.con.execute(
        "SELECT count(*) FROM finding WHERE code = 'OPP-DOUBLE'"
    ).fetchall()
    basis.con.close()
    assert doubles == count
    assert compared == count * default_policy().matching.deals_compared
