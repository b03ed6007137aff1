"""TOUCH-BACKDATED: late reports are looked at."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="TOUCH-BACKDATED",
    severity="warn",
    scope="none",
    object_kind="touch",
    title="received long after it occurred",
    why=(
        "Activity that is reported long afterwards is often remembered when a commission is "
        "near. The policy's backdated_days say how long. A touch that is blocked already is not"
        " looked at."
    ),
    remedy="ask the partner for proof of the day: an invitation, a mail, a recording",
    owner_role="partner_manager",
    needs=("touch",),
)
