"""All rules in the order in which they run and in which a reader meets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.validation.rules import (
    cosell_unaccepted,
    cur_unknown,
    opp_account,
    opp_amount,
    opp_dates,
    opp_stage,
    ref_unknown,
    reg_dup,
    reg_expired,
    reg_late,
    row_rejected,
    split_total,
    src_multiple,
    touch_after_close,
    touch_window,
)

if TYPE_CHECKING:
    from xldesk.validation.rule import Rule

RULES: dict[str, Rule] = {
    module.RULE.code: module.RULE
    for module in (
        ref_unknown,
        reg_dup,
        reg_late,
        reg_expired,
        cosell_unaccepted,
        split_total,
        touch_window,
        touch_after_close,
        opp_dates,
        opp_amount,
        opp_stage,
        opp_account,
        cur_unknown,
        row_rejected,
        src_multiple,
    )
}
"""Rules by code. REF-UNKNOWN is first: REG-DUP leaves out what it blocks for good. SRC-MULTIPLE is
last: it looks only at claims that no other rule blocks."""


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as documentation shows it."""

    code: str
    severity: str
    scope: str
    title: str
    why: str
    remedy: str
    owner_role: str


def rule_reference() -> list[RuleText]:
    """Return every rule for the reference pages, by code."""
    return [
        RuleText(
            code=rule.code,
            severity=rule.severity,
            scope=rule.scope,
            title=rule.title,
            why=rule.why,
            remedy=rule.remedy,
            owner_role=rule.owner_role,
        )
        for rule in sorted(RULES.values(), key=lambda rule: rule.code)
    ]
