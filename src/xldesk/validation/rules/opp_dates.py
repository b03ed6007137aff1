"""OPP-DATES: a closed deal has a close date, not before it was created."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="OPP-DATES",
    severity="block",
    scope="opportunity",
    object_kind="opportunity",
    title="closed before created, or close date missing on a closed deal",
    why="Period, rate, windows and the policy in force all follow from the close date.",
    remedy="correct the dates in the CRM and read the export again",
    owner_role="sales",
    needs=("opportunity",),
)
