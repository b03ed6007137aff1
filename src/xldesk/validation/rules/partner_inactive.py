"""PARTNER-INACTIVE: only partners with an agreement earn."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="PARTNER-INACTIVE",
    severity="block",
    scope="contribution",
    object_kind="touch",
    title="partner inactive, or agreement not in force, on the date of the act",
    why=(
        "Credit follows an agreement in force on the day of the registration, acceptance or "
        "activity; what became of the partner later changes nothing. One that is inactive "
        "without a last day of its agreement is in doubt in whatever the desk learnt of it "
        "since then."
    ),
    remedy="enter the days of the partner's agreement, or take the act off the deal",
    owner_role="partner_manager",
    needs=("partner",),
)
