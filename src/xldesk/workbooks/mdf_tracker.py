"""The MDF tracker: what each fund stands at, what was asked and claimed, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks import mdf_tracker_rows as rows_of
from xldesk.workbooks.content import Content
from xldesk.workbooks.mdf_tracker_detail import CLAIMS, FUNDS, MOVEMENTS, REQUESTS, ROI, ROI_DEALS
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


def content(basis: Basis, provenance: Provenance, partner_id: str | None = None) -> Content:
    """Return the tracker of the programme, or of one partner with nothing of any other in it.

    ``mdf_figures`` must have run on ``basis``. An unknown partner has an empty tracker.
    """
    funds = rows_of.funds(basis, partner_id)
    movements = rows_of.movements(basis, partner_id)
    requests = rows_of.requests(basis, partner_id)
    claims = rows_of.claims(basis, partner_id)
    returns = rows_of.returns(basis, partner_id)
    decisions = rows_of.decisions(basis, partner_id)
    money = rows_of.money(funds)
    largest = max(money, key=lambda row: (row["funds"], row["currency"]), default=None)
    return Content(
        provenance=provenance,
        fields={
            "funds": len(funds),
            "allocated": _of(largest, "base"),
            "available": _of(largest, "available"),
            "utilisation": None if largest is None else largest["paid_part"],
            "decisions": len(decisions),
            "behind": sum(row["state"] == "behind" for row in funds),
            **rows_of.rules(basis),
        },
        tables={
            "Money": money,
            "Decisions": decisions,
            "NewRequests": [],
            "NewClaims": [],
            "Advice": rows_of.advice(basis, partner_id),
            "Funds": funds,
            "Requests": requests,
            "Claims": claims,
            "Roi": returns,
            "RoiDeals": rows_of.linked_credit(basis, partner_id),
            "Movements": movements,
            "Activities": rows_of.activities(basis),
        },
        lists={
            "funds": rows_of.open_funds(funds) or ["no open fund"],
            "requests": rows_of.claimable(requests, basis.as_of_day) or ["no open request"],
            "activity_kinds": [kind.kind for kind in basis.policy.mdf.activities]
            or ["no activity"],
        },
        checks=rows_of.checks(funds, requests, claims, returns, movements),
    )


def _of(row: dict[str, object] | None, name: str) -> tuple[object, object] | None:
    return None if row is None else (row[name], row["currency"])
