"""Put the findings of several policies together: each deal's come from the policy governing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.ledger.governed import put_each
from xldesk.validation.links import sql

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

TABLES = (
    "finding",
    "blocked_contribution",
    "governed_opportunity",
    "source_claim",
    "touch_link",
    "blocked_opportunity",
)


def merge(basis: Basis) -> None:
    """Make ``finding`` and the tables beside it from those in the schema of each policy."""
    for table in TABLES:
        put_each(basis, table)
    basis.con.execute(sql("sql/merge.sql"))
