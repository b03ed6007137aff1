"""The MDF tracker: what each fund stands at, what was asked and claimed, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks import mdf_tracker_rows as rows_of
from xldesk.workbooks.content import Content
from xldesk.workbooks.mdf_tracker_detail import CLAIMS, FUNDS, MOVEMENTS, REQUESTS, ROI, ROI_DEALS
from xldesk.workbooks.mdf_tracker_forms import currencies
from xldesk.workbooks.mdf_tracker_rules import CHECKS, INSTRUCTIONS
from xldesk.workbooks.mdf_tracker_sheets import ADVICE, DECISIONS, NEW_REQUESTS, SUMMARY
from xldesk.workbooks.spec import Workbook

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis
    from xldesk.workbooks.content import Provenance

SPEC = Workbook(
    name="mdf_tracker",
    title="MDF tracker",
    sheets=(
        SUMMARY,
        DECISIONS,
        NEW_REQUESTS,
        ADVICE,
        FUNDS,
        REQUESTS,
        CLAIMS,
        ROI,
        ROI_DEALS,
        MOVEMENTS,
        INSTRUCTIONS,
        CHECKS,
    ),
)


def content(basis: Basis, provenance: Provenance) -> Content:
    """Return the tracker of the whole programme, for those who run it; ``mdf_figures`` has run.

    What a partner may see is the workbook of ``mdf_tracker_partner``.
    """
    funds = rows_of.funds(basis, None)
    movements = rows_of.movements(basis, None)
    requests = rows_of.requests(basis, None)
    claims = rows_of.claims(basis, None)
    linked = rows_of.linked_credit(basis, None)
    returns = rows_of.returns(basis, None, linked)
    decisions = rows_of.decisions(basis)
    return Content(
        provenance=provenance,
        fields={
            **rows_of.headline(funds, len(decisions)),
            **currencies(funds, requests, basis.as_of_day),
            **rows_of.rules(basis),
        },
        tables={
            "Money": rows_of.money(funds),
            "Decisions": decisions,
            "NewRequests": [],
            "NewClaims": [],
            "Advice": rows_of.advice(basis),
            "Funds": funds,
            "Requests": requests,
            "Claims": claims,
            "Roi": returns,
            "RoiDeals": linked,
            "Movements": movements,
            "Activities": rows_of.activities(basis),
        },
        lists=rows_of.offered(basis, funds, requests),
        checks=rows_of.checks(funds, requests, claims, returns, movements),
    )
