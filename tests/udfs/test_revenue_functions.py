"""PARTNERREVENUE adds up to what the command line says, and never adds two currencies."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from support.command_line import CommandLine
from support.udf_desks import AskedDesk
from xldesk_udfs import ATTRIBUTE, CREDIT, PARTNERREVENUE
from xldesk_udfs.errors import CellError

QUARTER = "2026-Q2"


def by_partner(xldesk: CommandLine, desk: AskedDesk, period: str) -> list[dict[str, Any]]:
    """Return the command line's credit by partner and currency of deals won in a period."""
    answer = xldesk(
        "--desk", desk.folder, "attribute", "--period", period, "--as-of", desk.as_of, "--json"
    )
    found: list[dict[str, Any]] = answer.json["credits"]
    return found


def test_revenue_is_what_the_command_line_says(on_sample: AskedDesk, xldesk: CommandLine) -> None:
    rows = by_partner(xldesk, on_sample, QUARTER)
    currencies: dict[str, set[str]] = {}
    for row in rows:
        currencies.setdefault(row["partner_id"], set()).add(row["currency"])
    several = {partner for partner, found in currencies.items() if len(found) > 1}
    assert "DIRECT" in several
    alone = [row for row in rows if row["partner_id"] not in several]
    assert len(alone) > 5
    for row in alone:
        assert PARTNERREVENUE(row["partner_id"], QUARTER) == Decimal(row["credit"])
    for partner in several:
        found = PARTNERREVENUE(partner, QUARTER)
        assert isinstance(found, CellError)
        assert found.code == "#VALUE!"
        assert ", ".join(sorted(currencies[partner])) in found.reason


@pytest.mark.shared
def test_revenue_of_a_real_export(on_crm: AskedDesk, xldesk: CommandLine) -> None:
    rows = by_partner(xldesk, on_crm, "2017-Q4")
    assert {row["partner_id"] for row in rows} == {"P-1", "P-2", "DIRECT"}
    for row in rows:
        assert PARTNERREVENUE(row["partner_id"], "2017-Q4") == Decimal(row["credit"])
    months = [PARTNERREVENUE("P-1", f"2017-{month}") for month in (10, 11, 12)]
    assert sum(months) == PARTNERREVENUE("P-1", "2017-Q4")  # type: ignore[arg-type]


def test_categories_add_up_and_credit_is_proposed_so_far(on_sample: AskedDesk) -> None:
    whole = PARTNERREVENUE("P-001", QUARTER)
    parts = [
        PARTNERREVENUE("P-001", QUARTER, category)
        for category in ("sourced", "co_sell", "influenced", "direct")
    ]
    assert sum(parts) == whole != 0  # type: ignore[arg-type]
    assert PARTNERREVENUE("P-001", QUARTER, None, "proposed") == whole
    assert PARTNERREVENUE("P-001", QUARTER, None, "approved") == 0
    assert PARTNERREVENUE("P-001", "1999-Q1") == 0
    assert PARTNERREVENUE(None, QUARTER) is None


def test_with_a_target_revenue_is_the_credit_of_each_deal_converted(on_sample: AskedDesk) -> None:
    answers = on_sample.answers
    with answers._lock:
        basis = answers._state(answers._asked(None)).attributed
        won = basis.con.execute(
            "SELECT DISTINCT opportunity_id FROM deal "
            "WHERE is_won AND close_date BETWEEN '2026-04-01' AND '2026-06-30' "
            "AND currency <> 'EUD'"
        ).fetchall()
    credited = CREDIT([deal for (deal,) in won], "DIRECT", currency="EUR")
    assert isinstance(credited, list)
    assert PARTNERREVENUE("DIRECT", QUARTER, currency="eur") == sum(credited)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("call", "code", "said"),
    [
        (lambda: PARTNERREVENUE("P-0", QUARTER), "#N/A", "there is no partner 'P-0'"),
        (lambda: PARTNERREVENUE("P-001", "soon"), "#VALUE!", "is not a period"),
        (lambda: PARTNERREVENUE("P-001", None), "#VALUE!", "the period is missing"),
        (lambda: PARTNERREVENUE("P-001", 2026), "#VALUE!", "a year is written FY2026"),
        (lambda: PARTNERREVENUE("P-001", QUARTER, "gold"), "#VALUE!", "no category 'gold'"),
        (lambda: PARTNERREVENUE("P-001", QUARTER, None, "paid"), "#VALUE!", "no status 'paid'"),
        (
            lambda: PARTNERREVENUE("P-001", QUARTER, None, "what_if"),
            "#VALUE!",
            "choose one of proposed, approved, locked, disputed, adjusted",
        ),
        (lambda: PARTNERREVENUE("P-001", QUARTER, currency="X"), "#VALUE!", "no currency 'X'"),
        (lambda: PARTNERREVENUE("#DIV/0!", QUARTER), "#DIV/0!", "an argument is #DIV/0!"),
        (lambda: PARTNERREVENUE("P-001", QUARTER, currency="CHF"), "#N/A", "no rate from"),
    ],
)
def test_what_cannot_be_answered_says_why(
    on_sample: AskedDesk, call: Any, code: str, said: str
) -> None:
    found = call()
    assert isinstance(found, CellError)
    assert (found.code, said in found.reason) == (code, True)


def test_a_deal_of_an_unknown_currency_cannot_be_converted(on_sample: AskedDesk) -> None:
    answers = on_sample.answers
    with answers._lock:
        basis = answers._state(answers._asked(None)).attributed
        deal = basis.con.execute(
            "SELECT min(opportunity_id) FROM deal WHERE currency = 'EUD'"
        ).fetchall()[0][0]
    own = ATTRIBUTE(deal, headers=False)
    assert isinstance(own, list)
    assert {row[7] for row in own} == {"EUD"}
    partner = own[0][1]
    assert CREDIT(deal, partner) == sum(row[6] for row in own if row[1] == partner)  # type: ignore[misc]
    found = CREDIT(deal, partner, currency="USD")
    assert isinstance(found, CellError)
    assert (found.code, "no rate from EUD in 20" in found.reason) == ("#N/A", True)
