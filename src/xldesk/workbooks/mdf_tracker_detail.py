"""The sheets of the MDF tracker that hold the detail behind its figures."""

from __future__ import annotations

from xldesk.workbooks.entry import Entry
from xldesk.workbooks.mdf_tracker_columns import DECIMALS, FUND, INVOICE, REQUEST, amount
from xldesk.workbooks.spec import (
    Column,
    Sheet,
    Table,
)


def _moved(kind: str) -> str:
    return f'=SUMIFS(Movements[Amount],Movements[Fund],[@Fund],Movements[Movement],"{kind}")'


FUNDS = Sheet(
    "Funds",
    "detail",
    note="Every figure is the sum of the fund's movements; committed is what is approved, not "
    "released and not yet paid.",
    blocks=(
        Table(
            "Funds",
            (
                Column("Fund", "fund_id", width=16, entry=Entry(names=FUND)),
                Column("Partner", "partner_id", width=12),
                Column("Partner name", "partner_name", width=26),
                Column("Period", "period", width=11),
                Column("Ends", "expiry", type="date"),
                Column("Currency", "currency", width=10),
                amount("Allocated", "allocated", _moved("allocate")),
                amount("Reallocated", "reallocated", _moved("reallocate")),
                amount("Base", "base", "=[@Allocated]+[@Reallocated]"),
                amount("Reclaimed", "reclaimed", _moved("reclaim")),
                amount("Expired", "expired", _moved("expire")),
                amount("Approved requests", "approved_requests", _moved("commit")),
                amount("Released", "released", _moved("release")),
                amount("Approved claims", "approved_claims", _moved("claim")),
                amount("Paid", "paid", _moved("pay")),
                amount("Committed", "committed", "=[@[Approved requests]]-[@Released]-[@Paid]"),
                amount(
                    "Available",
                    "available",
                    "=[@Base]-[@Reclaimed]-[@Expired]-[@Committed]-[@Paid]",
                    highlight="negative",
                ),
                Column(
                    "Utilisation",
                    "utilisation",
                    type="percent",
                    width=14,
                    formula='=IF([@Base]>0,[@Paid]/[@Base],"")',
                ),
                Column(
                    "Commitment",
                    "commitment",
                    type="percent",
                    width=14,
                    formula='=IF([@Base]>0,([@Committed]+[@Paid])/[@Base],"")',
                ),
                Column("Even use", "straight_line", type="percent"),
                Column("State", "state", type="status"),
            ),
        ),
    ),
)

REQUESTS = Sheet(
    "Requests",
    "detail",
    note="Planned activities: what they should bring, and what became of the approved amount.",
    blocks=(
        Table(
            "Requests",
            (
                Column("Request", "request_id", width=16, entry=Entry(names=REQUEST)),
                Column("Fund", "fund_id", width=16),
                Column("Partner", "partner_id", width=12),
                Column("Partner name", "partner_name", width=26),
                Column("Activity", "name", width=30),
                Column("Kind", "activity_kind", width=14),
                Column("Place", "place", width=16),
                Column("Start", "activity_start", type="date"),
                Column("End", "activity_end", type="date"),
                Column("Claim until", "claim_due_day", type="date"),
                Column("Submitted", "submitted_day", type="date"),
                Column("Status", "status", type="status"),
                Column("Currency", "currency", width=10),
                amount("Planned spend", "planned_spend"),
                Column("Expected leads", "expected_leads", type="integer"),
                amount("Expected pipeline", "expected_pipeline"),
                Column("Close rate", "expected_close_rate", type="percent"),
                amount("Approved", "approved"),
                amount(
                    "Approved claims",
                    "claims_approved",
                    "=SUMIFS(Claims[Approved],Claims[Request],[@Request])",
                ),
                amount("Paid", "paid", "=SUMIFS(Claims[Paid],Claims[Request],[@Request])"),
                amount("Released", "released"),
                amount(
                    "Open commitment",
                    "open_commitment",
                    "=[@Approved]-[@Released]-[@Paid]",
                    highlight="negative",
                ),
                Column("Against the rules", "problem", width=36, wrap=True),
            ),
        ),
    ),
)

CLAIMS = Sheet(
    "Claims",
    "detail",
    note="Money asked back: in time, within the approval and the invoice, and with its proof. The "
    "last columns are what revenue accounting asks of a partner that is a customer.",
    blocks=(
        Table(
            "Claims",
            (
                Column("Claim", "claim_id", width=16),
                Column("Request", "request_id", width=16),
                Column("Fund", "fund_id", width=16),
                Column("Partner", "partner_id", width=12),
                Column("Partner name", "partner_name", width=26),
                Column("Kind", "activity_kind", width=14),
                Column("Status", "status", type="status"),
                Column("Currency", "currency", width=10),
                Column("Invoice", "invoice_number", width=16, entry=Entry(once=INVOICE)),
                amount("Invoice amount", "invoice_amount"),
                amount(
                    "Reimbursable",
                    "reimbursable",
                    "=IF(ISNUMBER([@[Invoice amount]]),"
                    'ROUNDDOWN(ROUND([@[Invoice amount]]*Reimbursement_Part,12),[@Decimals]),"")',
                ),
                amount("Claimed", "claimed"),
                amount("Approved", "approved"),
                amount("Paid", "paid"),
                amount("Examined amount", "checked_amount"),
                Column("First day", "first_day", type="date"),
                Column("Submitted", "submitted_day", type="date"),
                Column("Last day", "claim_due_day", type="date"),
                Column(
                    "In time",
                    "in_time",
                    formula="=IF(AND([@Submitted]>=[@[First day]],[@Submitted]<=[@[Last day]]),"
                    '"yes","no")',
                    width=9,
                ),
                Column("Within approval", "within_approval", type="flag", width=10),
                Column(
                    "Within invoice",
                    "within_invoice",
                    formula="=IF(ISNUMBER([@Reimbursable]),IF([@[Examined amount]]"
                    '<=[@Reimbursable]+Checks_Tolerance,"yes","no"),"no")',
                    width=10,
                ),
                Column("Proof missing", "proof_missing", width=28, wrap=True),
                Column(
                    "Result",
                    "result",
                    type="status",
                    formula='=IF(AND([@[In time]]="yes",[@[Within approval]]="yes",'
                    '[@[Within invoice]]="yes",[@[Proof missing]]=""),"pass","fail")',
                ),
                Column("Partner is a customer", "is_customer", type="flag", width=12),
                Column("Service received", "distinct_service", width=44, wrap=True),
                amount("Fair value", "fair_value"),
                amount(
                    "Reduces revenue",
                    "reduces_revenue",
                    '=IF([@[Partner is a customer]]="yes",MAX(0,[@Approved]-[@[Fair value]]),0)',
                ),
                DECIMALS,
            ),
        ),
    ),
)

