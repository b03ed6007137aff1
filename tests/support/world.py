"""A small desk made of records: a real ledger in a folder, and a basis to ask."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from xldesk.ledger.basis import Basis, open_basis
from xldesk.ledger.content import record_values
from xldesk.ledger.engine import open_engine
from xldesk.ledger.entry import GENESIS_HASH, Actor, Command
from xldesk.ledger.ledger import Ledger
from xldesk.ledger.policy_tables import register_policy
from xldesk.ledger.snapshot import snapshot_types
from xldesk.policy.calendar import local_day
from xldesk.policy.load import default_policy
from xldesk.policy.rulebook import Policy
from xldesk.policy.version import policy_version
from xldesk.records.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from xldesk.records.record import Record

ACTOR = Actor("tess", "revops")
START = datetime(2020, 1, 6, 9, tzinfo=UTC)
"""When a world's entries are written, unless it says otherwise: a Monday long before its deals."""

AS_OF = datetime(2026, 7, 8, 12, tzinfo=UTC)


class World:
    """A desk in ``directory`` with ``policy`` (default: the shipped one) in force from the start.

    ``add`` appends records, each call one entry; ``basis`` opens what was known at a time.
    """

    def __init__(
        self, directory: Path, policy: Policy | None = None, *, start: datetime = START
    ) -> None:
        self.policy = policy or default_policy()
        self.start = start
        self.ledger = Ledger.create(directory)
        self._open: list[Basis] = []
        with self.ledger.writing(self._command("init", start)) as writer:
            writer.put_policy(self.policy, "")

    def add(
        self,
        *records: Record,
        at: datetime | None = None,
        places: Sequence[tuple[str | None, int | None]] | None = None,
    ) -> World:
        """Append records of any kinds as one entry; return the world, for chaining."""
        placed = list(zip(records, places or [(None, None)] * len(records), strict=True))
        by_kind: dict[str, list[tuple[Record, tuple[str | None, int | None]]]] = {}
        for record, place in placed:
            by_kind.setdefault(record.KIND, []).append((record, place))
        with self.ledger.writing(self._command("intake", at or self.start)) as writer:
            for kind, rows in by_kind.items():
                writer.add_records(kind, [r for r, _ in rows], [place for _, place in rows])
        return self

    def basis(self, as_of: datetime = AS_OF, position: int | None = None) -> Basis:
        """Open what the desk knew at ``as_of``; closed together with the world."""
        basis = open_basis(self.ledger, as_of, position)
        self._open.append(basis)
        return basis

    def close(self) -> None:
        """Close every basis opened and the ledger."""
        for basis in self._open:
            basis.con.close()
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _command(self, kind: str, at: datetime) -> Command:
        head = self.ledger.head()
        name = f"{kind}-{0 if head is None else head.position}"
        return Command(
            command_id=name, kind=kind, actor=ACTOR, at=at, reason="a test", content_digest=name
        )


def plain_basis(
    records: Iterable[Record],
    policy: Policy | None = None,
    as_of: datetime = AS_OF,
    *,
    known_since: datetime = START,
) -> Basis:
    """Return a basis over records in memory, without a ledger: for tables of many small cases.

    Each record's place is its number among those of its kind in ``<kind>.csv``. Statements run as
    they are written: for a few rows their optimisation takes longer than all the rest (worlds
    with a ledger have it).
    """
    rulebook = policy or default_policy()
    by_kind: dict[str, list[Record]] = {kind: [] for kind in KINDS}
    for record in records:
        by_kind[record.KIND].append(record)
    con = open_engine()
    con.execute("PRAGMA disable_optimizer")
    for kind, given in by_kind.items():
        types = snapshot_types(kind)
        columns = ", ".join(f'"{name}" {of_type}' for name, of_type in types.items())
        con.execute(f"CREATE TABLE {kind} ({columns})")
        rows = [
            [*record_values(record).values(), f"{kind}.csv", number, 1,
             known_since.replace(tzinfo=None)]
            for number, record in enumerate(given, start=2)
        ]  # fmt: skip
        if rows:
            marks = ", ".join("?" * len(types))
            con.executemany(f"INSERT INTO {kind} VALUES ({marks})", rows)
    version = policy_version(rulebook)
    register_policy(con, rulebook, version, as_of, 1)
    return Basis(
        con=con,
        policy=rulebook,
        policy_version=version,
        as_of=as_of,
        as_of_day=local_day(rulebook, as_of),
        position=1,
        head_hash=GENESIS_HASH,
        snapshot_at=known_since,
    )


def changed(policy: Policy, **sections: Any) -> Policy:
    """Return ``policy`` with other values: ``changed(policy, calendar={"time_zone": zone})``.

    A mapping is merged into the section of that name, anything else replaces it.
    """
    return Policy.model_validate(_merged(policy.model_dump(), sections))


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}
    return new
