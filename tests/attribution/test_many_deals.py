"""A hundred thousand random deals a model: the SQL gives what the plain reference gives."""

from __future__ import annotations

from typing import Any

import pytest

from attribution.plain_desk import fill
from attribution.random_deals import desk_of, many_deals
from attribution.reference import MODELS, Act, Rules, credit_of
from xldesk.attribution.models import split
from xldesk.attribution.run import attribute_governed
from xldesk.attribution.statements import run_step
from xldesk.ledger.basis import Basis
from xldesk.ledger.governed import under_each_policy

RULES = Rules(created=90)
DEALS = 100_000
DISTINCT = 1_000
"""Different deals of the run of every day; each stands there a hundred times, under other ids."""

COPIED = {
    "opportunity": ("opportunity_id",),
    "partner_role": ("opportunity_id",),
    "source_claim": ("opportunity_id", "object_id"),
    "touch_link": ("opportunity_id", "event_id"),
    "blocked_contribution": ("opportunity_id", "object_id"),
}
EXPECTED = {
    "deal": "VARCHAR",
    "line_category": "VARCHAR",
    "partner_id": "VARCHAR",
    "credit": "BIGINT",
    "share": "BIGINT",
}

Deals = list[tuple[int, list[Act]]]


def multiplied(basis: Basis, times: int) -> Basis:
    """Put every deal there ``times`` times, with its number before all of its ids."""
    for table, ids in COPIED.items():
        numbered = ", ".join(f"n || ':' || {name} AS {name}" for name in ids)
        basis.con.execute(
            f"CREATE OR REPLACE TABLE {table} AS SELECT * EXCLUDE (n) REPLACE ({numbered})"
            f" FROM {table}, range({times}) AS copy(n) ORDER BY hash(n, rowid)"
        )
    return basis


def prepared(basis: Basis) -> Basis:
    """Return the basis with everything that a model reads."""
    for governed in under_each_policy(basis):
        attribute_governed(governed, "linear")
    return basis


def check(basis: Basis, given_deals: Deals, model: str) -> None:
    """Every deal has exactly the lines, credit and shares of the reference, no more, no less.

    What comes before the model is the same for all of them and stands there already.
    """
    split(basis.con, model, basis.policy.attribution)
    run_step(basis.con, "credit")
    run_step(basis.con, "credit_view")
    rows: list[dict[str, Any]] = [
        dict(zip(EXPECTED, (f"O-{number}", *line, *figures), strict=True))
        for number, (amount, acts) in enumerate(given_deals)
        for line, figures in credit_of(model, amount, acts, RULES).items()
    ]
    basis.con.execute("DROP TABLE IF EXISTS expected")
    fill(basis.con, "expected", EXPECTED, rows)
    found = basis.con.execute(
        "SELECT count(*), count(e.deal), count(DISTINCT c.opportunity_id) FROM credit AS c"
        " LEFT JOIN expected AS e ON e.deal = split_part(c.opportunity_id, ':', 2)"
        " AND e.line_category = c.line_category AND e.partner_id = c.partner_id"
        " AND e.credit = c.credit AND e.share = c.share"
    ).fetchone()
    lines = len(rows) * DEALS // len(given_deals)
    assert found == (lines, lines, DEALS)


@pytest.fixture(scope="module")
def desk() -> tuple[Basis, Deals]:
    """Return a desk of DEALS deals, and the DISTINCT ones among them."""
    given_deals = many_deals(DISTINCT)
    basis = multiplied(desk_of(given_deals, RULES).basis(threads=2), DEALS // DISTINCT)
    return prepared(basis), given_deals


@pytest.mark.parametrize("model", MODELS)
def test_a_hundred_thousand_deals(model: str, desk: tuple[Basis, Deals]) -> None:
    check(*desk, model)


@pytest.mark.long
@pytest.mark.parametrize("model", MODELS)
def test_a_hundred_thousand_different_deals(model: str) -> None:
    given_deals = many_deals(DEALS)
    basis = multiplied(desk_of(given_deals, RULES).basis(threads=2), 1)
    check(prepared(basis), given_deals, model)
