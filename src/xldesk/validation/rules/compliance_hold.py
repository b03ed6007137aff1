"""COMPLIANCE-HOLD: held until legal clears it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.records.person_key import person_key
from xldesk.validation.rule import Rule

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def _prepare(basis: Basis) -> None:
    """Create ``person``: the key of every name that submitted or decided something."""
    con = basis.con
    con.execute("CREATE OR REPLACE TABLE person (name VARCHAR, person VARCHAR)")
    names = [
        name
        for (name,) in con.execute(
            "SELECT submitted_by FROM deal_registration UNION SELECT decided_by "
            "FROM deal_registration UNION SELECT submitted_by FROM mdf_request "
            "UNION SELECT decided_by FROM mdf_request UNION SELECT submitted_by FROM mdf_claim "
            "UNION SELECT decided_by FROM mdf_claim"
        ).fetchall()
        if name is not None
    ]
    known = sorted((name, key) for name in names if (key := person_key(name)))
    if known:
        con.execute(
            "INSERT INTO person SELECT unnest(?), unnest(?)",
            [[name for name, _ in known], [key for _, key in known]],
        )


RULE = Rule(
    code="COMPLIANCE-HOLD",
    severity="block",
    scope="opportunity",
    object_kind="opportunity",
    title="sanctions flag, side letter, or submitter related to the approver",
    why=(
        "A deal with a flag of the policy, or with a partner that has one, is neither approved "
        "nor paid; nor is what one person, or one company, both submitted and approved."
    ),
    remedy="have legal clear it, then take the flag off or resolve the finding",
    owner_role="legal",
    prepare=_prepare,
)
