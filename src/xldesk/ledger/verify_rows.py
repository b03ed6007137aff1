"""Compare stored rows, contacts and policies with the digests that the chain holds of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from xldesk.ledger.contacts import SaltedContact
from xldesk.ledger.content import row_digest, set_digest
from xldesk.ledger.digest import sha256_text
from xldesk.ledger.paging import Aligned, AnyRow
from xldesk.ledger.tables import CONTACT, CONTACT_KIND, ROW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


class RowsCheck:
    """Walks the rows and contacts beside the row sets, in the same order."""

    def __init__(self, connection: Connection) -> None:
        self._rows = Aligned(connection, ROW, 2)
        self._contacts = Aligned(connection, CONTACT, 3)
        self._missing: list[tuple[int, str, int]] = []
        self._erasures: dict[str, int] = {}

    def problems(self, row_set: AnyRow) -> Iterator[str]:
        """Yield what is wrong with the rows of one set, each named."""
        key = (row_set.position, row_set.part)
        yield from self._strays(key)
        place = f"entry {row_set.position}: row set {row_set.part} ({row_set.kind})"
        digests: list[str] = []
        named, expected = False, 1
        for row in self._rows.at(key):
            found = list(self._row_problems(row_set.kind, row))
            if row.ordinal != expected:
                found.append(f"{place}: row {row.ordinal} stands where {expected} should")
            named = named or bool(found)
            yield from found
            expected = row.ordinal + 1 if isinstance(row.ordinal, int) else expected + 1
            digests.append(row.digest)
        count = 0 if row_set.segment is not None else row_set.row_count
        if len(digests) != count:
            yield f"{place} has {len(digests)} rows instead of {count}"
        elif row_set.segment is None and set_digest(digests) != row_set.digest and not named:
            yield f"{place} is not what the entry was written with"
        elif row_set.segment is not None and row_set.segment != row_set.digest:
            yield f"{place} names another segment than the entry was written with"

    def leftovers(self) -> Iterator[str]:
        """Yield rows and contacts that come after the last row set."""
        yield from self._strays(None)

    def erasures(self, entry: AnyRow) -> None:
        """Take in what an entry says of the contacts that it erased."""
        try:
            erased = json.loads(entry.details)["contacts_erased"]
            self._erasures.update(dict.fromkeys(erased, entry.position))
        except (ValueError, TypeError, KeyError):
            return  # it erased none, or was changed, which its hash tells

    def notes(self) -> Iterator[str]:
        """Yield how many contacts were erased, and those that are gone without an entry."""
        erased, unexplained = 0, []
        for position, partner_id, count in self._missing:
            if position < self._erasures.get(partner_id, 0):
                erased += count
            else:
                unexplained.append((position, partner_id, count))
        if erased:
            whom = "1 contact was" if erased == 1 else f"{erased:,} contacts were"
            yield f"{whom} erased; the chain keeps their salted digests"
        for position, partner_id, count in unexplained:
            yield (
                f"entry {position}: contacts of partner {partner_id} that are gone, "
                f"though no entry says that they were erased: {count}"
            )

    def _row_problems(self, kind: str, row: AnyRow) -> Iterator[str]:
        place = f"entry {row.position}: row {row.part}.{row.ordinal} ({kind})"
        digest = row_digest(kind, row.ordinal, row.content, row.source_file, row.source_row)
        if digest != row.digest:
            yield f"{place} does not match its digest{_source(row)}"
        elif kind == CONTACT_KIND:
            yield from self._contact_problems(row)

    def _contact_problems(self, row: AnyRow) -> Iterator[str]:
        key = (row.position, row.part, row.ordinal)
        yield from self._stray_contacts(key)
        chained = json.loads(row.content)
        digests = chained["salted_digests"]
        kept = 0
        for contact in self._contacts.at(key):
            kept += 1
            place = f"{_contact_place(contact)} of partner {chained['partner_id']}"
            known = dict(enumerate(digests, start=1)).get(contact.member)
            if SaltedContact(contact.salt, contact.content).digest != known:
                yield f"{place} does not match its salted digest"
            if contact.partner_id != chained["partner_id"]:
                yield f"{place} was moved to another partner"
        if len(digests) > kept:
            self._missing.append((row.position, chained["partner_id"], len(digests) - kept))

    def _strays(self, key: tuple[object, ...] | None) -> Iterator[str]:
        for row in self._rows.before(key):
            yield f"entry {row.position}: row {row.part}.{row.ordinal} belongs to no row set"
        yield from self._stray_contacts(key)

    def _stray_contacts(self, key: tuple[object, ...] | None) -> Iterator[str]:
        for contact in self._contacts.before(key):
            yield f"{_contact_place(contact)} belongs to no row"


def policy_problems(policy: AnyRow) -> tuple[tuple[str, str], list[str]]:
    """Return version and text digest as the entry holds them, and what is wrong with either."""
    recorded = (policy.version, sha256_text(policy.source_text))
    if sha256_text(policy.content) == policy.version:
        return recorded, []
    short = str(policy.version)[:12]
    return recorded, [f"entry {policy.position}: policy {short} is not what its version says"]


def _contact_place(contact: AnyRow) -> str:
    number = f"{contact.part}.{contact.ordinal}.{contact.member}"
    return f"entry {contact.position}: contact {number}"


def _source(row: AnyRow) -> str:
    if row.source_file is None:
        return ""
    return f" (read from {row.source_file}:{row.source_row})"
