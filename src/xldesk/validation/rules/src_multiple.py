"""SRC-MULTIPLE: two partners say that they created the deal."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="SRC-MULTIPLE",
    severity="block",
    scope="contribution",
    object_kind="deal_registration",
    title="two partners claim to have sourced one line of a deal",
    why=(
        "At most one partner sources a line. Of the claims that no other rule blocks the first in "
        "UTC stands; at equal times nobody's does until people decide."
    ),
    remedy="confirm that the earlier claim stands, or settle it as a dispute",
    owner_role="partner_manager",
    needs=("deal_registration", "partner_role"),
    about_pair=True,
    stands_on="source_claim",
)
