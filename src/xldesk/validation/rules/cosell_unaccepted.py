"""COSELL-UNACCEPTED: selling together needs a yes from both sides, in time."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="COSELL-UNACCEPTED",
    severity="block",
    scope="contribution",
    object_kind="partner_role",
    title="co-sell role not accepted by both sides, or after the latest stage",
    why=(
        "Credit for selling together is agreed before the work, not found afterwards: partner and "
        "we accept the role while the deal is at the policy's latest stage or before, and before "
        "it closes."
    ),
    remedy="have both sides accept the role, or take it off the deal",
    owner_role="partner_manager",
    needs=("partner_role",),
)
