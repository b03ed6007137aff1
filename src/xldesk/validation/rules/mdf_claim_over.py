"""MDF-CLAIM-OVER: not more than was approved, nor than was spent."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="MDF-CLAIM-OVER",
    severity="block",
    scope="payout",
    object_kind="mdf_claim",
    title="claims exceed the approval, or the reimbursable part of the invoice",
    why=(
        "All claims of a request together stay within its approval, each within its invoice "
        "times reimbursement_pct. An undecided claim is looked at by what it asks for, a "
        "decided one by what was approved."
    ),
    remedy="approve less, or ask for the missing invoice",
    owner_role="finance",
    needs=("mdf_claim",),
)