ROI = Sheet(
    "ROI",
    "detail",
    title="Return on investment",
    note="Per approved activity. Credit is the partner's own on deals that a touch links to the "
    "activity, split equally over its linked activities. Immature: one sales cycle has not "
    "passed yet.",
    blocks=(
        Table(
            "Roi",
            (
                Column("Request", "request_id", width=16),
                Column("Partner", "partner_id", width=12),
                Column("Partner name", "partner_name", width=26),
                Column("Kind", "activity_kind", width=14),
                Column("Ended", "activity_end", type="date"),
                Column("Currency", "currency", width=10),
                amount("Planned spend", "planned_spend"),
                amount("Expected pipeline", "expected_pipeline"),
                Column("Close rate", "expected_close_rate", type="percent"),
                Column("Margin", "margin", type="percent"),
                Column(
                    "Projected ROI",
                    "projected_roi",
                    type="percent",
                    formula="=IF(AND([@[Planned spend]]>0,ISNUMBER([@[Expected pipeline]]),"
                    "ISNUMBER([@[Close rate]])),([@[Expected pipeline]]*[@[Close rate]]*[@Margin]"
                    '-[@[Planned spend]])/[@[Planned spend]],"")',
                ),
                amount(
                    "Approved claims",
                    "claims_approved",
                    "=SUMIFS(Claims[Approved],Claims[Request],[@Request])",
                ),
                Column("Deals", "deals", type="integer"),
                amount(
                    "Open credit",
                    "open_credit",
                    "=SUMIFS(RoiDeals[Credit],RoiDeals[Request],[@Request],"
                    'RoiDeals[Deal is],"open")',
                ),
                amount(
                    "Won credit",
                    "won_credit",
                    "=SUMIFS(RoiDeals[Credit],RoiDeals[Request],[@Request],"
                    'RoiDeals[Deal is],"won")',
                ),
                amount(
                    "Margin on won credit",
                    "margin_on_won",
                    "=SUMIFS(RoiDeals[Margin on credit],RoiDeals[Request],[@Request],"
                    'RoiDeals[Deal is],"won")',
                ),
                Column(
                    "Pipeline ratio",
                    "pipeline_ratio",
                    type="ratio",
                    formula="=IF([@[Approved claims]]>0,([@[Open credit]]+[@[Won credit]])"
                    '/[@[Approved claims]],"")',
                ),
                Column(
                    "Actual ROI",
                    "actual_roi",
                    type="percent",
                    formula='=IF([@State]="actual",([@[Margin on won credit]]'
                    '-[@[Approved claims]])/[@[Approved claims]],"")',
                ),
                Column("State", "state", type="status"),
                Column("Lines without rate", "lines_without_rate", type="integer", width=12),
            ),
        ),
    ),
)

ROI_DEALS = Sheet(
    "ROI deals",
    "detail",
    title="Credit linked to activities",
    note="Which credit of which deal counts for which activity, in the fund's currency, with the "
    "margin of its product family.",
    blocks=(
        Table(
            "RoiDeals",
            (
                Column("Request", "request_id", width=16),
                Column("Partner", "partner_id", width=12),
                Column("Opportunity", "opportunity_id", width=16),
                Column("Product family", "product_family", width=20),
                Column("Deal is", "state", width=10),
                Column("Deal currency", "deal_currency", width=16),
                Column(
                    "Credit on the deal",
                    "deal_credit",
                    type="amount",
                    currency="deal_currency",
                ),
                Column("Linked activities", "activities", type="integer"),
                amount("Credit", "credit"),
                Column("Currency", "currency", width=10),
                DECIMALS,
                Column("Margin", "margin", type="percent"),
                amount(
                    "Margin on credit",
                    "margin_on_credit",
                    '=IF(ISNUMBER([@Credit]),ROUND([@Credit]*[@Margin],[@Decimals]),"")',
                ),
            ),
        ),
    ),
)

MOVEMENTS = Sheet(
    "Movements",
    "detail",
    note="Every movement of money: posted as a transaction, or following from requests, claims "
    "and the fund's end. No record says on which day a request was cancelled.",
    blocks=(
        Table(
            "Movements",
            (
                Column("Fund", "fund_id", width=16),
                Column("Day", "moved_day", type="date"),
                Column("Movement", "kind", width=13),
                amount("Amount", "amount"),
                Column("Currency", "currency", width=10),
                Column("Request", "request_id", width=16),
                Column("Claim", "claim_id", width=16),
                Column("Transaction", "transaction_id", width=18),
                Column("Reason", "reason", width=34, wrap=True),
            ),
        ),
    ),
)
