"""SPIF-MILESTONE: paid for what happened."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="SPIF-MILESTONE",
    severity="block",
    scope="payout",
    object_kind="spif_transaction",
    title="the milestone was not reached by that day",
    why=(
        "Registration approved, opportunity qualified, closed won or gone live: it is read from"
        " the records, not from the request for payment."
    ),
    remedy="wait for the milestone, or correct the deal in the CRM",
    owner_role="finance",
    needs=("spif_transaction",),
)
