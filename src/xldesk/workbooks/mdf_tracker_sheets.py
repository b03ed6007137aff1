"""The sheets of the MDF tracker."""

from __future__ import annotations

from xldesk.workbooks.spec import (
    Chart,
    Check,
    Column,
    Field,
    Fields,
    Figure,
    KeyFigures,
    Sheet,
    Table,
    TextBlock,
    checks_sheet,
)


def _by_currency(column: str) -> str:
    return f"=SUMIFS(Funds[{column}],Funds[Currency],[@Currency])"


def _part(column: str) -> str:
    return f"=IF([@Base]>0,[@[{column}]]/[@Base],0)"


def _moved(kind: str) -> str:
    return f'=SUMIFS(Movements[Amount],Movements[Fund],[@Fund],Movements[Movement],"{kind}")'


def _amount(name: str, field: str, formula: str | None = None, **more: object) -> Column:
    return Column(name, field, type="amount", currency="currency", formula=formula, **more)  # type: ignore[arg-type]  # highlight and width alone


SUMMARY = Sheet(
    "Summary",
    "summary",
    title="MDF tracker",
    note="How much of the marketing funds is committed, paid and still available.",
    blocks=(
        KeyFigures(
            (
                Figure("Funds", "funds", formula="=COUNTA(Funds[Fund])"),
                Figure("Allocated, {currency}", "allocated", type="amount"),
                Figure("Available, {currency}", "available", type="amount"),
                Figure("Utilisation", "utilisation", type="percent"),
                Figure("To decide", "decisions", formula="=COUNTA(Decisions[Object])"),
                Figure("Funds behind", "behind", formula='=COUNTIFS(Funds[State],"behind")'),
            )
        ),
        Chart(
            "Use of the funds",
            kind="column",
            table="Money",
            category="Currency",
            series=("Allocated %", "Committed %", "Paid %", "Available %"),
            unit="part of what is allocated and reallocated",
            alt_text="Columns for each currency: allocated, committed, paid and available, as "
            "parts of what is allocated and reallocated. The table below has the amounts.",
            colours=("light", "influenced", "co_sell", "sourced"),
            rows=15,
        ),
        Table(
            "Money",
            (
                Column("Currency", "currency", width=16),
                Column(
                    "Funds", "funds", type="integer", formula="=COUNTIFS(Funds[Currency],[@Currency])"
                ),
                _amount("Base", "base", _by_currency("Base")),
                _amount("Committed", "committed", _by_currency("Committed")),
                _amount("Paid", "paid", _by_currency("Paid")),
                _amount("Available", "available", _by_currency("Available"), highlight="negative"),
                _amount("Reclaimed", "reclaimed", _by_currency("Reclaimed")),
                _amount("Expired", "expired", _by_currency("Expired")),
                Column("Allocated %", "base_part", type="percent", formula=_part("Base")),
                Column("Committed %", "committed_part", type="percent", formula=_part("Committed")),
                Column("Paid %", "paid_part", type="percent", formula=_part("Paid")),
                Column("Available %", "available_part", type="percent", formula=_part("Available")),
            ),
            heading="Money by currency",
            note="Base is what is allocated and reallocated, before reclaim and expiry. Amounts of "
            "different currencies are never added.",
        ),
    ),
)

DECISIONS = Sheet(
    "Decisions",
    "action",
    title="Waiting for a decision",
    note="Requests and claims that were submitted and not decided. The programme decides; a "
    "partner's tracker shows what is waiting.",
    blocks=(
        Table(
            "Decisions",
            (
                Column("About", "kind", width=12),
                Column("Object", "object_id", width=16),
                Column("Partner", "partner_id", width=12),
                Column("Partner name", "partner_name", width=26),
                Column("Activity", "activity", width=34),
                _amount("Asked for", "asked"),
                Column("Currency", "currency", width=10),
                Column("Submitted", "submitted", type="date"),
                Column("Decide by", "due", type="date"),
                Column("State", "state", type="status"),
                Column(
                    "Decision",
                    "decision",
                    role="input",
                    choices=("approve", "reject", "ask"),
                    help="Approve, reject, or ask the partner for more.",
                ),
                Column(
                    "Amount approved",
                    "amount_approved",
                    type="amount",
                    currency="currency",
                    role="input",
                    help="At most the amount asked for, in the same currency.",
                ),
                Column("Decided by", "decided_by", role="input", width=18, help="Your name."),
                Column(
                    "Second approver",
                    "second_approver",
                    role="input",
                    width=18,
                    help="Needed above the second limit (sheet Instructions); another person.",
                ),
                Column("Comment", "comment", role="input", width=30, help="Reason of a rejection."),
            ),
        ),
    ),
)

