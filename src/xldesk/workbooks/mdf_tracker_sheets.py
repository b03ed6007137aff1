"""The sheets of the MDF tracker that one acts on.

What a request and a claim need follows section 6 of the operating model.
"""

from __future__ import annotations

from xldesk.workbooks.entry import Entry
from xldesk.workbooks.mdf_tracker_columns import FUND, INVOICE, REQUEST, amount
from xldesk.workbooks.mdf_tracker_forms import NO_ACTIVITY, NO_FUND, NO_REQUEST
from xldesk.workbooks.spec import (
    Chart,
    Column,
    Figure,
    KeyFigures,
    Sheet,
    Table,
    TextBlock,
)


def _by_currency(column: str) -> str:
    return f"=SUMIFS(Funds[{column}],Funds[Currency],[@Currency])"


def _part(name: str, field: str, column: str, width: float = 15) -> Column:
    formula = f"=IF([@Base]>0,[@[{column}]]/[@Base],0)"
    return Column(name, field, type="percent", width=width, formula=formula)


def use_chart(title: str, table: str, category: str, each: str) -> Chart:
    """Return the chart of what became of the money of ``each`` row of ``table``."""
    return Chart(
        title,
        kind="share_column",
        table=table,
        category=category,
        series=("Paid", "Committed", "Available", "Reclaimed", "Expired"),
        unit="part of what is allocated and reallocated",
        alt_text=f"A column for {each}: which part of what is allocated and reallocated is paid, "
        "committed, available, reclaimed and expired. The table below has the amounts by currency.",
        colours=("sourced", "co_sell", "influenced", "light", "direct"),
        rows=26,
    )


def summary(waiting: str, chart: Chart) -> Sheet:
    """Return the sheet Summary; ``waiting`` is the formula of what waits for a decision."""
    return Sheet(
        "Summary",
        "summary",
        title="MDF tracker",
        note="Of all funds up to the day above, whatever their period: how much is committed, paid,"
        " still available and expired.",
        blocks=(
            KeyFigures(
                (
                    Figure("Funds", "funds", formula="=COUNTA(Funds[Fund])"),
                    Figure(
                        "Allocated, {currency}",
                        "allocated",
                        type="amount",
                        caption_field="allocated.caption",
                    ),
                    Figure(
                        "Available, {currency}",
                        "available",
                        type="amount",
                        caption_field="available.caption",
                    ),
                    Figure(
                        "Expired, {currency}",
                        "expired",
                        type="amount",
                        caption_field="expired.caption",
                    ),
                    Figure(
                        "Utilisation",
                        "utilisation",
                        type="percent",
                        caption_field="utilisation.caption",
                    ),
                    Figure("To decide", "decisions", formula=waiting),
                    Figure("Funds behind", "behind", formula='=COUNTIFS(Funds[State],"behind")'),
                )
            ),
            chart,
            Table(
                "Money",
                (
                    Column("Currency", "currency", width=16),
                    Column(
                        "Funds",
                        "funds",
                        type="integer",
                        formula="=COUNTIFS(Funds[Currency],[@Currency])",
                    ),
                    amount("Base", "base", _by_currency("Base")),
                    amount("Committed", "committed", _by_currency("Committed")),
                    amount("Paid", "paid", _by_currency("Paid")),
                    amount(
                        "Available", "available", _by_currency("Available"), highlight="negative"
                    ),
                    amount("Reclaimed", "reclaimed", _by_currency("Reclaimed")),
                    amount("Expired", "expired", _by_currency("Expired")),
                    _part("Committed %", "committed_part", "Committed"),
                    _part("Paid %", "paid_part", "Paid", width=10),
                    _part("Available %", "available_part", "Available"),
                    _part("Reclaimed %", "reclaimed_part", "Reclaimed"),
                    _part("Expired %", "expired_part", "Expired", width=13),
                    Column("Detail", "detail", type="link", role="link", width=12),
                ),
                heading="Money by currency",
                note="Base is what is allocated and reallocated, before reclaim and expiry. "
                "Amounts of different currencies are never added.",
            ),
        ),
    )


SUMMARY = summary(
    "=COUNTA(Decisions[Object])",
    use_chart("Use of the funds", "Money", "Currency", "each currency"),
)

