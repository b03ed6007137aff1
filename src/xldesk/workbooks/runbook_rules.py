"""The windows, weights and limits in force, one line each, for the runbook's taxonomy sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xldesk.workbooks.runbook_words import amount, business_days, days, percent, words

if TYPE_CHECKING:
    from xldesk.policy.rulebook import Policy

Line = tuple[str, str]


def rules_in_force(policy: Policy) -> list[dict[str, Any]]:
    """Return a row a rule: what it concerns, the rule, and its value in the policy."""
    parts = {
        "sourced": _sourced(policy),
        "co-sell": iter((("Latest stage of acceptance", policy.taxonomy.co_sell.latest_stage),)),
        "influenced": _influenced(policy),
        "every deal": _every_deal(policy),
        "MDF": _mdf(policy),
        "SPIF": _spif(policy),
    }
    return [
        {"concerns": concerns, "rule": rule, "value": value}
        for concerns, lines in parts.items()
        for rule, value in lines
    ]


def _sourced(policy: Policy) -> Iterator[Line]:
    sourced = policy.taxonomy.sourced
    yield "Registration window", f"{days(sourced.window_days)} from submission"
    yield "Extension", f"{days(sourced.extension_days)}, once, with evidence"
    yield "Grace before submission", days(sourced.grace_days)
    one = sourced.one_opportunity_per_registration
    yield "Deals one registration may source", "one" if one else "any number"
    months = sourced.renewal_term_months
    yield (
        "Renewals",
        f"sourced by the original registration for {months} months"
        if months
        else "need a registration of their own",
    )


def _influenced(policy: Policy) -> Iterator[Line]:
    influence = policy.taxonomy.influence
    weights = [(words(kind), weight) for kind, weight in influence.kind_weights.items()]
    yield "Influence window", f"{days(influence.window_days)} before close"
    yield "Weights of touches", ", ".join(f"{kind} {w}" for kind, w in weights if w)
    yield "Touches that do not qualify", ", ".join(kind for kind, w in weights if not w) or "none"


def _every_deal(policy: Policy) -> Iterator[Line]:
    yield "Model that may be paid", words(policy.attribution.model)
    yield "Half-life of time decay", days(policy.attribution.half_life_days)
    yield "Lock after the win", business_days(policy.lock.business_days_after_win)
    yield "Claims after a statement", days(policy.lock.claim_days_after_statement)
    yield "Reporting currency", policy.currencies.reporting or "none: each currency stands alone"


def _mdf(policy: Policy) -> Iterator[Line]:
    mdf = policy.mdf
    yield "Request before the activity", business_days(mdf.request_lead_business_days)
    yield "Claim after the activity", days(mdf.claim_days)
    yield "Part of the invoice paid back", percent(mdf.reimbursement_pct)
    second = amount(mdf.second_approver_above, mdf.approval_limits_currency)
    yield "Second approver", f"above {second}"
    yield "Deals linked to an activity count", f"{days(mdf.attribution_days)} after it"


def _spif(policy: Policy) -> Iterator[Line]:
    spif = policy.spif
    yield "Claw-back", f"{days(spif.clawback_days)} after the payout"
    limit = amount(spif.exception_limit, spif.exception_currency)
    yield "Manual payout without the executive sponsor", f"up to {limit}"
    threshold = amount(spif.tax_form_threshold, spif.tax_form_currency)
    yield "Tax form due", f"from {threshold} a year (since {spif.tax_form_from:%Y-%m-%d})"
