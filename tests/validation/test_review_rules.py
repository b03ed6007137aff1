"""REG-EXISTING, REG-TERRITORY, REG-INCOMPLETE and REG-REVIEW-SLA, case by case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from support.deals import at, open_deal, partner, registration, won
from support.world import changed
from validation.expectations import Case, check, found
from xldesk.policy.load import default_policy

if TYPE_CHECKING:
    from xldesk.policy.rulebook import Policy

P1 = partner("P1")
ONE = ["deal_registration|R1"]
PENDING = {"status": "submitted", "decided_at": None}


def in_region(region: str | None, country: str | None = "US", **fields: object) -> list[object]:
    return [partner("P1", region=region), registration(country=country, **fields)]


def with_(**sections: object) -> Policy:
    return changed(default_policy(), **sections)


EARLIER_WIN = won("O0", created_date=date(2025, 3, 1), close_date=date(2025, 9, 1))
LOST = EARLIER_WIN.model_copy(update={"is_won": False, "stage": "Closed Lost"})
EXISTING = [
    Case("the first deal of the account", [P1, won(), registration()]),
    Case("a customer by domain", [P1, EARLIER_WIN, won(), registration()], ONE),
    Case(
        "a customer by name, in the same country",
        [
            P1,
            EARLIER_WIN.model_copy(update={"account_domain": None, "account_name": "Acme, Inc."}),
            registration(account_domain=None, customer_name="ACME"),
        ],
        ONE,
    ),
    Case(
        "a customer of nearly that name",
        [
            P1,
            EARLIER_WIN.model_copy(
                update={"account_domain": None, "account_name": "Northwind Traders"}
            ),
            registration(account_domain=None, customer_name="Northwind Tradres GmbH"),
        ],
        ONE,
    ),
    Case(
        "that name in another country",
        [
            P1,
            EARLIER_WIN.model_copy(
                update={"account_domain": None, "account_name": "Acme", "country": "DE"}
            ),
            registration(account_domain=None, customer_name="Acme"),
        ],
    ),
    Case("lost before", [P1, LOST, registration()]),
    Case(
        "the registered deal itself, won on the day",
        [
            P1,
            won("O0", created_date=date(2025, 3, 1), close_date=date(2026, 1, 10)),
            registration(),
        ],
        others=["REG-LATE"],
    ),
    Case("rejected", [P1, EARLIER_WIN, registration(status="rejected")]),
    Case(
        "an open deal with another owner",
        [
            P1,
            open_deal("O0", created_date=date(2025, 11, 3), owner="Ann", product_family="other"),
            won(owner="Bob"),
            registration(),
        ],
        ONE,
    ),
    Case(
        "an open deal with the same owner",
        [
            P1,
            open_deal("O0", created_date=date(2025, 11, 3), owner="ann ", product_family="other"),
            won(owner="Ann"),
            registration(),
        ],
    ),
    Case(
        "an open deal, and the registration has none",
        [P1, open_deal("O0", created_date=date(2025, 11, 3), product_family="other"),
         registration()],
        ONE,
    ),
    Case(
        "that deal was closed before the registration came",
        [
            P1,
            open_deal("O0", created_date=date(2025, 1, 3), close_date=date(2025, 12, 1),
                      is_closed=True, stage="Closed Lost", product_family="other"),
            registration(),
        ],
    ),
]  # fmt: skip

TERRITORY = [
    Case("covered", in_region("North America")),
    Case("not covered", in_region("DACH"), ONE),
    Case("case and spaces do not matter", in_region(" dach ", "de")),
    Case("one of several regions", in_region("DACH; North America")),
    Case("none of several regions", in_region("DACH, Nordics"), ONE),
    Case("worldwide", in_region("Worldwide", "BR")),
    Case("a region that the policy does not know", in_region("Sector 7")),
    Case("one of two regions is not known", in_region("DACH; Sector 7")),
    Case("a country that the policy does not know", in_region("DACH", "Utopia")),
    Case("no region", in_region(None)),
    Case("a rejected registration", in_region("DACH", status="rejected")),
    Case(
        "the country of the deal, where the registration says none",
        [*in_region("DACH", None, opportunity_id="O1"), won()],
        ONE,
    ),
    Case("no territories in the policy", in_region("DACH"), policy=with_(territories=[])),
]

INCOMPLETE = [
    Case("everything is there", [P1, registration()]),
    Case("no evidence", [P1, registration(evidence=())], ONE),
    Case("blank evidence", [P1, registration(evidence=(" ",))], ONE),
    Case("neither name nor domain", [P1, registration(account_domain=None)], ONE),
    Case("a name is enough", [P1, registration(account_domain=None, customer_name="Acme")]),
    Case("no country", [P1, registration(country=None)], ONE),
    Case("no product", [P1, registration(product_family=" ")], ONE),
    Case(
        "the deal says customer, country and product",
        [
            P1,
            won(),
            registration(
                account_domain=None, country=None, product_family=None, opportunity_id="O1"
            ),
        ],
    ),
    Case("a rejected one", [P1, registration(evidence=(), status="rejected")]),
    Case(
        "the policy asks for less",
        [P1, registration(evidence=(), country=None)],
        policy=with_(registrations={"required": [["product_family"]]}),
    ),
    Case(
        "the policy asks for an amount",
        [P1, registration()],
        ONE,
        policy=with_(registrations={"required": [["amount"]]}),
    ),
    Case(
        "a policy from before there was such a section",
        [P1, registration(evidence=())],
        policy=with_(registrations=None),
    ),
]

REVIEW = [
    Case("48 hours to the second", [P1, registration(**PENDING)], as_of=at("2026-01-12 12:00")),
    Case("a minute later", [P1, registration(**PENDING)], ONE, as_of=at("2026-01-12 12:01")),
    Case(
        "decided, however late",
        [P1, registration(decided_at=at("2026-03-01"))],
        as_of=at("2026-03-02"),
    ),
    Case(
        "a later decision is not known yet",
        [P1, registration(decided_at=at("2026-03-01"))],
        ONE,
        as_of=at("2026-02-27"),
    ),
]


@pytest.mark.parametrize("case", EXISTING, ids=str)
def test_existing_account(case: Case) -> None:
    for finding in check(case, "REG-EXISTING"):
        assert (finding.severity, finding.scope) == ("warn", "none")


@pytest.mark.parametrize("case", TERRITORY, ids=str)
def test_territory(case: Case) -> None:
    others = {"REG-INCOMPLETE"} & {one.code for one in found(case.records, case.policy)}
    assert not others
    for finding in check(case, "REG-TERRITORY"):
        assert (finding.severity, finding.scope) == ("block", "contribution")


@pytest.mark.parametrize("case", INCOMPLETE, ids=str)
def test_incomplete(case: Case) -> None:
    for finding in check(case, "REG-INCOMPLETE"):
        assert (finding.severity, finding.scope) == ("block", "contribution")


@pytest.mark.parametrize("case", REVIEW, ids=str)
def test_review_in_time(case: Case) -> None:
    for finding in check(case, "REG-REVIEW-SLA"):
        assert (finding.severity, finding.scope) == ("warn", "none")


def test_what_is_missing_is_named() -> None:
    (finding,) = found([P1, registration(account_domain=None, country=None, evidence=())])
    assert finding.message == (
        "without account_domain or customer_name or opportunity_id, "
        "country or opportunity_id, evidence"
    )


def test_a_service_level_in_business_days_counts_those() -> None:
    levels = [
        level.model_copy(update={"hours": None, "business_days": 2})
        if level.name == "registration_review"
        else level
        for level in default_policy().service_levels
    ]
    policy = default_policy().model_copy(update={"service_levels": tuple(levels)})
    friday = registration(submitted="2026-01-09", **PENDING)
    assert found([P1, friday], policy, at("2026-01-13 23:00")) == []
    (finding,) = found([P1, friday], policy, at("2026-01-14"))
    assert "a decision was due 2026-01-13 23:59Z" in finding.message
