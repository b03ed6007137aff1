"""Compare stored rows, contacts and policies with the digests that the chain holds of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.errors import LedgerCorruptError
from xldesk.ledger.cells import stored_object
from xldesk.ledger.contacts import SaltedContact
from xldesk.ledger.content import row_digest, set_digest
from xldesk.ledger.digest import sha256_text
from xldesk.ledger.paging import PLACES, Aligned, AnyRow
from xldesk.ledger.tables import CONTACT, CONTACT_KIND, ROW
from xldesk.records.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection


class RowsCheck:
    """Walks the rows and contacts beside the row sets, in the same order.

    Cells of another type than their column's are told to ``found`` on the way.
    """

    def __init__(self, connection: Connection, found: Callable[[str], None]) -> None:
        self._rows = Aligned(connection, ROW, 2, found)
        self._contacts = Aligned(connection, CONTACT, 3, found)
        self._missing: list[tuple[int, str, int]] = []
        self._erasures: dict[str, int] = {}

    def problems(self, row_set: AnyRow) -> Iterator[str]:
        """Yield what is wrong with the rows of one set, each named."""
        yield from self._strays(row_set.key)
        place = f"entry {row_set.position}: row set {row_set.key[1]} ({row_set.kind})"
        if row_set.kind not in KINDS and row_set.kind != CONTACT_KIND:
            yield f"{place} is of a kind that no ledger holds"
        digests: list[str] = []
        named, expected = False, 1
        for row in self._rows.at(row_set.key):
            found = list(self._row_problems(row_set.kind, row))
            if row.ordinal != expected:
                found.append(f"{place}: row {row.ordinal} stands where {expected} should")
            named = named or bool(found)
            yield from found
            expected = row.ordinal + 1
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
            erased = stored_object(entry.details, "its details").get("contacts_erased")
        except LedgerCorruptError:
            return  # it was changed, which its hash tells
        if isinstance(erased, dict):
            self._erasures.update(dict.fromkeys(erased, entry.position))

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
        place = f"{_row_place(row)} ({kind})"
        digest = row_digest(kind, row.ordinal, row.content, row.source_file, row.source_row)
        if digest != row.digest:
            yield f"{place} does not match its digest{_source(row)}"
        elif kind == CONTACT_KIND:
            yield from self._contact_problems(row)

    def _contact_problems(self, row: AnyRow) -> Iterator[str]:
        yield from self._stray_contacts(row.key)
        partner_id, digests = _chained(row)
        if partner_id is None:
            yield f"{_row_place(row)} ({CONTACT_KIND}) holds no salted digests of a partner"
            return
        kept = 0
        for contact in self._contacts.at(row.key):
            kept += 1
            place = f"{_contact_place(contact)} of partner {partner_id}"
            known = dict(enumerate(digests, start=1)).get(contact.member)
            if SaltedContact(contact.salt, contact.content).digest != known:
                yield f"{place} does not match its salted digest"
            if contact.partner_id != partner_id:
                yield f"{place} was moved to another partner"
        if len(digests) > kept:
            self._missing.append((row.position, partner_id, len(digests) - kept))

    def _strays(self, key: tuple[object, ...] | None) -> Iterator[str]:
        for row in self._rows.before(key):
            yield f"{_row_place(row)} belongs to no row set"
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


def _chained(row: AnyRow) -> tuple[str | None, list[object]]:
    """Return the partner and the salted digests that a row of contacts holds; None for another."""
    try:
        content = stored_object(row.content, "its content")
    except LedgerCorruptError:
        return None, []
    partner_id, digests = content.get("partner_id"), content.get("salted_digests")
    if isinstance(partner_id, str) and isinstance(digests, list):
        return partner_id, digests
    return None, []


def _row_place(row: AnyRow) -> str:
    return PLACES[ROW.name].format(*row.key)


def _contact_place(contact: AnyRow) -> str:
    return PLACES[CONTACT.name].format(*contact.key)


def _source(row: AnyRow) -> str:
    if row.source_file is None:
        return ""
    return f" (read from {row.source_file}:{row.source_row})"
