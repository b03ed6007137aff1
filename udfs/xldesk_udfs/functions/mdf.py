"""``MDFBALANCE`` and ``MDFROI``: a partner's marketing funds and what they brought."""

from __future__ import annotations

import xlwings as xw

from xldesk_udfs.answering import answered, answers
from xldesk_udfs.arguments import Cell, identifier, period_text, word
from xldesk_udfs.cell_values import Value, shown
from xldesk_udfs.excel_arguments import CELL
from xldesk_udfs.host_values import HostValues


@xw.func(category="xldesk")
@xw.arg("partner", **CELL)
@xw.arg("period", **CELL)
@xw.arg("measure", **CELL)
@xw.ret(HostValues)
@answered
def MDFBALANCE(partner: Cell, period: Cell, measure: Cell = None) -> Value:
    """Return a figure of a partner's marketing funds, as the MDF tracker has it.

    Args:
        partner: The id of a partner.
        period: The period of the funds, or a longer one that holds them: 2026-Q2 or FY2026.
        measure: available (the default), allocated, reallocated, base, reclaimed, expired,
            approved_requests, released, committed, approved_claims or paid, in money; utilisation
            or commitment, as parts of the base, which is allocated and reallocated.

    Returns:
        The figure; empty where a part of nothing is asked. A partner without a fund in the period
        is #N/A, funds of several currencies are #VALUE!.

    Example:
        =MDFBALANCE("P-001","2026-Q2")
        =MDFBALANCE("P-001","FY2026","utilisation")
    """
    asked = identifier(partner, "partner")
    if asked is None:
        return None
    found = word(measure, "measure") or "available"
    return shown(answers().mdf_balance(asked, period_text(period), found))


@xw.func(category="xldesk")
@xw.arg("partner", **CELL)
@xw.arg("period", **CELL)
@xw.arg("kind", **CELL)
@xw.ret(HostValues)
@answered
def MDFROI(partner: Cell, period: Cell, kind: Cell = None) -> Value:
    """Return what a partner's approved marketing activities brought for what they cost.

    Args:
        partner: The id of a partner.
        period: When the activities ended: 2026-Q2, 2026-06 or FY2026.
        kind: actual (the default): margin on won credit less approved claims, by approved claims,
            of activities past one sales cycle. projected: margin on the expected pipeline
            less planned spend, by planned spend. pipeline: open and won credit by approved claims.

    Returns:
        A ratio, 0.25 for 25 %; over several activities that of their sums. Empty where nothing was
        spent, nothing expected, or no activity is old enough. An unknown partner, or a missing
        rate, is #N/A; activities in several currencies are #VALUE!.

    Example:
        =MDFROI("P-001","FY2026")
        =MDFROI("P-001","2026-Q2","projected")
    """
    asked = identifier(partner, "partner")
    if asked is None:
        return None
    found = word(kind, "kind") or "actual"
    return shown(answers().mdf_return(asked, period_text(period), found))
