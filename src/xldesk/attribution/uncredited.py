"""The headline category of deals that nothing is credited of: lost ones, or without an amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.attribution.run import judge_governed
from xldesk.attribution.statements import run_step
from xldesk.ledger.governed import under_each_policy_aside

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

_ASIDE = "uncredited"
_UNCREDITED = "amount IS NULL OR (coalesce(is_closed, FALSE) AND NOT coalesce(is_won, FALSE))"


def uncredited_headlines(basis: Basis) -> dict[str, str]:
    """Return the headline category of every deal that nothing is credited of, by its id.

    Every opportunity has exactly one (domain model, section 1): the highest of what counts on it,
    under the policy that governs it, else direct. Needs ``validate(basis)``, whose tables and
    those of ``attribute`` stay as they are.
    """
    con = basis.con
    found: dict[str, str] = {}
    for governed, schema in under_each_policy_aside(basis, _ASIDE):
        theirs = f"SELECT * FROM {schema}.governed_opportunity WHERE {_UNCREDITED}"  # noqa: S608 -- ours
        con.execute(f"CREATE VIEW governed_opportunity AS {theirs}")
        judge_governed(governed, governed.policy.attribution.model, 0, "all")
        found |= dict(
            con.execute(
                "SELECT o.opportunity_id, coalesce(h.headline_category, 'direct') "
                "FROM governed_opportunity AS o LEFT JOIN headline AS h USING (opportunity_id)"
            ).fetchall()
        )
        run_step(con, "tidy")
    return found
