"""MDF-PROOF: no money without proof of execution."""

from __future__ import annotations

from xldesk.validation.rule import Rule

RULE = Rule(
    code="MDF-PROOF",
    severity="block",
    scope="payout",
    object_kind="mdf_claim",
    title="a proof that the kind of activity needs is missing",
    why=(
        "The policy lists for each kind of activity what shows that it took place. A file named"
        " attendee_list-March.pdf proves an attendee list."
    ),
    remedy="ask the partner for the missing proof",
    owner_role="partner_manager",
    needs=("mdf_claim",),
)
