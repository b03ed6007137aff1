"""REG-TERRITORY: partners register where their agreement lets them."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="REG-TERRITORY",
    severity="block",
    scope="contribution",
    object_kind="deal_registration",
    title="the partner's region does not cover the customer's country",
    why=(
        "Agreements name a region, and the policy the countries it covers. A region or country "
        "that the policy does not know is not judged."
    ),
    remedy="reject the registration, or correct the partner's region or the customer's country",
    owner_role="partner_manager",
    needs=("deal_registration",),
)
