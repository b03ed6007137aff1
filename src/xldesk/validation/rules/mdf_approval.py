"""MDF-APPROVAL: approved before it happens."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="MDF-APPROVAL",
    severity="block",
    scope="payout",
    object_kind="mdf_request",
    title="approved after the activity began, or claimed and paid without an approval",
    why=(
        "There is no retroactive approval: an activity that began without one is the partner's own."
    ),
    remedy="reject the claim, or correct the dates of activity and decision",
    owner_role="finance",
    needs=("mdf_request",),
)
