"""TOUCH-AFTER-CLOSE: what came after the close did not move the deal."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="TOUCH-AFTER-CLOSE",
    severity="block",
    scope="contribution",
    object_kind="touch",
    title="touch after close, or received after close",
    why=(
        "Activity after the close cannot have influenced it, and activity first reported after "
        "the close cannot be told from activity made up for it. Kinds that never qualify are not "
        "looked at."
    ),
    remedy="leave it out, or resolve with evidence that it happened and was known before the close",
    owner_role="partner_manager",
    needs=("touch",),
    about_pair=True,
)
