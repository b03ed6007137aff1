"""Personal data of contacts: erasable, while the chain holds only salted digests."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlalchemy import Connection, delete, select

from xldesk.errors import LedgerCorruptError
from xldesk.ledger.cells import REMEDY
from xldesk.ledger.digest import canonical_json, digest_of
from xldesk.ledger.tables import CONTACT, CONTACT_KIND, ROW, ROW_SET
from xldesk.records.partner import Contact

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class SaltedContact:
    """A contact with the salt that keeps its digest from being guessed."""

    salt: str
    content: str

    @property
    def digest(self) -> str:
        """What the chain holds of it."""
        return digest_of([self.salt, self.content])


def salted(contacts: Sequence[Contact]) -> list[SaltedContact]:
    """Return the contacts, each with a salt of its own."""
    return [
        SaltedContact(secrets.token_hex(16), canonical_json(contact.model_dump(mode="json")))
        for contact in contacts
    ]


def contact_content(partner_id: str, contacts: Sequence[SaltedContact]) -> str:
    """Return the row the chain holds for a partner's contacts: digests, no names."""
    return canonical_json(
        {"partner_id": partner_id, "salted_digests": [contact.digest for contact in contacts]}
    )


def contacts_of(connection: Connection, partner_id: str) -> list[Contact]:
    """Return a partner's latest contacts that were not erased, in the order given."""
    latest = _latest_row(connection, partner_id)
    if latest is None:
        return []
    found = connection.execute(
        select(CONTACT.c.content)
        .where(
            CONTACT.c.position == latest[0],
            CONTACT.c.part == latest[1],
            CONTACT.c.ordinal == latest[2],
        )
        .order_by(CONTACT.c.member)
    )
    return [_contact(content) for (content,) in found]


def contacts_by_partner(connection: Connection) -> dict[str, list[Contact]]:
    """Return the latest contacts of every partner that has any, by partner."""
    partners = connection.execute(
        select(CONTACT.c.partner_id).distinct().order_by(CONTACT.c.partner_id)
    ).scalars()
    found = {partner: contacts_of(connection, partner) for partner in partners.all()}
    return {partner: people for partner, people in found.items() if people}


def every_version(connection: Connection, partner_id: str) -> list[Contact]:
    """Return every contact ever recorded for a partner and not erased, oldest first."""
    found = connection.execute(
        select(CONTACT.c.content)
        .where(CONTACT.c.partner_id == partner_id)
        .order_by(CONTACT.c.position, CONTACT.c.part, CONTACT.c.ordinal, CONTACT.c.member)
    )
    return [_contact(content) for (content,) in found]


def _contact(content: str) -> Contact:
    try:
        return Contact.model_validate_json(content)
    except ValidationError as error:
        raise LedgerCorruptError(f"a stored contact cannot be read: {REMEDY}") from error


def _latest_row(connection: Connection, partner_id: str) -> tuple[int, int, int] | None:
    # Canonical JSON puts the partner first: a prefix finds it.
    prefix = canonical_json({"partner_id": partner_id})[:-1] + ","
    found = connection.execute(
        select(ROW.c.position, ROW.c.part, ROW.c.ordinal)
        .join(
            ROW_SET,
            (ROW_SET.c.position == ROW.c.position) & (ROW_SET.c.part == ROW.c.part),
        )
        .where(
            ROW_SET.c.kind == CONTACT_KIND,
            ROW.c.content.startswith(prefix, autoescape=True),
        )
        .order_by(ROW.c.position.desc(), ROW.c.part.desc(), ROW.c.ordinal.desc())
        .limit(1)
    ).first()
    return None if found is None else (found.position, found.part, found.ordinal)


def erase(connection: Connection, partner_id: str) -> int:
    """Delete every contact ever recorded for a partner; return how many."""
    deleted = connection.execute(delete(CONTACT).where(CONTACT.c.partner_id == partner_id))
    return int(deleted.rowcount)
