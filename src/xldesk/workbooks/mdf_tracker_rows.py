"""The rows of the MDF tracker, from the desk's own figures.

Where partners are named, a row comes in only if everything it refers to is one partner's; its
field ``of_partner`` says whose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from xldesk.policy.calendar import due_at, local_day
from xldesk.records.currency import exponent
from xldesk.records.money import major
from xldesk.workbooks.content import Link
from xldesk.workbooks.mdf_tracker_forms import (
    NO_ACTIVITY,
    NO_FUND,
    NO_REQUEST,
    claimable,
    open_funds,
)
from xldesk.workbooks.statements import statement

if TYPE_CHECKING:
    from datetime import date, datetime

    from xldesk.ledger.basis import Basis

Rows = list[dict[str, Any]]

PPM = Decimal(1_000_000)


Partners = Sequence[str] | None
"""The partners whose rows are wanted, each for a tracker of its own; None for the programme."""


def _rows(basis: Basis, name: str, partners: Partners) -> Rows:
    """Return the rows of a statement for all of ``partners`` at once, or for the programme."""
    return _read(basis, name, {"partners": None if partners is None else list(partners)})


def _read(basis: Basis, name: str, values: dict[str, Any]) -> Rows:
    result = basis.con.execute(statement(name), values)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _part(amount: int | Decimal, whole: int | Decimal) -> Decimal | None:
    return Decimal(amount) / Decimal(whole) if whole > 0 else None


def funds(basis: Basis, partners: Partners) -> Rows:
    """Return the funds by partner and end, with every figure and a word for their state."""
    threshold = basis.policy.mdf.behind_straight_line
    rows = _rows(basis, "tracker_funds", partners)
    for row in rows:
        row["utilisation"] = _part(row["paid"], row["base"])
        row["commitment"] = _part(row["committed"] + row["paid"], row["base"])
        row["state"] = _fund_state(row, threshold, basis.as_of_day)
    return rows


def _fund_state(row: dict[str, Any], threshold: Decimal, today: date) -> str:
    if row["available"] < 0:
        return "overspent"
    if today > row["expiry"]:
        return "closed"
    if not row["is_running"]:
        return "not started"
    return "behind" if row["behind"] is not None and row["behind"] > threshold else "active"


def money(fund_rows: Rows) -> Rows:
    """Return a row for each currency of the funds: sums, and parts of the base."""
    rows = []
    for currency in sorted({row["currency"] for row in fund_rows}):
        own = [row for row in fund_rows if row["currency"] == currency]
        sums = {
            name: sum(row[name] for row in own)
            for name in ("base", "committed", "paid", "available", "reclaimed", "expired")
        }
        rows.append(
            {
                "currency": currency,
                "funds": len(own),
                **sums,
                **{
                    f"{name}_part": _part(sums[name], sums["base"]) or 0
                    for name in ("committed", "paid", "available", "reclaimed", "expired")
                },
                "detail": Link("Funds", "Funds"),
            }
        )
    return rows


def headline(fund_rows: Rows, waiting: int) -> dict[str, Any]:
    """Return the key figures by field, money of the currency with the most funds.

    Captions say which part of the funds a figure covers where there are several currencies.
    """
    sums = money(fund_rows)
    largest = max(sums, key=lambda row: (row["funds"], row["currency"]), default=None)
    where = "{currency}"
    utilisation = "Utilisation"
    if largest is not None:
        if len(sums) > 1:
            where = f"{{currency}} funds ({largest['funds']} of {len(fund_rows)})"
        utilisation += f", {where.format(currency=largest['currency'])}"
    return {
        "funds": len(fund_rows),
        "allocated": _amount(largest, "base"),
        "allocated.caption": f"Allocated, {where}",
        "available": _amount(largest, "available"),
        "available.caption": f"Available, {where}",
        "expired": _amount(largest, "expired"),
        "expired.caption": f"Expired, {where}",
        "utilisation": None if largest is None else largest["paid_part"],
        "utilisation.caption": utilisation,
        "decisions": waiting,
        "behind": sum(row["state"] == "behind" for row in fund_rows),
    }


def _amount(row: dict[str, Any] | None, name: str) -> tuple[int, str] | None:
    return None if row is None else (row[name], row["currency"])


def offered(basis: Basis, fund_rows: Rows, request_rows: Rows) -> dict[str, list[str]]:
    """Return the words that cells offer, by list: open funds, claimable requests, activities."""
    return {
        "funds": [row["fund_id"] for row in open_funds(fund_rows)] or [NO_FUND],
        "requests": [row["request_id"] for row in claimable(request_rows, basis.as_of_day)]
        or [NO_REQUEST],
        "activity_kinds": [kind.kind for kind in basis.policy.mdf.activities] or [NO_ACTIVITY],
    }


def requests(basis: Basis, partners: Partners) -> Rows:
    """Return the requests by activity date, and what about them is against the rules."""
    lead = basis.policy.mdf.request_lead_business_days
    rows = _rows(basis, "tracker_requests", partners)
    for row in rows:
        problems = [
            row["violation"],
            f"submitted less than {lead} business days ahead"
            if row["is_submitted_in_time"] is False
            else None,
            "approved after the activity had begun"
            if row["is_approved_in_time"] is False
            else None,
            "a second approver is missing" if row["has_approvers"] is False else None,
        ]
        row["problem"] = "; ".join(problem for problem in problems if problem)
    return rows


def claims(basis: Basis, partners: Partners) -> Rows:
    """Return the claims by submission, with what each was examined for."""
    rows = _rows(basis, "tracker_claims", partners)
    for row in rows:
        row["decimals"] = exponent(row["currency"])
        row["reimbursable"] = row["invoice_limit"]
        row["in_time"] = "yes" if row["is_in_window"] else "no"
        row["within_approval"] = bool(row["is_within_approval"])
        row["within_invoice"] = "yes" if row["is_within_invoice"] else "no"
        passes = (
            row["is_in_window"]
            and row["is_within_approval"]
            and row["is_within_invoice"]
            and not row["proof_missing"]
        )
        row["result"] = "pass" if passes else "fail"
        row["reduces_revenue"] = (
            max(0, row["approved"] - (row["fair_value"] or 0)) if row["is_customer"] else 0
        )
    return rows


def returns(basis: Basis, partners: Partners, linked: Rows) -> Rows:
    """Return the approved activities by their end, with projected and actual return.

    ``linked`` is the credit linked to them, whose margins are in whole minor units.
    """
    rows = _rows(basis, "tracker_returns", partners)
    margins: Counter[str] = Counter()
    for deal in linked:
        if deal["state"] == "won":
            margins[deal["request_id"]] += deal["margin_on_credit"] or 0
    for row in rows:
        spent, planned = row["claims_approved"], row["planned_spend"]
        margin_on_won = margins[row["request_id"]]
        row["margin"] = Decimal(row["margin_ppm"]) / PPM
        row["projected_roi"] = _projected(row, planned)
        row["margin_on_won"] = margin_on_won
        row["pipeline_ratio"] = _part(row["open_credit"] + row["won_credit"], spent)
        row["actual_roi"] = (
            _part(margin_on_won - spent, spent) if row["state"] == "actual" else None
        )
    return rows


def _projected(row: dict[str, Any], planned: int) -> Decimal | None:
    if row["expected_pipeline"] is None or row["expected_close_rate"] is None:
        return None
    gain = row["expected_pipeline"] * row["expected_close_rate"] * row["margin"]
    return _part(gain - planned, planned)


def linked_credit(basis: Basis, partners: Partners) -> Rows:
    """Return which credit of which deal counts for which activity."""
    rows = _rows(basis, "tracker_linked_credit", partners)
    for row in rows:
        row["margin"] = Decimal(row.pop("margin_ppm")) / PPM
        row["decimals"] = exponent(row["currency"])
        row["margin_on_credit"] = (
            None if row["credit"] is None else _whole(row["credit"] * row["margin"])
        )
    return rows


def _whole(minor: Decimal) -> int:
    """Return ``minor`` as whole minor units, halves away from zero as a spreadsheet rounds."""
    return int(minor.to_integral_value(ROUND_HALF_UP))


def movements(basis: Basis, partners: Partners) -> Rows:
    """Return every movement of money; a partner sees no reasons, they may name others."""
    return _rows(basis, "tracker_movements", partners)


_TO_FILL_IN = ("decision", "amount_approved", "decided_by", "second_approver", "comment")


def decisions(basis: Basis) -> Rows:
    """Return what waits for a decision of the programme, the most urgent first."""
    rows = _read(basis, "tracker_decisions", {})
    for row in rows:
        start: datetime = row.pop("submitted_at").replace(tzinfo=UTC)
        level = "mdf_decision" if row["kind"] == "request" else "mdf_claim_decision"
        due = due_at(basis.policy, level, start)
        row["due"] = local_day(basis.policy, due)
        row["state"] = "overdue" if due < basis.as_of else "open"
        row.update(dict.fromkeys(_TO_FILL_IN))
    return sorted(rows, key=lambda row: (row["due"], row["kind"], row["object_id"]))


def advice(basis: Basis) -> Rows:
    """Return the reallocation advice of the programme, in its order of urgency."""
    rows = _read(basis, "tracker_advice", {})
    return [{**row, "decision": None, "reason": None} for row in rows]


def activities(basis: Basis) -> Rows:
    """Return the kinds of activity of the policy, each with the proof its claims need."""
    return [
        {"kind": kind.kind, "title": kind.title, "proof": ", ".join(kind.evidence)}
        for kind in basis.policy.mdf.activities
    ]


def rules(basis: Basis) -> dict[str, Any]:
    """Return the policy's MDF rules in numbers, by field."""
    mdf = basis.policy.mdf
    return {
        "rule.lead": mdf.request_lead_business_days,
        "rule.claim_days": mdf.claim_days,
        "rule.reimbursement": mdf.reimbursement_pct,
        "rule.second": mdf.second_approver_above,
        "rule.currency": mdf.approval_limits_currency,
        "rule.attribution": mdf.attribution_days,
        "rule.cycle": mdf.median_sales_cycle_days,
        "rule.behind": mdf.behind_straight_line,
        "rule.reallocate": mdf.reallocation_max_share,
    }


