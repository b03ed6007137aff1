"""REG-EXPIRED: the deal came after the registration's window."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="REG-EXPIRED",
    severity="block",
    scope="contribution",
    object_kind="deal_registration",
    title="opportunity not created inside the registration's window",
    why=(
        "A registration protects for the policy's window, with evidence for one extension. A deal "
        "created later is a new effort and needs its own registration."
    ),
    remedy="ask the partner for a new registration, or extend this one if evidence allows it",
    owner_role="partner_manager",
    needs=("deal_registration",),
    about_pair=True,
)
