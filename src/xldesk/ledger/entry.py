"""What the chain consists of: commands come in, entries stand, receipts go out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.ledger.digest import digest_of, utc_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

GENESIS_HASH = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role, and whether a login proved it."""

    name: str
    role: str
    authenticated: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A wish to append. The caller makes ``command_id`` before sending, so a retry is safe.

    ``content_digest`` identifies what is asked: the same id with another digest is refused.
    """

    command_id: str
    kind: str
    actor: Actor
    at: datetime
    reason: str
    content_digest: str
    details: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for what, text in (("actor", self.actor.name), ("role", self.actor.role)):
            if not text.strip() or not text.isprintable():
                raise UsageError(
                    f"the {what} {text!r} cannot stand in the ledger: it needs a name on one line"
                )


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the chain, as it stands in the ledger. ``at`` is UTC."""

    position: int
    hash: str
    previous_hash: str
    command_id: str
    kind: str
    actor: Actor
    at: datetime
    reason: str
    policy_version: str
    content_digest: str
    details: dict[str, object]
    rows_digest: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry's position, hash and time: an anchor to compare a ledger with later."""

    position: int
    hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a command: its entry (None where nothing was to be written) and its rows.

    ``existed`` is true where the command had been carried out before.
    """

    entry: Entry | None
    existed: bool
    rows: dict[str, int] = field(default_factory=dict)


def entry_hash(
    *,
    position: int,
    previous_hash: str,
    command_id: str,
    kind: str,
    actor: str,
    role: str,
    authenticated: int,
    at: str,
    reason: str,
    policy_version: str,
    content_digest: str,
    details: str,
    rows_digest: str,
) -> str:
    """Return an entry's own hash: SHA-256 over canonical JSON of all it says, as stored."""
    return digest_of(
        {
            "position": position,
            "previous_hash": previous_hash,
            "command_id": command_id,
            "kind": kind,
            "actor": actor,
            "role": role,
            "authenticated": authenticated,
            "at": at,
            "reason": reason,
            "policy_version": policy_version,
            "content_digest": content_digest,
            "details": details,
            "rows_digest": rows_digest,
        }
    )


def not_before(at: datetime, head: Head | None) -> str:
    """Return ``at`` as text, raised to the head's time where a clock went back."""
    return utc_text(at if head is None or at >= head.at else head.at)
