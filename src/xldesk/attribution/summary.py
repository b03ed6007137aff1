"""Figures over credit lines: bookings by headline category, credit by partner."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from xldesk.attribution.period import won_in
from xldesk.records.fields import CATEGORIES

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class CategoryBookings:
    """Won bookings of one currency under one headline category."""

    currency: str
    headline_category: str
    deals: int
    amount: int
    """Minor units of the currency."""
    part: Decimal
    """Part of the currency's bookings, a fraction with six decimals; 0 where there are none."""


@dataclass(frozen=True, slots=True)
class PartnerCredit:
    """Credit of one partner in one currency, over won deals."""

    partner_id: str
    partner_name: str
    currency: str
    deals: int
    credit: int
    """Minor units of the currency."""


def bookings_by_category(basis: Basis, period: str | None = None) -> list[CategoryBookings]:
    """Return won bookings by currency and headline category, all four for each currency.

    They add up to the bookings of ``period`` (by close date; all periods without one). Needs
    ``attribute(basis)``. Ordered by currency, then precedence. Raises UsageError for a period
    that cannot be read.
    """
    condition, days = won_in(basis.policy, period)
    found = {
        (currency, category): (deals, amount)
        for currency, category, deals, amount in basis.con.execute(
            "SELECT d.currency, d.headline_category, count(DISTINCT d.opportunity_id),"  # noqa: S608 -- the condition is a constant of this package
            f" CAST(sum(d.amount) AS BIGINT) FROM deal AS d WHERE {condition}"
            " GROUP BY d.currency, d.headline_category",
            days,
        ).fetchall()
    }
    rows = []
    for currency in sorted({currency for currency, _ in found}):
        of_currency = [found.get((currency, category), (0, 0)) for category in CATEGORIES]
        total = sum(amount for _, amount in of_currency)
        for category, (deals, amount) in zip(CATEGORIES, of_currency, strict=True):
            part = (Decimal(amount) / total).quantize(_PLACES) if total else Decimal(0)
            rows.append(CategoryBookings(currency, category, deals, amount, part))
    return rows


def credits_by_partner(basis: Basis, period: str | None = None) -> list[PartnerCredit]:
    """Return credit of won deals by partner, DIRECT included, so that it adds up to bookings.

    Needs ``attribute(basis)``. Ordered by currency, then the largest credit, then partner.
    Raises UsageError for a period that cannot be read.
    """
    condition, days = won_in(basis.policy, period)
    return [
        PartnerCredit(*row)
        for row in basis.con.execute(
            "SELECT c.partner_id,"  # noqa: S608 -- the condition is a constant of this package
            " CASE c.partner_id WHEN 'DIRECT' THEN 'no partner'"
            " ELSE coalesce(max(p.name), c.partner_id) END,"
            " c.currency, count(DISTINCT c.opportunity_id), CAST(sum(c.credit) AS BIGINT)"
            " FROM credit AS c"
            " JOIN deal AS d USING (opportunity_id, product_family)"
            " LEFT JOIN partner AS p ON p.partner_id = c.partner_id"
            f" WHERE {condition} GROUP BY c.partner_id, c.currency"
            " ORDER BY c.currency, sum(c.credit) DESC, c.partner_id",
            days,
        ).fetchall()
    ]


def held_back(basis: Basis, period: str | None = None) -> tuple[int, int]:
    """Return how many won deals cannot be approved, and how many contributions are blocked on them.

    Both are of ``period``, by close date (all periods without one).
    Needs ``attribute(basis)``. Raises UsageError for a period that cannot be read.
    """
    condition, days = won_in(basis.policy, period)
    of_deals = f"SELECT DISTINCT d.opportunity_id FROM deal AS d WHERE {condition}"  # noqa: S608 -- the condition is a constant of this package
    found = basis.con.execute(
        f"WITH won AS ({of_deals}) SELECT"  # noqa: S608
        " (SELECT count(DISTINCT opportunity_id) FROM blocked_opportunity SEMI JOIN won"
        " USING (opportunity_id)),"
        " (SELECT count(*) FROM contribution SEMI JOIN won USING (opportunity_id) WHERE blocked)",
        days,
    ).fetchall()[0]
    return int(found[0]), int(found[1])
