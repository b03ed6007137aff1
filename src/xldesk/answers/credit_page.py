"""Who has what of a deal, for thousands of single questions: a page of deals is read at once."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xldesk.answers.state import asking_in
from xldesk.answers.unknown import Unknown
from xldesk.records.currency import exponents
from xldesk.records.money import major

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from xldesk.ledger.basis import Basis

DEALS = 20_000
"""Deals on a page: most desks have one page; of a large one only what is asked for is read."""


@dataclass(slots=True)
class CreditedDeal:
    """A deal's headline category and its credit in minor units of ``currency``.

    By partner and line category; None where the credit cannot be converted. ``headline_category``
    is None where nothing is credited: a lost deal, or one without an amount. Theirs is in
    ``State.uncredited``.
    """

    headline_category: str | None
    currency: str | None
    deal_currency: str | None
    period: str | None
    credit: dict[tuple[str, str], int | None] = field(default_factory=dict)

    def of(self, partner_id: str, category: str | None) -> Decimal | int | Unknown:
        """Return a partner's credit in whole units, in one line category or in all of them."""
        found = [
            credit
            for (partner, line_category), credit in self.credit.items()
            if partner == partner_id and category in (None, line_category)
        ]
        if self.currency is None or not found:
            return 0
        added = [credit for credit in found if credit is not None]
        if len(added) < len(found):
            return Unknown(no_rate(f"{self.deal_currency} in {self.period}", self.currency))
        return major(sum(added), self.currency)


CreditPage = dict[str, CreditedDeal]


def no_rate(given: str, wanted: str) -> str:
    """Return the sentence about a rate that the policy does not have."""
    return f"the policy has no rate from {given} to {wanted}; add it under [currencies]"


def known_currency(code: str) -> bool:
    """Return whether the desk knows a currency of this code."""
    return code in exponents()


def page_starts(basis: Basis) -> list[str]:
    """Return the first deal of every page, in the order of their ids."""
    found = basis.con.execute(
        "SELECT opportunity_id FROM (SELECT opportunity_id,"
        " row_number() OVER (ORDER BY opportunity_id) AS nth FROM opportunity)"
        " WHERE nth % $deals = 1 ORDER BY nth",
        {"deals": DEALS},
    ).fetchall()
    return [opportunity_id for (opportunity_id,) in found]


def page_of(starts: Sequence[str], opportunity_id: str) -> int | None:
    """Return the number of the page that a deal would stand on, None before the first."""
    number = bisect_right(starts, opportunity_id) - 1
    return number if number >= 0 else None


def read_page(basis: Basis, starts: Sequence[str], number: int, currency: str | None) -> CreditPage:
    """Return a page by opportunity id, read with one query; ``currency`` None: each deal's own.

    ``basis`` has its credit lines and ``credit_in``.
    """
    beyond = starts[number + 1] if number + 1 < len(starts) else None
    page: CreditPage = {}
    asked = asking_in(currency, "credit_page", {"first": starts[number], "beyond": beyond})
    found = basis.con.execute(*asked)
    for opportunity, headline, partner, category, shown, own, period, credit in found.fetchall():
        deal = page.setdefault(opportunity, CreditedDeal(headline, shown, own, period))
        if partner is not None:
            deal.credit[partner, category] = credit
    return page
