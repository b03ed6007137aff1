"""SPLIT-TOTAL: agreed shares must fit into the deal."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="SPLIT-TOTAL",
    severity="block",
    scope="opportunity",
    object_kind="opportunity",
    title="agreed shares exceed 100 %, or are negative",
    why="Agreed shares of a deal are settled first; together they cannot be more than the deal.",
    remedy="agree the shares anew so that none is negative and they add up to 100 % at most",
    owner_role="finance",
    needs=("partner_role",),
)