def checks(
    fund_rows: Rows, request_rows: Rows, claim_rows: Rows, return_rows: Rows, movement_rows: Rows
) -> dict[str, Any]:
    """Return the figure of every check, 0 where all is well."""
    moved = _sum(movement_rows, "amount")
    held = sum(
        (
            _sum(fund_rows, name)
            for name in (
                "base",
                "reclaimed",
                "expired",
                "approved_requests",
                "released",
                "approved_claims",
                "paid",
            )
        ),
        Decimal(0),
    )
    return {
        "No fund is overspent": sum(row["available"] < 0 for row in fund_rows),
        "Nothing is paid without an approved claim": sum(
            row["paid"] > row["approved_claims"] for row in fund_rows
        ),
        "No claim goes beyond its request": sum(
            row["approved_claims"] > row["approved_requests"] - row["released"] for row in fund_rows
        ),
        "Approvals stay within the funds": sum(
            row["approved_requests"] - row["released"] > row["base"] for row in fund_rows
        ),
        "Requests and funds agree": _sum(request_rows, "open_commitment")
        - _sum(fund_rows, "committed"),
        "Claims and funds agree": _sum(claim_rows, "paid") - _sum(fund_rows, "paid"),
        "Every movement has its fund": moved - held,
        "Returns use the approved claims": _sum(return_rows, "claims_approved")
        - _sum(claim_rows, "approved"),
    }


def _sum(rows: Rows, name: str) -> Decimal:
    """Return a column's sum in whole units, as a spreadsheet adds it up."""
    return sum((major(row[name], row["currency"]) for row in rows), Decimal(0))
