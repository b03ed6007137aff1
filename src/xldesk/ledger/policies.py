"""Which rulebook is in force since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlalchemy import Connection, select

from xldesk.errors import LedgerCorruptError, LedgerError
from xldesk.ledger.cells import REMEDY
from xldesk.ledger.chain import entry_of
from xldesk.ledger.digest import sha256_text
from xldesk.ledger.entry import Actor, Entry
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
    return [_policy_entry(row["version"], entry_of(row)) for row in found.mappings()]


def _policy_entry(version: str, entry: Entry) -> PolicyEntry:
    return PolicyEntry(
        version=version,
        in_force_from=_in_force_from(entry),
        position=entry.position,
        at=entry.at,
        actor=entry.actor,
        reason=entry.reason,
        details=entry.details,
    )


def _in_force_from(entry: Entry) -> date | None:
    day = entry.details.get("in_force_from")
    try:
        return date.fromisoformat(str(day)) if day else None
    except ValueError as error:
        raise LedgerCorruptError(
            f"entry {entry.position}: its policy is in force from {day!r}, which is no day: "
            f"{REMEDY}"
        ) from error


@dataclass(frozen=True, slots=True)
class Governing:
    """A policy and the days it governs: deals closed from ``first_day`` to ``last_day``.

    Without a first day it governs from the beginning; without a last day to the end, open deals
    included (domain model, section 3).
    """

    version: str
    policy: Policy
    first_day: date | None
    last_day: date | None


def timeline(
    connection: Connection, as_of: datetime, position: int | None = None
) -> list[PolicyEntry]:
    """Return the policies known and in force at ``as_of``, one a first day, earliest first.

    The last one governs at ``as_of``, each earlier one the days before the next one's first. Of
    two from one day the one recorded later stands. A day begins in the time zone of the policy
    itself. ``position`` leaves out what was recorded after it, though at the same time.
    """
    by_day: dict[date, PolicyEntry] = {}
    for entry in policy_entries(connection):
        if entry.at > as_of or (position is not None and entry.position > position):
            break
        if entry.in_force_from is not None:
            zone = ZoneInfo(policy_content(connection, entry).calendar.time_zone)
            if as_of.astimezone(zone).date() < entry.in_force_from:
                continue
        by_day[entry.in_force_from or date.min] = entry
    return [by_day[day] for day in sorted(by_day)]


def in_force(connection: Connection, as_of: datetime) -> PolicyEntry | None:
    """Return the policy known and in force at ``as_of``, None before the first.

    Of those recorded by then, the one in force from the latest day governs.
    """
    return next(reversed(timeline(connection, as_of)), None)


def governing(
    connection: Connection, as_of: datetime, place: str, position: int | None = None
) -> list[Governing]:
    """Return the policies that govern at ``as_of`` by close date, the latest first.

    The first governs what is open and what closes now. Neighbours that say the same are one.
    Raises LedgerError where none is in force.
    """
    entries = timeline(connection, as_of, position)
    if not entries:
        first = next(iter(policy_entries(connection)), None)
        known = "no policy is recorded" if first is None else f"the first is of {first.at:%Y-%m-%d}"
        when = as_of.astimezone(UTC)
        raise LedgerError(f"{place}: no policy is in force at {when:%Y-%m-%d %H:%MZ}; {known}")
    distinct = [entries[0], *(b for a, b in pairwise(entries) if a.version != b.version)]
    last_days = [_day_before(entry.in_force_from) for entry in distinct[1:]]
    return [
        Governing(entry.version, policy_content(connection, entry), entry.in_force_from, last_day)
        for entry, last_day in zip(distinct, [*last_days, None], strict=True)
    ][::-1]


def _day_before(day: date | None) -> date | None:
    return None if day is None else day - timedelta(days=1)


def policy_content(connection: Connection, entry: PolicyEntry) -> Policy:
    """Return the recorded policy; raises LedgerCorruptError unless it is what its version says."""
    content = connection.execute(
        select(POLICY.c.content).where(POLICY.c.position == entry.position)
    ).scalar_one()
    if sha256_text(content) != entry.version:
        raise LedgerCorruptError(
            f"entry {entry.position}: its policy is not version {entry.version[:12]}: {REMEDY}"
        )
    try:
        return _parsed(content)
    except ValidationError as error:
        raise LedgerCorruptError(f"entry {entry.position}: its policy is none: {REMEDY}") from error


@cache
def _parsed(content: str) -> Policy:
    return Policy.model_validate_json(content)


def policy_text(connection: Connection, position: int) -> str | None:
    """Return the policy file as it was handed in with the entry at ``position``."""
    text: str | None = connection.execute(
        select(POLICY.c.source_text).where(POLICY.c.position == position)
    ).scalar()
    return text
