"""Which rulebook is in force since when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from xldesk.errors import LedgerCorruptError, LedgerError
from xldesk.ledger.digest import sha256_text, utc_time
from xldesk.ledger.entry import Actor
from xldesk.ledger.tables import ENTRY, POLICY
from xldesk.policy.rulebook import Policy


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    """A policy as the ledger recorded it. Without ``in_force_from`` it governs from the start."""

    version: str
    in_force_from: date | None
    position: int
    at: datetime
    actor: Actor
    reason: str
    details: dict[str, object]


def policy_entries(connection: Connection) -> list[PolicyEntry]:
    """Return every recorded policy in the order of the ledger."""
    found = connection.execute(
        select(ENTRY, POLICY.c.version)
        .join(POLICY, POLICY.c.position == ENTRY.c.position)
        .order_by(ENTRY.c.position)
    )
    return [
        PolicyEntry(
            version=row.version,
            in_force_from=_in_force_from(json.loads(row.details)),
            position=row.position,
            at=utc_time(row.at),
            actor=Actor(row.actor, row.role, bool(row.authenticated)),
            reason=row.reason,
            details=json.loads(row.details),
        )
        for row in found
    ]


def _in_force_from(details: dict[str, object]) -> date | None:
    day = details.get("in_force_from")
    return date.fromisoformat(str(day)) if day else None


def in_force(connection: Connection, as_of: datetime) -> PolicyEntry | None:
    """Return the policy known and in force at ``as_of``, None before the first.

    Of those recorded by then, the one in force from the latest day governs; of two from one day
    the one recorded later. A day begins in the time zone of the policy itself.
    """
    best: tuple[date, int] | None = None
    governing = None
    for entry in policy_entries(connection):
        if entry.at > as_of:
            break
        first_day = entry.in_force_from or date.min
        if entry.in_force_from is not None:
            zone = ZoneInfo(policy_content(connection, entry).calendar.time_zone)
            if as_of.astimezone(zone).date() < first_day:
                continue
        if best is None or (first_day, entry.position) > best:
            best, governing = (first_day, entry.position), entry
    return governing


def governing(connection: Connection, as_of: datetime, place: str) -> tuple[str, Policy]:
    """Return version and content of the policy in force at ``as_of``; LedgerError if none is."""
    entry = in_force(connection, as_of)
    if entry is None:
        first = next(iter(policy_entries(connection)), None)
        known = "no policy is recorded" if first is None else f"the first is of {first.at:%Y-%m-%d}"
        when = as_of.astimezone(UTC)
        raise LedgerError(f"{place}: no policy is in force at {when:%Y-%m-%d %H:%MZ}; {known}")
    return entry.version, policy_content(connection, entry)


def policy_content(connection: Connection, entry: PolicyEntry) -> Policy:
    """Return the recorded policy; raises LedgerCorruptError unless it is what its version says."""
    content = connection.execute(
        select(POLICY.c.content).where(POLICY.c.position == entry.position)
    ).scalar_one()
    if sha256_text(content) != entry.version:
        raise LedgerCorruptError(
            f"entry {entry.position}: its policy is not version {entry.version[:12]}; "
            "run `xldesk ledger verify`, then restore a backup"
        )
    return _parsed(content)


@cache
def _parsed(content: str) -> Policy:
    return Policy.model_validate_json(content)


def policy_text(connection: Connection, position: int) -> str | None:
    """Return the policy file as it was handed in with the entry at ``position``."""
    text: str | None = connection.execute(
        select(POLICY.c.source_text).where(POLICY.c.position == position)
    ).scalar()
    return text
