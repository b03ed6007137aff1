"""Accounts that may be one although neither name nor domain is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.ledger.parsed import run_parsed
from xldesk.validation.links import sql
from xldesk.validation.near_names import near_names

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def put_near_accounts(basis: Basis) -> None:
    """Create ``near_name`` and ``near_domain``, each pair both ways round, and ``domain_label``.

    ``near_name`` holds names of live registrations and of deals that are at least
    ``matching.warn_likeness`` alike; ``near_domain`` a domain and one below it. Both are empty
    where the policy has no section on matching.
    """
    con = basis.con
    run_parsed(con, sql("sql/near_domain.sql"))
    con.execute(
        "CREATE OR REPLACE TABLE near_name "
        "(name VARCHAR, other_name VARCHAR, likeness DECIMAL(5,4))"
    )
    matching = basis.policy.matching
    if matching is None:
        return
    names = con.execute(
        "SELECT name FROM opportunity_state WHERE name IS NOT NULL "
        "UNION SELECT name FROM registration_state WHERE live AND name IS NOT NULL"
    ).fetchall()
    pairs = near_names((name for (name,) in names), matching.warn_likeness, matching.block_size)
    if pairs:
        con.execute(
            "INSERT INTO near_name SELECT unnest(?), unnest(?), CAST(unnest(?) AS DECIMAL(5,4))",
            [
                [name for first, second, _ in pairs for name in (first, second)],
                [name for first, second, _ in pairs for name in (second, first)],
                [str(alike) for _, _, alike in pairs for _ in range(2)],
            ],
        )
