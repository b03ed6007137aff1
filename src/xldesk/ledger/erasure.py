"""Erase the people of a partner: the rows, and what the database's files still hold of them."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.ledger import contacts
from xldesk.ledger.digest import digest_of, utc_text
from xldesk.ledger.entry import Actor, Command
from xldesk.ledger.faults import told_plainly

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine.interfaces import DBAPICursor

    from xldesk.ledger.database import Database
    from xldesk.ledger.ledger import Ledger
    from xldesk.records.partner import Contact


SHORTEST_NAME = 3
"""Letters of a word that is taken for a name; shorter ones stand in any sentence."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure did: contacts gone, and the entry that says so.

    ``left_over`` says why the database's file may hold traces for a while, None where it does not.
    """

    partner_id: str
    erased: int
    position: int
    left_over: str | None


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
    return Erasure(partner_id, erased, entry.position, _left_over(ledger.database))


def _refuse_reason(reason: str, people: Sequence[Contact]) -> None:
    if not reason.strip():
        raise UsageError("--reason is empty; say why, for the auditor")
    said = set(_words(reason))
    named = {
        word for person in people for text in (person.name, person.email) for word in _words(text)
    }
    told = sorted(word for word in named & said if len(word) >= SHORTEST_NAME)
    if told:
        raise UsageError(
            f"--reason names a person whose data is to be erased ({', '.join(told)}), and the "
            "reason stays in the ledger for good; say it without the name"
        )


def _words(text: str) -> list[str]:
    """Return the words of a text, of a mail address those before the at sign."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"\w+", re.sub(r"@\S+", " ", plain))


def _left_over(database: Database) -> str | None:
    """Rewrite the database's space and empty its log; return why not, where that is so."""
    raw = database.engine.raw_connection()
    try:
        cursor = raw.cursor()
        if database.is_sqlite:
            return _rewritten(cursor)
        # VACUUM is refused inside a transaction; the pool opens the connection anew afterwards.
        raw.rollback()
        raw.dbapi_connection.autocommit = True  # type: ignore[union-attr]  # of pg8000
        cursor.execute("VACUUM contact")
        raw.invalidate()
        return None
    finally:
        raw.close()


def _rewritten(cursor: DBAPICursor) -> str | None:
    # Deleted rows are overwritten by secure_delete; pages that were moved, and the log, may still
    # hold what stood there before.
    try:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        return str(error)
    busy = cursor.fetchone()
    return "another program reads it" if busy and busy[0] else None
