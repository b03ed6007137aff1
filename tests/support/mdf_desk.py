"""Records of marketing funds in plain tables, without a ledger: quick to make, quick to ask."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from support.mdf_world import partner
from support.world import AS_OF
from xldesk.incentives.mdf import mdf_figures
from xldesk.ledger.basis import Basis
from xldesk.ledger.content import record_values
from xldesk.ledger.engine import open_engine
from xldesk.ledger.policy_tables import register_policy
from xldesk.policy.calendar import local_day
from xldesk.policy.load import default_policy
from xldesk.policy.rulebook import Policy
from xldesk.records.kinds import column_types
from xldesk.records.record import Record

if TYPE_CHECKING:
    import duckdb

LINKS = {
    "touch_link": "event_id VARCHAR, partner_id VARCHAR, opportunity_id VARCHAR, "
    "mdf_request_id VARCHAR, occurred_day DATE",
    "blocked_contribution": "object_kind VARCHAR, object_id VARCHAR, opportunity_id VARCHAR",
    "credit": "opportunity_id VARCHAR, product_family VARCHAR, partner_id VARCHAR, credit BIGINT, "
    "currency VARCHAR, is_won BOOLEAN, close_quarter VARCHAR",
}
"""What validation and attribution leave behind, as far as the figures read it."""


READ = ("partner", "opportunity", "mdf_fund", "mdf_request", "mdf_claim", "mdf_transaction")
"""The kinds of records that the figures and the policy's tables read."""


class MdfDesk:
    """Partner P-1 and what is added; ``link`` says what validation and attribution would."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.policy = policy or default_policy()
        self._records: list[Record] = [partner()]
        self._links: list[tuple[str, tuple[Any, ...]]] = []
        self._open: list[duckdb.DuckDBPyConnection] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for con in self._open:
            con.close()

    def add(self, *records: Record) -> Self:
        self._records += records
        return self

    def link(self, table: str, *rows: tuple[Any, ...]) -> Self:
        """Add rows to one of ``LINKS``."""
        self._links += [(table, row) for row in rows]
        return self

    def basis(self, as_of: datetime = AS_OF) -> Basis:
        """Return a basis with the MDF figures of what was added."""
        con = open_engine()
        self._open.append(con)
        for kind in READ:
            columns = ", ".join(f'"{name}" {type_}' for name, type_ in column_types(kind).items())
            con.execute(f'CREATE TABLE "{kind}" ({columns})')
        for name, columns in LINKS.items():
            con.execute(f"CREATE TABLE {name} ({columns})")
        for record in self._records:
            _insert(con, record.KIND, tuple(record_values(record).values()))
        for table, row in self._links:
            _insert(con, table, row)
        register_policy(con, self.policy, "a" * 64, as_of, 1)
        basis = Basis(
            con=con,
            policy=self.policy,
            policy_version="a" * 64,
            as_of=as_of,
            as_of_day=local_day(self.policy, as_of),
            position=1,
            head_hash="b" * 64,
            snapshot_at=as_of,
        )
        mdf_figures(basis)
        return basis


def _insert(con: duckdb.DuckDBPyConnection, table: str, values: tuple[Any, ...]) -> None:
    con.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(values))})', values)
