"""SPIF-CLAWBACK: paid back when the deal is."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="SPIF-CLAWBACK",
    severity="block",
    scope="payout",
    object_kind="spif_transaction",
    title="the booking was taken back inside the claw-back window, and the payout was not",
    why=(
        "A cancellation or full refund within the program's claw-back days, else the policy's, "
        "takes the incentive back."
    ),
    remedy="claw the payout back, or resolve the finding with the reason",
    owner_role="finance",
    needs=("spif_transaction",),
)
