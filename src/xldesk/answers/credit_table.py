"""Credit lines of many deals at once, with one statement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from xldesk.answers.state import statement
from xldesk.answers.unknown import Unknown, no_opportunity
from xldesk.records.money import major

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xldesk.ledger.basis import Basis

_SHARE_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class CreditRow:
    """One credit line: ``share`` as a part of 1, ``credit`` in whole units of ``currency``."""

    partner_id: str
    headline_category: str
    line_category: str
    reason_code: str
    share: Decimal
    credit: Decimal
    currency: str
    status: str


CreditTable = dict[str, list[CreditRow] | Unknown]
"""By opportunity; an empty list where nothing is credited: lost, or without an amount."""


def credit_table(
    basis: Basis,
    opportunity_ids: Sequence[str],
    nearest: Callable[[str], str | None] = lambda _: None,
) -> CreditTable:
    """Return the credit lines of deals in the order asked, each deal once.

    The lines of a deal are in the order of ``xldesk attribute --out``. ``basis`` has its credit
    lines; ``nearest`` finds the known id that is most like one that is not.
    """
    asked = list(dict.fromkeys(opportunity_ids))
    table: CreditTable = {}
    found = basis.con.execute(statement("credit_lines"), {"ids": asked})
    for opportunity, is_known, *line in found.fetchall():
        if not is_known:
            table[opportunity] = no_opportunity(opportunity, nearest(opportunity))
            continue
        rows = table.setdefault(opportunity, [])
        if line[0] is not None and isinstance(rows, list):
            rows.append(_row(*line))
    return table


def _row(
    partner_id: str,
    headline: str,
    category: str,
    reason_code: str,
    share: int,
    credit: int,
    currency: str,
    status: str,
) -> CreditRow:
    return CreditRow(
        partner_id,
        headline,
        category,
        reason_code,
        Decimal(share).scaleb(-_SHARE_DECIMALS),
        major(credit, currency),
        currency,
        status,
    )
