"""CUR-UNKNOWN: money needs a currency, and a rate where figures are converted."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="CUR-UNKNOWN",
    severity="block",
    scope="opportunity",
    object_kind="opportunity",
    title="currency unknown, or without a rate for the period",
    why=(
        "Minor units mean nothing without a currency of ISO 4217. Where the policy has a reporting "
        "currency, a won deal converts at its close period's rate and an open one at today's."
    ),
    remedy="correct the currency, or have finance add the period's rate to the policy",
    owner_role="finance",
)
