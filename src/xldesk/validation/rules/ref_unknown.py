"""REF-UNKNOWN: what is referred to has been recorded, and is the right one's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.ledger.parsed import run_parsed
from xldesk.validation.links import sql
from xldesk.validation.nearest import propose
from xldesk.validation.rule import Rule

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

_KNOWN = {
    "partner": "SELECT partner_id FROM partner",
    "opportunity": "SELECT opportunity_id FROM opportunity",
    "MDF fund": "SELECT fund_id FROM mdf_fund",
    "MDF request": "SELECT request_id FROM mdf_request",
    "MDF claim": "SELECT claim_id FROM mdf_claim",
    "product family": "SELECT family FROM policy_product",
}


def _prepare(basis: Basis) -> None:
    run_parsed(basis.con, sql("rules/unknown_reference.sql"))
    run_parsed(basis.con, sql("rules/foreign_reference.sql"))
    families = {alias: p.family for p in basis.policy.products for alias in p.aliases}
    for target, known in _KNOWN.items():
        propose(
            basis.con,
            target,
            # Targets are the constants above.
            unknown=f"SELECT value FROM unknown_reference WHERE target = '{target}'",  # noqa: S608
            known=known,
            aliases=families if target == "product family" else {},
        )


RULE = Rule(
    code="REF-UNKNOWN",
    severity="block",
    scope="contribution",
    object_kind="touch",
    title="partner, opportunity, product or MDF reference not known, or another's",
    why=(
        "A reference that leads nowhere is usually a misspelling. It is never corrected silently: "
        "the nearest known spelling is proposed, and counts once the mapping has it. A reference "
        "to another customer's deal, or to another partner's fund or request, is no better."
    ),
    remedy="read in what is missing, or correct the reference in the source",
    owner_role="revops",
    prepare=_prepare,
)
