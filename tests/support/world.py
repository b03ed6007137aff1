"""A small desk made of records: a real ledger in a folder, and a basis to ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xldesk.ledger.basis import Basis, open_basis
from xldesk.ledger.entry import Actor, Command
from xldesk.ledger.ledger import Ledger
from xldesk.policy.load import default_policy
from xldesk.policy.rulebook import Policy
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

    def __enter__(self) -> World:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _command(self, kind: str, at: datetime) -> Command:
        head = self.ledger.head()
        name = f"{kind}-{0 if head is None else head.position}"
        return Command(
            command_id=name, kind=kind, actor=ACTOR, at=at, reason="a test", content_digest=name
        )


def changed(policy: Policy, **sections: Any) -> Policy:
    """Return ``policy`` with other values, checked again: ``changed(p, calendar={"time_zone": z})``.

    A mapping is merged into the section of that name, anything else replaces it.
    """
    return Policy.model_validate(_merged(policy.model_dump(), sections))


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}
    return new
