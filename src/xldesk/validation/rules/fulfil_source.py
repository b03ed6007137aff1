"""FULFIL-SOURCE: paper is not sourcing."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="FULFIL-SOURCE",
    severity="block",
    scope="contribution",
    object_kind="partner_role",
    title="sourced is claimed on fulfilment alone",
    why=(
        "A reseller that places the order has not created the deal. To have sourced it takes a "
        "registration, or a referral accepted in time."
    ),
    remedy="cite FUL-PAPER on the role, or record the partner's registration or referral",
    owner_role="partner_manager",
    needs=("partner_role",),
)