DECISIONS = Sheet(
    "Decisions",
    "action",
    title="Waiting for a decision",
    note="Requests and claims that were submitted and not decided. The programme decides.",
    blocks=(
        Table(
            "Decisions",
            (
                Column("About", "kind", width=12),
                Column("Object", "object_id", width=16),
                Column("Partner", "partner_id", width=12),
                Column("Partner name", "partner_name", width=26),
                Column("Activity", "activity", width=34),
                amount("Asked for", "asked"),
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
                    entry=Entry(least=0),
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
    note="Fill in the cream cells and send the file back. A note beside each cell says what "
    "belongs there; the rules stand on the sheet Instructions.",
    blocks=(
        TextBlock("New requests", field="forms.requests"),
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
                    entry=Entry(is_needed=True, nothing=NO_FUND, names=FUND),
                ),
                Column("Activity", "name", width=30, role="input", help="A short name."),
                Column(
                    "Kind",
                    "kind",
                    width=16,
                    role="input",
                    choices="activity_kinds",
                    help="The kind decides which proof the claim needs.",
                    entry=Entry(is_needed=True, nothing=NO_ACTIVITY),
                ),
                Column("Place", "place", width=18, role="input", help="Town, or online."),
                Column(
                    "Start",
                    "start",
                    type="date",
                    role="input",
                    help="First day.",
                    entry=Entry(is_needed=True, days_ahead="rule.lead", until_day="expiry"),
                ),
                Column(
                    "End",
                    "end",
                    type="date",
                    role="input",
                    help="Last day.",
                    entry=Entry(is_needed=True, not_before="start", until_day="expiry"),
                ),
                Column(
                    "Planned spend",
                    "planned_spend",
                    type="number",
                    width=16,
                    role="input",
                    help="In the fund's currency, net of tax.",
                    entry=Entry(is_needed=True, above=0, is_money=True, within=("available",)),
                ),
                Column(
                    "Expected leads",
                    "leads",
                    type="integer",
                    width=12,
                    role="input",
                    help="How many leads you expect.",
                ),
                Column(
                    "Expected pipeline",
                    "pipeline",
                    type="number",
                    width=18,
                    role="input",
                    help="Value of the deals you expect, in the fund's currency.",
                    entry=Entry(least=0, is_money=True),
                ),
                Column(
                    "Expected close rate",
                    "close_rate",
                    type="percent",
                    width=12,
                    role="input",
                    help="Which part of that pipeline you expect to win, such as 20%.",
                ),
            ),
            blank_rows=8,
            row_name="request",
        ),
        TextBlock("New claims", field="forms.claims"),
        Table(
            "NewClaims",
            (
                Column(
                    "Request",
                    "request",
                    role="input",
                    choices="requests",
                    help="The approved request that the money was spent on.",
                    entry=Entry(is_needed=True, nothing=NO_REQUEST, names=REQUEST),
                ),
                Column(
                    "Invoice number",
                    "invoice",
                    role="input",
                    help="As on the invoice.",
                    entry=Entry(once=INVOICE),
                ),
                Column(
                    "Invoiced",
                    "invoiced",
                    type="date",
                    role="input",
                    help="Date of the invoice.",
                    entry=Entry(is_past=True, from_day="submitted_day"),
                ),
                Column(
                    "Invoice amount",
                    "invoice_amount",
                    type="number",
                    role="input",
                    help="In the fund's currency, net of tax.",
                    entry=Entry(least=0, is_money=True),
                ),
                Column(
                    "Claimed",
                    "claimed",
                    type="number",
                    role="input",
                    help="At most the approved amount.",
                    entry=Entry(
                        is_needed=True,
                        above=0,
                        up_to="invoice_amount",
                        is_money=True,
                        within=("approved", "released", "claims_approved"),
                    ),
                ),
                Column(
                    "Proof",
                    "proof",
                    role="input",
                    help="Names of the files you send with this one.",
                    entry=Entry(is_expected=True),
                ),
            ),
            blank_rows=8,
            row_name="claim",
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
                amount("Available", "available"),
                Column("To fund", "to_fund", width=16),
                Column("To partner", "to_partner", width=14),
                Column("To partner name", "to_name", width=26),
                Column("Return there", "to_roi", type="percent", width=12),
                amount("Move", "amount"),
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
