"""ROLE-EVIDENCE: what a role stands on."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="ROLE-EVIDENCE",
    severity="warn",
    scope="none",
    object_kind="partner_role",
    title="the role's reason code requires evidence and there is none",
    why=(
        "A role without its proof earns credit today and fails the audit at the close. A role "
        "that cites no reason code is held to the one that its kind earns by."
    ),
    remedy="attach the evidence to the role: the plan, letter or mail it was agreed in",
    owner_role="partner_manager",
    needs=("partner_role",),
)
