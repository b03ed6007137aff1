"""All rules in the order in which they run and in which a reader meets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.validation.rules import (
    compliance_hold,
    cosell_unaccepted,
    cur_unknown,
    fulfil_source,
    id_alike,
    mdf_approval,
    mdf_claim_over,
    mdf_claim_window,
    mdf_currency,
    mdf_paid_over,
    mdf_proof,
    mdf_request_late,
    mdf_second_approver,
    opp_account,
    opp_amount,
    opp_dates,
    opp_double,
    opp_stage,
    partner_inactive,
    ref_unknown,
    reg_dup,
    reg_existing,
    reg_expired,
    reg_incomplete,
    reg_late,
    reg_review_sla,
    reg_territory,
    role_evidence,
    row_rejected,
    spif_cap,
    spif_clawback,
    spif_eligible,
    spif_held,
    spif_milestone,
    spif_program,
    spif_twice,
    split_total,
    src_multiple,
    touch_after_close,
    touch_backdated,
    touch_window,
)

if TYPE_CHECKING:
    from xldesk.validation.rule import Rule

RULES: dict[str, Rule] = {
    module.RULE.code: module.RULE
    for module in (
        ref_unknown,
        id_alike,
        reg_dup,
        reg_late,
        reg_expired,
        reg_existing,
        reg_territory,
        reg_incomplete,
        reg_review_sla,
        cosell_unaccepted,
        split_total,
        role_evidence,
        touch_window,
        touch_after_close,
        touch_backdated,
        partner_inactive,
        opp_double,
        opp_dates,
        opp_amount,
        opp_stage,
        opp_account,
        cur_unknown,
        compliance_hold,
        mdf_request_late,
        mdf_approval,
        mdf_second_approver,
        mdf_claim_window,
        mdf_claim_over,
        mdf_proof,
        mdf_paid_over,
        mdf_currency,
        spif_program,
        spif_eligible,
        spif_milestone,
        spif_twice,
        spif_cap,
        spif_held,
        spif_clawback,
        row_rejected,
        src_multiple,
        fulfil_source,
    )
}
"""Rules by code. REF-UNKNOWN is first: REG-DUP leaves out what it blocks for good. REG-DUP comes
before REG-EXISTING and OPP-DOUBLE, which use the near names that it makes ready; TOUCH-BACKDATED
after TOUCH-AFTER-CLOSE, SPIF-HELD after COMPLIANCE-HOLD. SRC-MULTIPLE looks only at claims that no
rule before it blocks, FULFIL-SOURCE at what is left after it."""


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
