"""What every figure stands on: a snapshot of the ledger, the policy in force, and a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.ledger.governed import governs_any
from xldesk.ledger.policy_tables import register_policy
from xldesk.policy.calendar import local_day

if TYPE_CHECKING:
    import duckdb

    from xldesk.ledger.ledger import Ledger
    from xldesk.ledger.policies import Governing
    from xldesk.policy.rulebook import Policy


@dataclass(frozen=True, slots=True)
class Basis:
    """One state of a desk, ready to be asked with SQL.

    ``con`` has a view per kind of record, the tables of the policy and the one-row table
    ``basis``. ``as_of`` is UTC, ``as_of_day`` its day in the policy's time zone. ``position``,
    ``head_hash`` and ``snapshot_at`` name the last ledger entry that is seen. ``earlier`` holds
    the policies before ``policy`` that still govern deals by their close date, the latest first.
    """

    con: duckdb.DuckDBPyConnection
    policy: Policy
    policy_version: str
    as_of: datetime
    as_of_day: date
    position: int
    head_hash: str
    snapshot_at: datetime | None
    earlier: tuple[Governing, ...] = ()


def open_basis(
    ledger: Ledger, as_of: datetime, position: int | None = None, *, proven: bool = False
) -> Basis:
    """Return what the desk knew at ``as_of`` under the policies in force then (domain model, 4).

    Closed deals are governed by the policy of their close date, open ones by that of ``as_of``.
    ``position`` asks for another ledger position than the last one at or before ``as_of``;
    ``proven`` trusts no snapshot on disk (``Ledger.snapshot``). The caller closes ``con``. Raises
    UsageError for a time without a zone, LedgerError where no policy is in force or the chain has
    no such position.
    """
    if as_of.tzinfo is None:
        raise UsageError(f"as of {as_of.isoformat()}: a time needs a zone, such as Z or +02:00")
    moment = as_of.astimezone(UTC)
    now, *before = ledger.policies_governing(moment, position)
    seen = ledger.position_at(moment) if position is None else position
    snapshot = ledger.snapshot(seen, proven=proven)
    con = snapshot.connect()
    try:
        register_policy(con, now.policy, now.version, moment, snapshot.position)
        earlier = tuple(found for found in before if governs_any(con, found))
    except BaseException:
        con.close()
        raise
    return Basis(
        con=con,
        policy=now.policy,
        policy_version=now.version,
        as_of=moment,
        as_of_day=local_day(now.policy, moment),
        position=snapshot.position,
        head_hash=snapshot.hash,
        snapshot_at=snapshot.at,
        earlier=earlier,
    )
