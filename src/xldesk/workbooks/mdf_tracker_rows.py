"""The rows of the MDF tracker, from the desk's own figures.

Where a partner is named, a row comes in only if everything it refers to is that partner's.
"""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xldesk.policy.calendar import due_at, local_day
from xldesk.records.money import major

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from xldesk.ledger.basis import Basis

Rows = list[dict[str, Any]]

PPM = Decimal(1_000_000)
_OWN = "($partner IS NULL OR f.partner_id = $partner)"
_OWN_REQUEST = "($partner IS NULL OR (r.partner_id = $partner AND f.partner_id = $partner))"


def _rows(basis: Basis, sql: str, partner_id: str | None) -> Rows:
    """Return the rows of ``sql``, whose parameter ``partner`` is the partner or NULL."""
    result = basis.con.execute(sql, {"partner": partner_id})
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _part(amount: int | Decimal, whole: int | Decimal) -> Decimal | None:
    return Decimal(amount) / Decimal(whole) if whole > 0 else None


def funds(basis: Basis, partner_id: str | None) -> Rows:
    """Return the funds by partner and end, with every figure and a word for their state."""
    threshold = basis.policy.mdf.behind_straight_line
    rows = _rows(
        basis,
        "SELECT f.*, coalesce(p.name, '') AS partner_name FROM mdf_fund_figure AS f "  # noqa: S608 -- the condition is a constant of this module
        f"LEFT JOIN partner AS p USING (partner_id) WHERE {_OWN} "
        "ORDER BY f.partner_id, f.expiry, f.fund_id",
        partner_id,
    )
    for row in rows:
        row["utilisation"] = _part(row["paid"], row["base"])
        row["commitment"] = _part(row["committed"] + row["paid"], row["base"])
        row["state"] = _fund_state(row, threshold, basis.as_of_day)
    return [_kept(row, _FUND_FIELDS) for row in rows]


_FUND_FIELDS = (
    "fund_id", "partner_id", "partner_name", "period", "expiry", "currency", "allocated",
    "reallocated", "base", "reclaimed", "expired", "approved_requests", "released",
    "approved_claims", "paid", "committed", "available", "utilisation", "commitment",
    "straight_line", "state",
)  # fmt: skip


def _kept(row: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}


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
                    for name in ("base", "committed", "paid", "available")
                },
            }
        )
    return rows


def requests(basis: Basis, partner_id: str | None) -> Rows:
    """Return the requests by activity date, and what about them is against the rules."""
    lead = basis.policy.mdf.request_lead_business_days
    rows = _rows(
        basis,
        "SELECT r.*, coalesce(p.name, '') AS partner_name, v.message AS violation "  # noqa: S608 -- the condition is a constant of this module
        "FROM mdf_request_figure AS r "
        "LEFT JOIN mdf_fund AS f USING (fund_id) "
        "LEFT JOIN partner AS p ON p.partner_id = r.partner_id "
        "LEFT JOIN (SELECT object_id, string_agg(message, '; ' ORDER BY message) AS message "
        "FROM mdf_violation WHERE object_kind = 'mdf_request' GROUP BY object_id) AS v "
        "ON v.object_id = r.request_id "
        f"WHERE {_OWN_REQUEST} ORDER BY r.activity_start, r.request_id",
        partner_id,
    )
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
    return [_kept(row, _REQUEST_FIELDS) for row in rows]


_REQUEST_FIELDS = (
    "request_id", "fund_id", "partner_id", "partner_name", "name", "activity_kind", "place",
    "activity_start", "activity_end", "claim_due_day", "submitted_day", "status", "currency",
    "planned_spend", "expected_leads", "expected_pipeline", "expected_close_rate", "approved",
    "claims_approved", "paid", "released", "open_commitment", "problem",
)  # fmt: skip


def claims(basis: Basis, partner_id: str | None) -> Rows:
    """Return the claims by submission, with what each was examined for."""
    reimbursed = basis.policy.mdf.reimbursement_pct
    rows = _rows(
        basis,
        "SELECT c.*, r.activity_start AS first_day, coalesce(p.name, '') AS partner_name, "  # noqa: S608 -- the condition is a constant of this module
        "coalesce(p.is_customer, false) AS is_customer FROM mdf_claim_figure AS c "
        "JOIN mdf_request_figure AS r USING (request_id) "
        "LEFT JOIN mdf_fund AS f ON f.fund_id = r.fund_id "
        "LEFT JOIN partner AS p ON p.partner_id = c.partner_id "
        f"WHERE {_OWN_REQUEST} AND ($partner IS NULL OR c.partner_id = $partner) "
        "ORDER BY c.submitted_day, c.claim_id",
        partner_id,
    )
    for row in rows:
        invoice = row["invoice_amount"]
        row["reimbursable"] = (
            None if invoice is None else major(invoice, row["currency"]) * reimbursed
        )
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
    return [_kept(row, _CLAIM_FIELDS) for row in rows]


