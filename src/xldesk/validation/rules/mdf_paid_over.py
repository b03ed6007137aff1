"""MDF-PAID-OVER: paid is what was approved."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="MDF-PAID-OVER",
    severity="block",
    scope="payout",
    object_kind="mdf_claim",
    title="more was paid than approved, or a claim was paid that is not approved",
    why="A payment above its approval is money nobody decided on.",
    remedy="claim the difference back, or correct the approval or the payment",
    owner_role="finance",
    needs=("mdf_claim",),
)
