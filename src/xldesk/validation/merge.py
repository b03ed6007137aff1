"""Put the findings of several policies together: each deal's come from the policy governing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.ledger.governed import schemas
from xldesk.validation.links import sql

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

TABLES = ("source_claim", "touch_link", "blocked_opportunity")
"""Tables with a row for each act on each deal: each row is kept from its deal's own policy."""


def merge(basis: Basis) -> None:
    """Make ``finding`` and the tables beside it from those in the schema of each policy."""
    con = basis.con
    ranked = list(enumerate(schemas(basis)))
    for table in TABLES:
        rows = " UNION ALL BY NAME ".join(
            f"SELECT * FROM {schema}.{table} "  # noqa: S608 -- names of this package
            f"WHERE opportunity_id IN (SELECT opportunity_id FROM {schema}.governed_opportunity)"
            for _, schema in ranked
        )
        con.execute(f"CREATE OR REPLACE TABLE main.{table} AS {rows} ORDER BY ALL")
    for name in ("finding", "blocked_contribution", "governed_opportunity"):
        union = " UNION ALL BY NAME ".join(
            f"SELECT {number} AS policy_no, * FROM {schema}.{name}"  # noqa: S608
            for number, schema in ranked
        )
        con.execute(f"CREATE OR REPLACE TEMP VIEW each_{name} AS {union}")
    con.execute(sql("sql/merge.sql"))
