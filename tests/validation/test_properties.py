"""What holds for any data: order does not matter, strangers do not disturb, one partner sources."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.deals import co_sell, partner, touch
from support.world import AS_OF, plain_basis
from xldesk.records.opportunity import Opportunity
from xldesk.records.registration import DealRegistration
from xldesk.records.role import PartnerRole
from xldesk.records.touch import Touch
from xldesk.validation.findings import findings
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from xldesk.ledger.basis import Basis
    from xldesk.records.record import Record

DAY_ONE = datetime(2026, 1, 1, 8, tzinfo=UTC)
PARTNERS = [partner("P1"), partner("P2"), partner("P3")]

partners = st.sampled_from(["P1", "P2", "P3", "P-nobody"])
accounts = st.sampled_from(["a.example", "WWW.A.example", "b.example", "gmail.com", None])
names = st.sampled_from(["Acme Inc", "ACME", "Beta", None])
countries = st.sampled_from(["US", "DE", None])
families = st.sampled_from(["core", "services", None])
days = st.integers(0, 180)
times = days.map(lambda day: DAY_ONE + timedelta(days=day))
deals = st.sampled_from(["O1", "O2", "O3", "O-nowhere", None])

opportunities = st.builds(
    Opportunity,
    opportunity_id=st.sampled_from(["O1", "O2", "O3"]),
    account_domain=accounts,
    account_name=names,
    country=countries,
    product_family=families,
    amount=st.sampled_from([100_00, 0, -1, None]),
    currency=st.sampled_from(["USD", "XXQ"]),
    stage=st.sampled_from(["Discovery", "Closed Won", "Nowhere"]),
    created_date=days.map(lambda day: DAY_ONE.date() + timedelta(days=day)),
    close_date=st.none() | st.integers(150, 200).map(lambda d: DAY_ONE.date() + timedelta(days=d)),
    is_closed=st.booleans(),
    is_won=st.booleans(),
)
registrations = st.builds(
    DealRegistration,
    registration_id=st.sampled_from(["R1", "R2", "R3", "R4"]),
    partner_id=partners,
    opportunity_id=st.none() | deals,
    account_domain=accounts,
    customer_name=names,
    country=countries,
    product_family=families,
    status=st.sampled_from(["submitted", "approved", "rejected"]),
    submitted_at=times,
    decided_at=st.none() | times,
    extended=st.booleans(),
)
roles = st.builds(
    PartnerRole,
    opportunity_id=st.sampled_from(["O1", "O2", "O-nowhere"]),
    partner_id=partners,
    role=st.sampled_from(["referral", "co_sell"]),
    accepted_by_us_at=st.none() | times,
    accepted_by_partner_at=st.none() | times,
)
touches = st.builds(
    Touch,
    event_id=st.sampled_from(["E1", "E2", "E3"]),
    partner_id=partners,
    opportunity_id=deals,
    account_domain=accounts,
    kind=st.sampled_from(["demo", "training"]),
    occurred_at=times,
    received_at=st.none() | times,
)


def several(kind: SearchStrategy[Record]) -> SearchStrategy[list[Record]]:
    return st.lists(kind, max_size=4, unique_by=lambda record: record.key_text)


worlds = st.tuples(
    several(opportunities), several(registrations), several(roles), several(touches)
).map(lambda parts: [record for part in parts for record in part])


def seen(records: Sequence[Record], threads: int = 1) -> list[tuple[object, ...]]:
    """Return everything about every finding but its row number.

    Of the claims that nothing blocks, those on one line are of one partner.
    """
    basis = plain_basis([*PARTNERS, *records], as_of=AS_OF)
    basis.con.execute(f"SET threads = {threads}")
    validate(basis)
    assert crowded_lines(basis) == []
    shown = [
        (found.key, found.severity, found.scope, found.opportunity_id, found.field,
         found.message, found.remedy, found.owner_role, found.due_at)
        for found in findings(basis)
    ]  # fmt: skip
    basis.con.close()
    return shown


UNRELATED: list[Record] = [
    partner("P-new"),
    Opportunity(
        opportunity_id="O-new",
        account_domain="stranger.example",
        account_name="Stranger",
        country="US",
        product_family="core",
        amount=1,
        currency="USD",
        stage="Closed Won",
        created_date=date(2026, 1, 20),
        close_date=date(2026, 6, 30),
        is_closed=True,
        is_won=True,
    ),
    DealRegistration(
        registration_id="R-new",
        partner_id="P-new",
        account_domain="stranger.example",
        country="US",
        product_family="core",
        evidence=("e-mail",),
        submitted_at=DAY_ONE + timedelta(days=10),
        status="approved",
    ),
    co_sell("O-new", "P-new"),
    touch("E-new", "P-new", opportunity_id="O-new"),
]
"""Rows of another partner, account and deal than those of ``worlds``."""


def crowded_lines(basis: Basis) -> list[tuple[str, str]]:
    """Return the lines with claims of more than one partner that nothing blocks."""
    crowded: list[tuple[str, str]] = basis.con.execute(
        """
        SELECT l.opportunity_id, l.product_family
        FROM source_claim AS c
        JOIN deal_line AS l
            ON l.opportunity_id = c.opportunity_id
            AND coalesce(c.product_family = l.product_family, true)
        ANTI JOIN blocked_contribution AS b
            ON b.object_kind = c.object_kind AND b.object_id = c.object_id
            AND coalesce(b.opportunity_id = c.opportunity_id, true)
        GROUP BY ALL
        HAVING count(DISTINCT c.partner_id) > 1
        """
    ).fetchall()
    return crowded


shuffles = worlds.flatmap(lambda records: st.tuples(st.just(records), st.permutations(records)))


def orders_threads_and_strangers(records: list[Record], shuffled: list[Record]) -> None:
    """Another order, more threads and rows of strangers add no finding and change none."""
    shown = seen(records)
    assert shown == seen(shuffled, threads=4)
    without_proposals = [row[:5] for row in shown]
    assert [row[:5] for row in seen([*UNRELATED, *records])] == without_proposals


@settings(max_examples=8)
@given(shuffles)
def test_what_holds_for_any_data(pair: tuple[list[Record], list[Record]]) -> None:
    orders_threads_and_strangers(*pair)


@pytest.mark.long
@settings(max_examples=150)
@given(shuffles)
def test_properties_at_length(pair: tuple[list[Record], list[Record]]) -> None:
    orders_threads_and_strangers(*pair)
