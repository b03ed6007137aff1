"""``PARTNERREVENUE``: credit on deals won in a period."""

from __future__ import annotations

import xlwings as xw

from xldesk_udfs.answering import answered, answers
from xldesk_udfs.arguments import Cell, currency_code, identifier, period_text, word
from xldesk_udfs.cell_values import Value, shown
from xldesk_udfs.excel_arguments import CELL
from xldesk_udfs.host_values import HostValues


@xw.func(category="xldesk")
@xw.arg("partner", **CELL)
@xw.arg("period", **CELL)
@xw.arg("category", **CELL)
@xw.arg("status", **CELL)
@xw.arg("currency", **CELL)
@xw.ret(HostValues)
@answered
def PARTNERREVENUE(
    partner: Cell,
    period: Cell,
    category: Cell = None,
    status: Cell = None,
    currency: Cell = None,
) -> Value:
    """Return the credit of a partner on deals won in a period, by close date.

    Args:
        partner: The id of a partner; DIRECT is what no partner earned.
        period: A fiscal quarter, month or year: 2026-Q2, 2026-06 or FY2026. The first day of a
            month is that month.
        category: Only credit lines of this category: sourced, co_sell, influenced or direct.
        status: Only credit lines of this status: proposed, approved, locked, disputed or
            adjusted. Credit is proposed until the desk records approvals.
        currency: A code such as USD: every deal is converted at the approved rate of its period.
            Needed where the deals are in several currencies.

    Returns:
        The credit in whole units, 0 where there is none. An unknown partner, or a missing rate, is
        #N/A; several currencies without a target are #VALUE!.

    Example:
        =PARTNERREVENUE("P-001","2026-Q2",,,"USD")
    """
    asked = identifier(partner, "partner")
    if asked is None:
        return None
    return shown(
        answers().partner_revenue(
            asked,
            period_text(period),
            word(category, "category"),
            word(status, "status"),
            currency_code(currency),
        )
    )
