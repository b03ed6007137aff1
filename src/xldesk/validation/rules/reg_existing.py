"""REG-EXISTING: the account was ours already."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="REG-EXISTING",
    severity="warn",
    scope="none",
    object_kind="deal_registration",
    title="the account is a customer already, or has an open opportunity with another owner",
    why=(
        "A partner that registers an account we sell to already may still have created a deal "
        "there. The reviewer should know of it, so it is said and nothing is blocked."
    ),
    remedy=(
        "ask the account owner whether the partner brought this deal, then approve, reject or "
        "resolve"
    ),
    owner_role="partner_manager",
    needs=("deal_registration",),
)
