"""REG-DUP: the same deal is registered twice."""

from __future__ import annotations

from xldesk.validation.near_accounts import put_near_accounts
from xldesk.validation.rule import Rule

RULE = Rule(
    code="REG-DUP",
    severity="block",
    scope="contribution",
    object_kind="deal_registration",
    title="another live registration for the same customer, country and product came first",
    why=(
        "One customer, country and product family belongs to one registration at a time: the one "
        "submitted first in UTC, whoever was approved first. A registration is live while it may "
        "still source a deal, and from then on until that deal closes. A name that is nearly the "
        "same blocks from the policy's block_likeness on, and warns below it."
    ),
    remedy="reject the later registration, or resolve the finding if these are different deals",
    owner_role="partner_manager",
    stands_on="registration_state",
    prepare=put_near_accounts,
)
