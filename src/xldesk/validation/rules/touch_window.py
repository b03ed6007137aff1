"""TOUCH-WINDOW: a touch too long ago to have moved the deal."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="TOUCH-WINDOW",
    severity="info",
    scope="none",
    object_kind="touch",
    title="touch outside the influence window",
    why=(
        "Influence is what moved a deal within the policy's days before its close, or before today "
        "while it is open. Kinds that never qualify are not looked at."
    ),
    remedy="nothing to do: the touch earns no credit on this deal",
    owner_role="partner_manager",
    needs=("touch",),
    about_pair=True,
)