_CLAIM_FIELDS = (
    "claim_id", "request_id", "fund_id", "partner_id", "partner_name", "activity_kind", "status",
    "currency", "invoice_number", "invoice_amount", "reimbursable", "claimed", "approved", "paid",
    "checked_amount", "first_day", "submitted_day", "claim_due_day", "in_time", "within_approval",
    "within_invoice", "proof_missing", "result", "is_customer", "distinct_service", "fair_value",
    "reduces_revenue",
)  # fmt: skip


def returns(basis: Basis, partner_id: str | None) -> Rows:
    """Return the approved activities by their end, with projected and actual return."""
    rows = _rows(
        basis,
        "SELECT r.*, coalesce(p.name, '') AS partner_name FROM mdf_roi AS r "  # noqa: S608 -- the condition is a constant of this module
        "LEFT JOIN mdf_fund AS f USING (fund_id) "
        "LEFT JOIN partner AS p ON p.partner_id = r.partner_id "
        f"WHERE {_OWN_REQUEST} ORDER BY r.activity_end, r.request_id",
        partner_id,
    )
    for row in rows:
        spent, planned = row["claims_approved"], row["planned_spend"]
        margin_on_won = Decimal(row["margin_on_won"]) / PPM
        row["margin"] = Decimal(row["margin_ppm"]) / PPM
        row["projected_roi"] = _projected(row, planned)
        row["margin_on_won"] = margin_on_won.scaleb(-_places(row["currency"]))
        row["pipeline_ratio"] = _part(row["open_credit"] + row["won_credit"], spent)
        row["actual_roi"] = (
            _part(margin_on_won - spent, spent) if row["state"] == "actual" else None
        )
    return [_kept(row, _RETURN_FIELDS) for row in rows]


_RETURN_FIELDS = (
    "request_id", "partner_id", "partner_name", "activity_kind", "activity_end", "currency",
    "planned_spend", "expected_pipeline", "expected_close_rate", "margin", "projected_roi",
    "claims_approved", "deals", "open_credit", "won_credit", "margin_on_won", "pipeline_ratio",
    "actual_roi", "state", "lines_without_rate",
)  # fmt: skip


def _places(currency: str) -> int:
    return -int(major(1, currency).as_tuple().exponent)


def _projected(row: dict[str, Any], planned: int) -> Decimal | None:
    if row["expected_pipeline"] is None or row["expected_close_rate"] is None:
        return None
    gain = row["expected_pipeline"] * row["expected_close_rate"] * row["margin"]
    return _part(gain - planned, planned)


def linked_credit(basis: Basis, partner_id: str | None) -> Rows:
    """Return which credit of which deal counts for which activity."""
    rows = _rows(
        basis,
        "SELECT l.request_id, l.partner_id, l.opportunity_id, l.product_family, "  # noqa: S608 -- the condition is a constant of this module
        "CASE WHEN l.is_won THEN 'won' ELSE 'open' END AS state, l.deal_currency, l.deal_credit, "
        "l.activities, l.credit, l.currency, l.margin_ppm FROM mdf_link AS l "
        "JOIN mdf_request_figure AS r USING (request_id) "
        "LEFT JOIN mdf_fund AS f ON f.fund_id = r.fund_id "
        f"WHERE {_OWN_REQUEST} "
        "ORDER BY l.request_id, l.opportunity_id, l.product_family, l.deal_currency",
        partner_id,
    )
    for row in rows:
        row["margin"] = Decimal(row.pop("margin_ppm")) / PPM
        row["margin_on_credit"] = (
            None if row["credit"] is None else major(row["credit"], row["currency"]) * row["margin"]
        )
    return rows


