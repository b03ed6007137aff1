"""Put the credit of several policies together: each deal is attributed by the one governing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.attribution.statements import run_step
from xldesk.ledger.governed import put_each

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

TABLES = ("deal", "contribution", "credit_line", "attribution_setting")


def merge(basis: Basis) -> None:
    """Make these tables from those in the schema of each policy; a deal stands in one of them."""
    for table in TABLES:
        put_each(basis, table)
    run_step(basis.con, "merge")
    run_step(basis.con, "credit_view")