NEW_REQUESTS = Sheet(
    "New requests",
    "action",
    title="New requests and claims",
    note="Fill in the cream cells and send the file back. What each field means stands on the "
    "sheet Instructions.",
    blocks=(
        Table(
            "NewRequests",
            (
                Column(
                    "Fund",
                    "fund",
                    width=16,
                    role="input",
                    choices="funds",
                    help="The fund that is to pay for it.",
                ),
                Column("Activity", "name", width=30, role="input", help="A short name."),
                Column(
                    "Kind",
                    "kind",
                    width=16,
                    role="input",
                    choices="activity_kinds",
                    help="The kind decides which proof the claim needs.",
                ),
                Column("Place", "place", width=18, role="input", help="Town, or online."),
                Column("Start", "start", type="date", role="input", help="First day."),
                Column("End", "end", type="date", role="input", help="Last day."),
                Column(
                    "Planned spend",
                    "planned_spend",
                    type="number",
                    width=16,
                    role="input",
                    help="In the fund's currency, net of tax.",
                ),
                Column(
                    "Expected leads", "leads", type="integer", width=12, role="input",
                    help="How many leads you expect.",
                ),
                Column(
                    "Expected pipeline",
                    "pipeline",
                    type="number",
                    width=18,
                    role="input",
                    help="Value of the deals you expect, in the fund's currency.",
                ),
                Column(
                    "Expected close rate",
                    "close_rate",
                    type="percent",
                    width=12,
                    role="input",
                    help="Which part of that pipeline you expect to win.",
                ),
            ),
            heading="New requests",
            blank_rows=8,
        ),
        Table(
            "NewClaims",
            (
                Column(
                    "Request",
                    "request",
                    role="input",
                    choices="requests",
                    help="The approved request that the money was spent on.",
                ),
                Column("Invoice number", "invoice", role="input", help="As on the invoice."),
                Column(
                    "Invoiced",
                    "invoiced",
                    type="date",
                    role="input",
                    help="Date of the invoice.",
                ),
                Column(
                    "Invoice amount", "invoice_amount", type="number", role="input",
                    help="In the fund's currency, net of tax.",
                ),
                Column(
                    "Claimed", "claimed", type="number", role="input",
                    help="At most the approved amount.",
                ),
                Column(
                    "Proof", "proof", role="input",
                    help="Names of the files you send with this one.",
                ),
            ),
            heading="New claims",
            blank_rows=8,
        ),
    ),
)

ADVICE = Sheet(
    "Reallocation advice",
    "action",
    note="Funds behind even use, the furthest first, and where their money would earn more. A "
    "fund gives at most the policy's part of what it has available, and grows by no more than "
    "the same part of its own budget. Without a receiver: no partner in that currency has a "
    "proven return.",
    blocks=(
        Table(
            "Advice",
            (
                Column("Rank", "rank", type="integer", width=8),
                Column("From fund", "from_fund", width=16),
                Column("From partner", "from_partner", width=14),
                Column("From partner name", "from_name", width=26),
                Column("Behind even use", "behind", type="percent", width=12),
                _amount("Available", "available"),
                Column("To fund", "to_fund", width=16),
                Column("To partner", "to_partner", width=14),
                Column("To partner name", "to_name", width=26),
                Column("Return there", "to_roi", type="percent", width=12),
                _amount("Move", "amount"),
                Column("Currency", "currency", width=10),
                Column(
                    "Decision",
                    "decision",
                    role="input",
                    choices=("move", "keep"),
                    help="Move the money, or keep it where it is.",
                ),
                Column("Reason", "reason", role="input", width=30, help="Why it is kept or moved."),
            ),
        ),
    ),
)

