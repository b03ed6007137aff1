"""What the MDF tracker explains and checks: instructions, and figures that must be 0."""

from __future__ import annotations

from xldesk.workbooks.spec import (
    Check,
    Column,
    Field,
    Fields,
    Sheet,
    Table,
    TextBlock,
    checks_sheet,
)

_FROM_IDEA_TO_PAYMENT = (
    (
        "1. Request: fill in a line on the sheet New requests and send the file back. Ask before"
        " the activity; nothing is approved afterwards."
    ),
    (
        "2. Approval: the programme approves an amount. A change of date, place or form needs a new"
        " approval."
    ),
    (
        "3. Activity: name the request's id with every lead and meeting that comes of it, so that"
        " deals can be linked to it."
    ),
    (
        "4. Claim: send the invoice and the proof listed below within the claim days. You can"
        " claim up to the approved amount and the part of the invoice shown above."
    ),
    (
        "5. Payment: what is approved is paid, at once or in parts. What is not claimed in time"
        " goes back to the fund; what a fund does not spend by its end expires."
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
            _FROM_IDEA_TO_PAYMENT,
        ),
        Table(
            "Activities",
            (
                Column("Kind", "kind", width=40),
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
