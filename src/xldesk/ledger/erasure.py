"""Erase the people of a partner: the rows, and what the database's files still hold of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from xldesk.errors import UsageError
from xldesk.ledger import contacts
from xldesk.ledger.digest import digest_of, utc_text
from xldesk.ledger.entry import Actor, Command
from xldesk.ledger.faults import told_plainly

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xldesk.ledger.database import Database
    from xldesk.ledger.ledger import Ledger
    from xldesk.records.partner import Contact


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure did: contacts gone, the entry that says so, and whether nothing is left.

    ``overwritten`` is False where another program kept the database's log from being emptied.
    """

    partner_id: str
    erased: int
    position: int
    overwritten: bool


def known_people(ledger: Ledger) -> dict[str, list[Contact]]:
    """Return the latest contacts of every partner that has any, by partner."""
    with ledger.database.reading() as connection, told_plainly(ledger.place):
        return contacts.contacts_by_partner(connection)


def recorded_people(ledger: Ledger, partner_id: str) -> list[Contact]:
    """Return every contact that an erasure would delete, also replaced ones, oldest first."""
    with ledger.database.reading() as connection, told_plainly(ledger.place):
        return contacts.every_version(connection, partner_id)


def erase_people(
    ledger: Ledger, partner_id: str, *, reason: str, actor: Actor, at: datetime
) -> Erasure:
    """Delete all contacts ever recorded for a partner and overwrite the space they took.

    The entry says who, when, why, whose and how many; the chain keeps their salted digests, and
    the salts go with them. Raises UsageError where the partner has none, for an empty reason, and
    for one that names a person: it stays in the ledger for good.
    """
    people = recorded_people(ledger, partner_id)
    if not people:
        raise UsageError(f"{partner_id}: no contact is recorded; xldesk contact list shows all")
    _refuse_reason(reason, people)
    content = digest_of({"partner_id": partner_id, "reason": reason, "at": utc_text(at)})
    command = Command(
        command_id=f"erasure-{content[:16]}",
        kind="erasure",
        actor=actor,
        at=at,
        reason=reason,
        content_digest=content,
    )
    with ledger.writing(command) as writer:
        erased = writer.erase_contacts(partner_id)
    entry = writer.receipt.entry
    if entry is None:
        raise AssertionError("an erasure always writes its entry")
    return Erasure(partner_id, erased, entry.position, _overwritten(ledger.database))


def _refuse_reason(reason: str, people: Sequence[Contact]) -> None:
    if not reason.strip():
        raise UsageError("--reason is empty; say why, for the auditor")
    said = reason.casefold()
    named = (word for person in people for word in (person.name, person.email))
    if any(word.strip() and word.strip().casefold() in said for word in named):
        raise UsageError(
            "--reason names a person whose data is to be erased, and the reason stays in the "
            "ledger for good; say it without the name"
        )


def _overwritten(database: Database) -> bool:
    """Rewrite the database's space and empty its log; return whether that was possible."""
    with (
        told_plainly(database.place),
        database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
    ):
        if not database.is_sqlite:
            connection.execute(text("VACUUM contact"))
            return True
        # Deleted rows are overwritten by secure_delete; the log may hold pages from before.
        cursor = connection.connection.cursor()
        cursor.execute("VACUUM")
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
