"""Credit of a partner on deals won in a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.answers.credit_page import no_rate
from xldesk.answers.state import asking_in
from xldesk.answers.unknown import Unknown
from xldesk.errors import UsageError
from xldesk.policy.period import period_days
from xldesk.records.money import major

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from xldesk.ledger.basis import Basis


@dataclass(frozen=True, slots=True)
class Revenue:
    """What a partner won in one line category, status and currency, in minor units.

    ``without_rate`` names credit that could not be converted, and is not in it.
    """

    partner_id: str
    line_category: str
    status: str
    currency: str
    credit: int
    without_rate: str | None


RevenueTable = dict[str, list[Revenue]]


def revenue_table(basis: Basis, period: str, currency: str | None) -> RevenueTable:
    """Return the credit of deals won in ``period`` by partner, read with one query.

    ``currency`` None leaves each deal in its own. ``basis`` has its credit lines and
    ``credit_in``. Raises UsageError for a period that cannot be read.
    """
    first, last = period_days(basis.policy, period)
    table: RevenueTable = {}
    found = basis.con.execute(*asking_in(currency, "revenue", {"first": first, "last": last}))
    for row in found.fetchall():
        revenue = Revenue(*row)
        table.setdefault(revenue.partner_id, []).append(revenue)
    return table


def total(
    rows: Sequence[Revenue], category: str | None, status: str | None
) -> Decimal | int | Unknown:
    """Return the sum of a partner's rows in whole units, 0 where there are none.

    Raises UsageError where they are in several currencies.
    """
    chosen = [
        row
        for row in rows
        if category in (None, row.line_category) and status in (None, row.status)
    ]
    currencies = sorted({row.currency for row in chosen})
    if len(currencies) > 1:
        raise UsageError(
            f"the credit is in {', '.join(currencies)}, which are not added: name a currency"
        )
    lacking = next((row for row in chosen if row.without_rate), None)
    if lacking is not None:
        return Unknown(no_rate(str(lacking.without_rate), lacking.currency))
    return major(sum(row.credit for row in chosen), currencies[0]) if chosen else 0
