"""Bookings by category and credit by partner: complete, per currency, by period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from attribution.plain_desk import PlainDesk, registration, touch
from xldesk.attribution.run import attribute
from xldesk.attribution.summary import (
    CategoryBookings,
    PartnerCredit,
    bookings_by_category,
    credits_by_partner,
)
from xldesk.errors import UsageError


@pytest.fixture
def desk() -> PlainDesk:
    """A sourced deal in two lines' worth of dollars, an influenced one in yen, an open one."""
    desk = PlainDesk()
    desk.add("partner", partner_id="A", name="Harbor Systems")
    desk.deal("O-1", 30_000)
    desk.deal("O-2", 10_000)
    desk.deal("O-3", 999, currency="JPY", close_date=date(2026, 9, 30))
    desk.deal("O-4", 5_000, is_won=False, is_closed=False, close_date=None)
    desk.act("O-1", registration("A", 0))
    desk.act("O-3", touch("B", "demo", 100))
    desk.act("O-4", registration("A", 0, event="R-open"))
    return desk


def test_four_categories_of_each_currency_add_up_to_bookings(desk: PlainDesk) -> None:
    basis = desk.basis()
    attribute(basis)
    rows = bookings_by_category(basis)
    assert rows == [
        CategoryBookings("JPY", "sourced", 0, 0, Decimal(0)),
        CategoryBookings("JPY", "co_sell", 0, 0, Decimal(0)),
        CategoryBookings("JPY", "influenced", 1, 999, Decimal(1)),
        CategoryBookings("JPY", "direct", 0, 0, Decimal(0)),
        CategoryBookings("USD", "sourced", 1, 30_000, Decimal("0.75")),
        CategoryBookings("USD", "co_sell", 0, 0, Decimal(0)),
        CategoryBookings("USD", "influenced", 0, 0, Decimal(0)),
        CategoryBookings("USD", "direct", 1, 10_000, Decimal("0.25")),
    ]


def test_credit_by_partner_adds_up_to_bookings(desk: PlainDesk) -> None:
    basis = desk.basis()
    attribute(basis)
    assert credits_by_partner(basis) == [
        PartnerCredit("DIRECT", "no partner", "JPY", 1, 899),
        PartnerCredit("B", "B", "JPY", 1, 100),
        PartnerCredit("A", "Harbor Systems", "USD", 1, 30_000),
        PartnerCredit("DIRECT", "no partner", "USD", 1, 10_000),
    ]


@pytest.mark.parametrize(
    ("period", "currencies"), [("2026-Q3", {"JPY"}), ("2026-12", {"USD"}), ("FY2025", set())]
)
def test_a_period_takes_the_deals_won_in_it(
    desk: PlainDesk, period: str, currencies: set[str]
) -> None:
    basis = desk.basis()
    attribute(basis)
    assert {row.currency for row in bookings_by_category(basis, period)} == currencies
    assert {row.currency for row in credits_by_partner(basis, period)} == currencies


def test_a_period_that_cannot_be_read_is_refused(desk: PlainDesk) -> None:
    basis = desk.basis()
    attribute(basis)
    with pytest.raises(UsageError, match="Q5"):
        bookings_by_category(basis, "2026-Q5")
