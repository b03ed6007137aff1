"""Put the credit of several policies together: each deal is attributed by the one governing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.attribution.statements import run_step
from xldesk.ledger.governed import schemas

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

TABLES = ("deal", "contribution", "credit_line", "attribution_setting")


def merge(basis: Basis) -> None:
    """Make these tables from those in the schema of each policy; a deal stands in one of them."""
    for table in TABLES:
        union = " UNION ALL BY NAME ".join(
            f"SELECT {number} AS policy_no, * EXCLUDE (policy_no) FROM {schema}.{table}"  # noqa: S608 -- names of this package
            if table in {"credit_line", "attribution_setting"}
            else f"SELECT {number} AS policy_no, * FROM {schema}.{table}"  # noqa: S608
            for number, schema in enumerate(schemas(basis))
        )
        basis.con.execute(f"CREATE OR REPLACE TEMP VIEW each_{table} AS {union}")
    run_step(basis.con, "merge")
    run_step(basis.con, "credit_view")
