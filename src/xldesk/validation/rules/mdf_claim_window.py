"""MDF-CLAIM-WINDOW: claimed in time."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="MDF-CLAIM-WINDOW",
    severity="block",
    scope="payout",
    object_kind="mdf_claim",
    title="claimed before the activity, or after the last day for claims",
    why=(
        "A claim follows the activity within the days that the policy gives; later the "
        "commitment is released for others."
    ),
    remedy="reject the claim, or resolve the finding with the reason of the exception",
    owner_role="finance",
    needs=("mdf_claim",),
)
