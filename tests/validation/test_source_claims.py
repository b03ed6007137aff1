"""Which deal a registration or referral claims, and since when the claim counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from support.deals import at, line, open_deal, partner, referral, registration, won
from support.world import AS_OF, changed, plain_basis
from xldesk.policy.load import default_policy
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xldesk.policy.rulebook import Policy
    from xldesk.records.record import Record


def claims(
    records: Sequence[Record], policy: Policy | None = None, as_of: datetime = AS_OF
) -> list[tuple[str, str, str | None, str]]:
    """Return object, opportunity, family and reason of every claim."""
    basis = plain_basis([partner("P1"), partner("P2"), *records], policy, as_of)
    validate(basis)
    rows = basis.con.execute(
        "SELECT object_id, opportunity_id, product_family, reason_code "
        "FROM source_claim ORDER BY ALL"
    ).fetchall()
    basis.con.close()
    return rows


def terms(months: int) -> Policy:
    """Return the default policy with a renewal term."""
    return changed(default_policy(), taxonomy={"sourced": {"renewal_term_months": months}})


def shared_window() -> Policy:
    """Return the default policy, registrations sourcing every deal of their window."""
    return changed(
        default_policy(), taxonomy={"sourced": {"one_opportunity_per_registration": False}}
    )


BY_ACCOUNT = ("R1", "O1", "core", "SRC-REG")
NAMED = {"account_domain": None, "account_name": "Acme, Inc."}

MATCHES = [
    ("by domain", [won(), registration()], [BY_ACCOUNT]),
    ("by name", [won(**NAMED), registration(account_domain=None, customer_name="ACME")],
     [BY_ACCOUNT]),
    ("a name in another script",
     [won(account_domain=None, account_name="شركة النور"),
      registration(account_domain=None, customer_name="شركة  النور")], [BY_ACCOUNT]),
    ("another account", [won(), registration(account_domain="acme2.example")], []),
    ("another country", [won(), registration(country="DE")], []),
    ("another spelling of the country", [won(), registration(country=" us")], [BY_ACCOUNT]),
    ("another family", [won(), registration(product_family="services")], []),
    ("another spelling of the family", [won(), registration(product_family=" CORE ")],
     [("R1", "O1", "CORE", "SRC-REG")]),
    ("the family of a line",
     [won(), line("O1", "core", 1), line("O1", "services", 2),
      registration(product_family="services")],
     [("R1", "O1", "services", "SRC-REG")]),
    ("the deal's country is missing, the domain is enough",
     [won(country=None), registration()], [BY_ACCOUNT]),
    ("the registration's family is missing, the domain is enough",
     [won(), registration(product_family=None)], [("R1", "O1", None, "SRC-REG")]),
    ("the country is missing, a name is not enough",
     [won(**NAMED, country=None), registration(account_domain=None, customer_name="Acme")], []),
    ("a free-mail domain is not an account",
     [won(account_domain="gmail.com"), registration(account_domain="gmail.com")], []),
    ("a free-mail domain with a name",
     [won(account_domain="gmail.com", account_name="Acme"),
      registration(account_domain="gmail.com", customer_name="Acme")], [BY_ACCOUNT]),
    ("the earliest created inside the window",
     [won("O2", created_date=date(2026, 1, 15)), won("O1", created_date=date(2026, 1, 20)),
      registration()], [("R1", "O2", "core", "SRC-REG")]),
    ("of one day the first by id",
     [won("O2"), won("O1"), registration()], [BY_ACCOUNT]),
    ("two registrations, two families, one account",
     [won("O1"), won("O2", product_family="services"), registration("R1"),
      registration("R2", "P2", product_family="services")],
     [BY_ACCOUNT, ("R2", "O2", "services", "SRC-REG")]),
    ("only thanks to its extension",
     [won(), registration(submitted="2025-10-10", extended=True)],
     [("R1", "O1", "core", "SRC-EXTENDED")]),
    ("extended, but in time anyway", [won(), registration(extended=True)], [BY_ACCOUNT]),
    ("named by id", [won(), registration(opportunity_id="O1", account_domain="x.example")],
     [BY_ACCOUNT]),
    ("an id that does not exist is not guessed", [won(), registration(opportunity_id="O9")], []),
    ("pending", [won(), registration(status="submitted", decided_at=None)], []),
    ("rejected", [won(), registration(status="rejected")], []),
    ("converted", [won(), registration(status="converted")], [BY_ACCOUNT]),
    ("a lost deal", [won(is_won=False, stage="Closed Lost"), registration()], [BY_ACCOUNT]),
    ("late ones stand here too, blocked by their finding",
     [won(), registration(submitted="2026-02-20")], [BY_ACCOUNT]),
    ("a referral in time", [won(), referral()],
     [("O1/P1/referral", "O1", None, "SRC-REFERRAL")]),
    ("a referral on the last day of grace", [won(), referral(accepted="2026-01-23")],
     [("O1/P1/referral", "O1", None, "SRC-REFERRAL")]),
    ("a referral after it", [won(), referral(accepted="2026-01-24")], []),
    ("a referral that we did not accept", [won(), referral(accepted_by_us_at=None)], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("records", "expected"), [row[1:] for row in MATCHES], ids=[row[0] for row in MATCHES]
)
def test_claims(records: Sequence[Record], expected: list[tuple[str, ...]]) -> None:
    assert claims(records) == expected


def test_a_claim_counts_from_its_approval() -> None:
    records = [open_deal(), registration(decided_at=at("2026-02-01"))]
    assert claims(records, as_of=at("2026-01-31")) == []
    assert claims(records, as_of=at("2026-02-01")) == [BY_ACCOUNT]


def test_an_approval_without_a_date_counts_since_the_ledger_knows_it() -> None:
    records = [open_deal(), registration(decided_at=None)]
    assert claims(records) == [BY_ACCOUNT]
    learnt = AS_OF.replace(day=7)
    basis = plain_basis(records, as_of=learnt.replace(day=6), known_since=learnt)
    validate(basis)
    assert basis.con.execute("SELECT count(*) FROM source_claim").fetchall() == [(0,)]
    basis.con.close()


def test_a_registration_sources_more_deals_where_the_policy_says_so() -> None:
    records = [
        won("O1"),
        won("O2", created_date=date(2026, 2, 1)),
        won("O3", created_date=date(2026, 2, 2), type="renewal"),
        won("O4", created_date=date(2026, 5, 1)),
        registration(),
    ]
    assert claims(records) == [BY_ACCOUNT]
    assert claims(records, shared_window()) == [BY_ACCOUNT, ("R1", "O2", "core", "SRC-REG")]


LOST = {"is_won": False, "stage": "Closed Lost"}
PART = {"parent_opportunity_id": "O1", "created_date": date(2026, 6, 30)}
PARTS = [
    ("what was won of a lost deal", [won("O1", **LOST), won("O2", **PART)], ["O1", "O2"]),
    ("the child of a won deal is another deal", [won("O1"), won("O2", **PART)], ["O1"]),
    ("an open child is another deal", [won("O1", **LOST), open_deal("O2", **PART)], ["O1"]),
    ("a renewal is no part", [won("O1", **LOST), won("O2", type="renewal", **PART)], ["O1"]),
]


@pytest.mark.parametrize(
    ("records", "sourced"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS]
)
def test_a_partial_win(records: Sequence[Record], sourced: list[str]) -> None:
    assert [claim[1] for claim in claims([*records, registration()])] == sourced


RENEWED = [
    won("O1", close_date=date(2026, 2, 1)),
    won(
        "O2",
        type="renewal",
        parent_opportunity_id="O1",
        created_date=date(2027, 1, 15),
        close_date=date(2027, 2, 1),
    ),
    won(
        "O3",
        type="renewal",
        parent_opportunity_id="O2",
        created_date=date(2028, 1, 15),
        close_date=date(2028, 2, 1),
    ),
    registration(),
]
LATER = at("2028-06-01")


def test_renewals_need_a_registration_of_their_own() -> None:
    assert claims(RENEWED, as_of=LATER) == [BY_ACCOUNT]
    own = registration("R2", "P2", "2027-01-10")
    assert claims([*RENEWED, own], as_of=LATER) == [BY_ACCOUNT, ("R2", "O2", "core", "SRC-REG")]


@pytest.mark.parametrize(
    ("months", "renewed"), [(11, []), (12, ["O2"]), (23, ["O2"]), (24, ["O2", "O3"])]
)
def test_a_renewal_term_counts_from_the_close_of_the_original(
    months: int, renewed: list[str]
) -> None:
    found = claims(RENEWED, terms(months), LATER)
    assert found == [
        BY_ACCOUNT,
        *(("R1", renewal, "core", "SRC-RENEWAL-TERM") for renewal in renewed),
    ]


def test_renewals_of_each_other_end() -> None:
    circle = [
        won("O1", type="renewal", parent_opportunity_id="O2", created_date=date(2025, 1, 1)),
        won("O2", type="renewal", parent_opportunity_id="O1", created_date=date(2025, 1, 2)),
        registration(submitted="2024-12-20"),
    ]
    assert claims(circle, terms(24)) == [
        BY_ACCOUNT,
        ("R1", "O2", "core", "SRC-RENEWAL-TERM"),
    ]
