"""REG-LATE: the deal was there before the registration."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="REG-LATE",
    severity="block",
    scope="contribution",
    object_kind="deal_registration",
    title="registration submitted after the opportunity was created, beyond the grace",
    why=(
        "Who registers a deal that we already work did not create it. The policy's grace days "
        "forgive a registration that crosses the opportunity on its way."
    ),
    remedy="reject the registration, or record the partner's co-sell role if it works the deal",
    owner_role="partner_manager",
    needs=("deal_registration",),
    about_pair=True,
)
