"""Read the chain: its head, its entries, and where a time falls in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from xldesk.ledger.cells import stored_object, stored_time
from xldesk.ledger.digest import utc_text
from xldesk.ledger.entry import Actor, Entry, Head
from xldesk.ledger.tables import CONTACT_KIND, ENTRY, ROW_SET

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


def head(connection: Connection) -> Head | None:
    """Return the last entry's position, hash and time; None in an empty ledger."""
    found = connection.execute(
        select(ENTRY.c.position, ENTRY.c.hash, ENTRY.c.at)
        .order_by(ENTRY.c.position.desc())
        .limit(1)
    ).mappings()
    row = found.first()
    return None if row is None else _head_of(row)


def at_position(connection: Connection, position: int) -> Head | None:
    """Return the entry at ``position`` as an anchor; None where there is none."""
    found = connection.execute(
        select(ENTRY.c.position, ENTRY.c.hash, ENTRY.c.at).where(ENTRY.c.position == position)
    ).mappings()
    row = found.first()
    return None if row is None else _head_of(row)


def _head_of(row: Mapping[Any, Any]) -> Head:
    return Head(row["position"], row["hash"], _time_of(row))


def _time_of(row: Mapping[Any, Any]) -> datetime:
    return stored_time(row["at"], f"entry {row['position']}: its time")


def entries(connection: Connection, after: int, limit: int | None) -> list[Entry]:
    """Return up to ``limit`` entries that stand after position ``after``, in order."""
    found = connection.execute(
        select(ENTRY).where(ENTRY.c.position > after).order_by(ENTRY.c.position).limit(limit)
    )
    return [entry_of(row) for row in found.mappings()]


def by_command(connection: Connection, command_id: str) -> Entry | None:
    """Return the entry that a command made, None if it was never carried out."""
    found = connection.execute(select(ENTRY).where(ENTRY.c.command_id == command_id)).mappings()
    row = found.first()
    return None if row is None else entry_of(row)


def position_at(connection: Connection, as_of: datetime) -> int:
    """Return the position of the last entry at or before ``as_of``, 0 before the first."""
    found = connection.execute(
        select(func.max(ENTRY.c.position)).where(ENTRY.c.at <= utc_text(as_of))
    ).scalar()
    return found or 0


def row_counts(connection: Connection, entry: Entry) -> dict[str, int]:
    """Return how many rows of each kind an entry brought, in the order of its parts."""
    counts: dict[str, int] = {}
    for kind, count in connection.execute(
        select(ROW_SET.c.kind, ROW_SET.c.row_count)
        .where(ROW_SET.c.position == entry.position, ROW_SET.c.kind != CONTACT_KIND)
        .order_by(ROW_SET.c.part)
    ):
        counts[kind] = counts.get(kind, 0) + count
    return counts


def kinds_brought(connection: Connection, after: int, until: int) -> set[str]:
    """Return the kinds of which an entry after ``after``, up to ``until``, brought rows."""
    found = connection.execute(
        select(ROW_SET.c.kind)
        .where(ROW_SET.c.position > after, ROW_SET.c.position <= until)
        .distinct()
    )
    return set(found.scalars())


def entry_of(row: Mapping[Any, Any]) -> Entry:
    """Return a stored entry as its readers know it.

    Raises LedgerCorruptError where its time or details are not as they are written.
    """
    return Entry(
        position=row["position"],
        hash=row["hash"],
        previous_hash=row["previous_hash"],
        command_id=row["command_id"],
        kind=row["kind"],
        actor=Actor(row["actor"], row["role"], bool(row["authenticated"])),
        at=_time_of(row),
        reason=row["reason"],
        policy_version=row["policy_version"],
        content_digest=row["content_digest"],
        details=stored_object(row["details"], f"entry {row['position']}: its details"),
        rows_digest=row["rows_digest"],
    )