FUNDS = Sheet(
    "Funds",
    "detail",
    note="Every figure is the sum of the fund's movements; committed is what is approved, not "
    "released and not yet paid.",
    blocks=(
        Table(
            "Funds",
            (
                Column("Fund", "fund_id", width=16),
                Column("Partner", "partner_id", width=12),
                Column("Partner name", "partner_name", width=26),
                Column("Period", "period", width=11),
                Column("Ends", "expiry", type="date"),
                Column("Currency", "currency", width=10),
                _amount("Allocated", "allocated", _moved("allocate")),
                _amount("Reallocated", "reallocated", _moved("reallocate")),
                _amount("Base", "base", "=[@Allocated]+[@Reallocated]"),
                _amount("Reclaimed", "reclaimed", _moved("reclaim")),
                _amount("Expired", "expired", _moved("expire")),
                _amount("Approved requests", "approved_requests", _moved("commit")),
                _amount("Released", "released", _moved("release")),
                _amount("Approved claims", "approved_claims", _moved("claim")),
                _amount("Paid", "paid", _moved("pay")),
                _amount(
                    "Committed", "committed", "=[@[Approved requests]]-[@Released]-[@Paid]"
                ),
                _amount(
                    "Available",
                    "available",
                    "=[@Base]-[@Reclaimed]-[@Expired]-[@Committed]-[@Paid]",
                    highlight="negative",
                ),
                Column(
                    "Utilisation",
                    "utilisation",
                    type="percent",
                    formula='=IF([@Base]>0,[@Paid]/[@Base],"")',
                ),
                Column(
                    "Commitment",
                    "commitment",
                    type="percent",
                    width=13,
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
                Column("Request", "request_id", width=16),
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
                _amount("Planned spend", "planned_spend"),
                Column("Expected leads", "expected_leads", type="integer"),
                _amount("Expected pipeline", "expected_pipeline"),
                Column("Close rate", "expected_close_rate", type="percent"),
                _amount("Approved", "approved"),
                _amount(
                    "Approved claims",
                    "claims_approved",
                    "=SUMIFS(Claims[Approved],Claims[Request],[@Request])",
                ),
                _amount(
                    "Paid", "paid", "=SUMIFS(Claims[Paid],Claims[Request],[@Request])"
                ),
                _amount("Released", "released"),
                _amount(
                    "Open commitment", "open_commitment", "=[@Approved]-[@Released]-[@Paid]",
                    highlight="negative",
                ),
                Column("Against the rules", "problem", width=44, wrap=True),
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
                Column("Invoice", "invoice_number", width=16),
                _amount("Invoice amount", "invoice_amount"),
                Column(
                    "Reimbursable",
                    "reimbursable",
                    type="number",
                    width=16,
                    formula='=IF(ISNUMBER([@[Invoice amount]]),'
                    '[@[Invoice amount]]*Reimbursement_Part,"")',
                ),
                _amount("Claimed", "claimed"),
                _amount("Approved", "approved"),
                _amount("Paid", "paid"),
                _amount("Examined amount", "checked_amount"),
                Column("First day", "first_day", type="date"),
                Column("Submitted", "submitted_day", type="date"),
                Column("Last day", "claim_due_day", type="date"),
                Column(
                    "In time",
                    "in_time",
                    formula='=IF(AND([@Submitted]>=[@[First day]],[@Submitted]<=[@[Last day]]),'
                    '"yes","no")',
                    width=9,
                ),
                Column("Within approval", "within_approval", type="flag", width=10),
                Column(
                    "Within invoice",
                    "within_invoice",
                    formula='=IF(ISNUMBER([@Reimbursable]),IF([@[Examined amount]]'
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
                Column("Service received", "distinct_service", width=26),
                _amount("Fair value", "fair_value"),
                _amount(
                    "Reduces revenue",
                    "reduces_revenue",
                    '=IF([@[Partner is a customer]]="yes",MAX(0,[@Approved]-[@[Fair value]]),0)',
                ),
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
                _amount("Planned spend", "planned_spend"),
                _amount("Expected pipeline", "expected_pipeline"),
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
                _amount(
                    "Approved claims",
                    "claims_approved",
                    "=SUMIFS(Claims[Approved],Claims[Request],[@Request])",
                ),
                Column("Deals", "deals", type="integer"),
                _amount(
                    "Open credit",
                    "open_credit",
                    "=SUMIFS(RoiDeals[Credit],RoiDeals[Request],[@Request],"
                    'RoiDeals[Deal is],"open")',
                ),
                _amount(
                    "Won credit",
                    "won_credit",
                    "=SUMIFS(RoiDeals[Credit],RoiDeals[Request],[@Request],"
                    'RoiDeals[Deal is],"won")',
                ),
                Column(
                    "Margin on won credit",
                    "margin_on_won",
                    type="number",
                    width=18,
                    formula="=SUMIFS(RoiDeals[Margin on credit],RoiDeals[Request],[@Request],"
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
                Column("Deal currency", "deal_currency", width=10),
                Column(
                    "Credit on the deal",
                    "deal_credit",
                    type="amount",
                    currency="deal_currency",
                ),
                Column("Linked activities", "activities", type="integer"),
                _amount("Credit", "credit"),
                Column("Currency", "currency", width=10),
                Column("Margin", "margin", type="percent"),
                Column(
                    "Margin on credit",
                    "margin_on_credit",
                    type="number",
                    width=18,
                    formula='=IF(ISNUMBER([@Credit]),[@Credit]*[@Margin],"")',
                ),
            ),
        ),
    ),
)

MOVEMENTS = Sheet(
    "Movements",
    "detail",
    note="Every movement of money: posted as a transaction, or following from requests, claims "
    "and the fund's end.",
    blocks=(
        Table(
            "Movements",
            (
                Column("Fund", "fund_id", width=16),
                Column("Day", "moved_day", type="date"),
                Column("Movement", "kind", width=13),
                _amount("Amount", "amount"),
                Column("Currency", "currency", width=10),
                Column("Request", "request_id", width=16),
                Column("Claim", "claim_id", width=16),
                Column("Transaction", "transaction_id", width=18),
                Column("Reason", "reason", width=40, wrap=True),
            ),
        ),
    ),
)

INSTRUCTIONS = Sheet(
    "Instructions",
    "reference",
    note="The rules of marketing funds, from the policy in force.",
    blocks=(
        Fields(
            "The rules in numbers",
            (
                Field("Request this many business days ahead", "rule.lead", type="integer"),
                Field("Claim within this many days", "rule.claim_days", type="integer"),
                Field(
                    "Part of the invoice paid back",
                    "rule.reimbursement",
                    type="percent",
                    name="Reimbursement_Part",
                ),
                Field("Second approver above", "rule.second", type="number"),
                Field("Currency of that limit", "rule.currency"),
                Field("Days a deal may follow an activity", "rule.attribution", type="integer"),
                Field("Days of one sales cycle", "rule.cycle", type="integer"),
                Field("Behind even use above", "rule.behind", type="percent"),
                Field("Part that may be reallocated", "rule.reallocate", type="percent"),
            ),
        ),
        TextBlock(
            "From idea to payment",
            (
                "1. Request: fill in a line on the sheet New requests and send the file back. Ask "
                "before the activity; nothing is approved afterwards.",
                "2. Approval: the programme approves an amount. A change of date, place or form "
                "needs a new approval.",
                "3. Activity: name the request's id with every lead and meeting that comes of it, "
                "so that deals can be linked to it.",
                "4. Claim: send the invoice and the proof listed below within the claim days. You "
                "can claim up to the approved amount and the part of the invoice shown above.",
                "5. Payment: what is approved is paid, at once or in parts. What is not claimed in "
                "time goes back to the fund; what a fund does not spend by its end expires.",
            ),
        ),
        Table(
            "Activities",
            (
                Column("Kind", "kind", width=28),
                Column("Activity", "title", width=34),
                Column("Proof that a claim needs", "proof", width=60, wrap=True),
            ),
            heading="Kinds of activity and their proof",
        ),
    ),
)

CHECKS = checks_sheet(
    (
        Check(
            "No fund is overspent",
            "How many funds have less than nothing available.",
            "=SUMPRODUCT((0-Funds[Available]>Checks_Tolerance)*1)",
        ),
        Check(
            "Nothing is paid without an approved claim",
            "How many funds paid more than their approved claims.",
            "=SUMPRODUCT((Funds[Paid]-Funds[Approved claims]>Checks_Tolerance)*1)",
        ),
        Check(
            "No claim goes beyond its request",
            "How many funds have approved claims beyond approved requests, net of releases.",
            "=SUMPRODUCT((Funds[Approved claims]-Funds[Approved requests]+Funds[Released]"
            ">Checks_Tolerance)*1)",
        ),
        Check(
            "Approvals stay within the funds",
            "How many funds approved more, net of releases, than they were allocated.",
            "=SUMPRODUCT((Funds[Approved requests]-Funds[Released]-Funds[Base]"
            ">Checks_Tolerance)*1)",
        ),
        Check(
            "Requests and funds agree",
            "What requests have open is what the funds call committed.",
            "=SUM(Requests[Open commitment])-SUM(Funds[Committed])",
        ),
        Check(
            "Claims and funds agree",
            "What claims say was paid is what the funds paid.",
            "=SUM(Claims[Paid])-SUM(Funds[Paid])",
        ),
        Check(
            "Every movement has its fund",
            "Movements of all kinds add up to the same in Movements and in Funds.",
            "=SUM(Movements[Amount])-SUM(Funds[Base])-SUM(Funds[Reclaimed])-SUM(Funds[Expired])"
            "-SUM(Funds[Approved requests])-SUM(Funds[Released])-SUM(Funds[Approved claims])"
            "-SUM(Funds[Paid])",
        ),
        Check(
            "Returns use the approved claims",
            "The spend behind the returns is what was approved for those activities.",
            "=SUM(Roi[Approved claims])-SUM(Claims[Approved])",
        ),
    )
)

SHEETS = (
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
)