def movements(basis: Basis, partner_id: str | None) -> Rows:
    """Return every movement of money; a partner sees no reasons, they may name others."""
    return _rows(
        basis,
        "SELECT m.fund_id, m.moved_day, m.kind, m.amount, f.currency, "  # noqa: S608 -- the condition is a constant of this module
        "CASE WHEN r.request_id IS NOT NULL THEN m.request_id END AS request_id, "
        "CASE WHEN $partner IS NULL OR r.request_id IS NOT NULL THEN m.claim_id END AS claim_id, "
        "m.transaction_id, CASE WHEN $partner IS NULL THEN m.reason END AS reason "
        "FROM mdf_movement AS m JOIN mdf_fund AS f USING (fund_id) "
        "LEFT JOIN mdf_request AS r ON r.request_id = m.request_id "
        "AND ($partner IS NULL OR r.partner_id = $partner) "
        f"WHERE {_OWN} ORDER BY m.fund_id, m.moved_day NULLS FIRST, CASE m.kind "
        "WHEN 'allocate' THEN 1 WHEN 'reallocate' THEN 2 WHEN 'commit' THEN 3 WHEN 'claim' THEN 4 "
        "WHEN 'pay' THEN 5 WHEN 'release' THEN 6 WHEN 'reclaim' THEN 7 ELSE 8 END, "
        "m.request_id NULLS FIRST, m.claim_id NULLS FIRST, m.transaction_id NULLS FIRST",
        partner_id,
    )


_TO_FILL_IN = ("decision", "amount_approved", "decided_by", "second_approver", "comment")


def decisions(basis: Basis, partner_id: str | None) -> Rows:
    """Return what waits for a decision, the most urgent first."""
    rows = _rows(
        basis,
        "WITH waiting AS ("  # noqa: S608 -- the condition is a constant of this module
        "SELECT 'request' AS kind, r.request_id AS object_id, r.partner_id, "
        "coalesce(r.name, r.activity_kind) AS activity, r.planned_spend AS asked, r.currency, "
        "r.submitted_day AS submitted, q.submitted_at FROM mdf_request_figure AS r "
        "JOIN mdf_request AS q USING (request_id) LEFT JOIN mdf_fund AS f ON f.fund_id = r.fund_id "
        f"WHERE r.status = 'submitted' AND {_OWN_REQUEST} "
        "UNION ALL "
        "SELECT 'claim', c.claim_id, c.partner_id, coalesce(r.name, r.activity_kind), c.claimed, "
        "c.currency, c.submitted_day, q.submitted_at FROM mdf_claim_figure AS c "
        "JOIN mdf_claim AS q USING (claim_id) "
        "JOIN mdf_request_figure AS r ON r.request_id = c.request_id "
        "LEFT JOIN mdf_fund AS f ON f.fund_id = r.fund_id "
        f"WHERE c.status = 'submitted' AND {_OWN_REQUEST} "
        "AND ($partner IS NULL OR c.partner_id = $partner)) "
        "SELECT w.*, coalesce(p.name, '') AS partner_name FROM waiting AS w "
        "LEFT JOIN partner AS p USING (partner_id)",
        partner_id,
    )
    for row in rows:
        start: datetime = row.pop("submitted_at").replace(tzinfo=UTC)
        level = "mdf_decision" if row["kind"] == "request" else "mdf_claim_decision"
        due = due_at(basis.policy, level, start)
        row["due"] = local_day(basis.policy, due)
        row["state"] = "overdue" if due < basis.as_of else "open"
        row.update(dict.fromkeys(_TO_FILL_IN))
    return sorted(rows, key=lambda row: (row["due"], row["kind"], row["object_id"]))


def advice(basis: Basis, partner_id: str | None) -> Rows:
    """Return the reallocation advice; a partner sees only what its own funds lag behind."""
    if partner_id is None:
        rows = _rows(
            basis,
            "SELECT a.* EXCLUDE (offer), coalesce(g.name, '') AS from_name, t.name AS to_name "
            "FROM mdf_advice AS a LEFT JOIN partner AS g ON g.partner_id = a.from_partner "
            "LEFT JOIN partner AS t ON t.partner_id = a.to_partner "
            "WHERE $partner IS NULL ORDER BY a.rank",
            None,
        )
    else:
        rows = _rows(
            basis,
            "SELECT row_number() OVER (ORDER BY min(a.rank)) AS rank, a.from_fund, a.from_partner, "
            "a.currency, a.behind, a.available, a.offer AS amount, NULL AS to_fund, "
            "NULL AS to_partner, NULL AS to_roi, coalesce(g.name, '') AS from_name, "
            "NULL AS to_name "
            "FROM mdf_advice AS a LEFT JOIN partner AS g ON g.partner_id = a.from_partner "
            "WHERE a.from_partner = $partner "
            "GROUP BY a.from_fund, a.from_partner, a.currency, a.behind, a.available, a.offer, "
            "g.name ORDER BY rank",
            partner_id,
        )
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
