"""Append one entry: its rows, segments, policy and contacts, all of it or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert

from xldesk.errors import CommandConflictError, LedgerError
from xldesk.ledger import chain, contacts, policies
from xldesk.ledger.content import record_values, row_content, rows_digest
from xldesk.ledger.digest import canonical_json, sha256_text, utc_time
from xldesk.ledger.entry import GENESIS_HASH, Command, Entry, Receipt, entry_hash, not_before
from xldesk.ledger.faults import told_plainly
from xldesk.ledger.parts import Parts
from xldesk.ledger.tables import CONTACT, CONTACT_KIND, ENTRY, POLICY
from xldesk.policy.version import canonical, policy_version
from xldesk.records.kinds import KINDS
from xldesk.records.partner import Contact, Partner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    import duckdb
    from sqlalchemy import Connection

    from xldesk.ledger.snapshot import Snapshot
    from xldesk.policy.rulebook import Policy
    from xldesk.records.record import Record

Place = tuple[str | None, int | None]
"""Source file and row of a record."""


class Writer:
    """The one who may write now. Obtained from ``Ledger.writing``; of use inside that block only.

    ``existing`` is the entry of an earlier run of the same command: then there is nothing to do.
    ``details`` goes into the entry; the body may add to it. ``receipt`` is there afterwards.
    """

    def __init__(
        self,
        connection: Connection,
        desk: Path,
        place: str,
        command: Command,
        current: Callable[[int], Snapshot],
    ) -> None:
        self._connection = connection
        self._desk = desk
        self._place = place
        self._command = command
        self._current = current
        self._head = chain.head(connection)
        self._position = 1 if self._head is None else self._head.position + 1
        self._parts = Parts(connection, desk, place, self._position)
        self._contacts: list[tuple[str, list[contacts.SaltedContact]]] = []
        self._policy: tuple[str, str] | None = None
        self._wanted = False
        self.details: dict[str, object] = dict(command.details)
        self.existing = self._earlier()
        self.receipt = Receipt(entry=self.existing, existed=self.existing is not None)

    @property
    def position(self) -> int:
        """The position that the entry will have."""
        return self._position

    def current(self) -> Snapshot:
        """Return the state that this entry will be added to; nobody can change it meanwhile.

        It is built from entries and segments: a snapshot that somebody edited never comes into
        the chain.
        """
        return self._current(0 if self._head is None else self._head.position)

    def keep(self) -> None:
        """Have the entry written even where it brings no rows."""
        self._refuse_if_existing()
        self._wanted = True

    def add_records(
        self, kind: str, records: Sequence[Record], places: Sequence[Place] | None = None
    ) -> None:
        """Append records in their order; ``places`` says where each came from.

        The contacts of partners go where personal data goes. Raises LedgerError for a record of
        another kind.
        """
        self._refuse_if_existing()
        known = _known(kind)
        if not all(isinstance(record, KINDS[known]) for record in records):
            raise LedgerError(f"only records of kind {known} can be added as {known}")
        sources: Sequence[Place] = places if places is not None else [(None, None)] * len(records)
        contents = [row_content(kind, record_values(record)) for record in records]
        self._parts.add(
            kind, [(*source, content) for source, content in zip(sources, contents, strict=True)]
        )
        for record in records:
            if isinstance(record, Partner) and record.contacts:
                self.put_contacts(record.partner_id, record.contacts)

    def add_query(
        self,
        kind: str,
        connection: duckdb.DuckDBPyConnection,
        sql: str,
        parameters: Sequence[object] | dict[str, object] = (),
    ) -> int:
        """Append the rows of a DuckDB query and return how many they are.

        Its columns are those of ``kind``, ``source_file`` and ``source_row``; rows stand in the
        order of their source. They never pass through Python unless they are few. Raises
        LedgerError for a row without its key.
        """
        self._refuse_if_existing()
        _known(kind)
        return self._parts.add_query(kind, connection, sql, parameters)

    def put_policy(self, policy: Policy, text: str, in_force_from: date | None = None) -> str:
        """Record the rulebook that governs from ``in_force_from`` (default: from the start).

        ``text`` is the file as its authors wrote it. Returns the version. The day may also stand
        in ``details`` as ``in_force_from``.
        """
        self._refuse_if_existing()
        version = policy_version(policy)
        content = canonical(policy)
        with told_plainly(self._place):
            self._connection.execute(
                insert(POLICY).values(
                    position=self._position, version=version, content=content, source_text=text
                )
            )
        self._policy = (version, sha256_text(text))
        self.details["version"] = version
        if in_force_from is not None:
            self.details["in_force_from"] = in_force_from.isoformat()
        return version

    def put_contacts(self, partner_id: str, people: Sequence[Contact]) -> None:
        """Replace a partner's contacts. The chain holds a salted digest of each, no name."""
        self._refuse_if_existing()
        self._contacts.append((partner_id, contacts.salted(people)))

    def erase_contacts(self, partner_id: str) -> int:
        """Delete all contacts ever recorded for a partner; the entry says whose and how many."""
        self._refuse_if_existing()
        with told_plainly(self._place):
            erased = contacts.erase(self._connection, partner_id)
        before = self.details.get("contacts_erased")
        of_partners = dict(before) if isinstance(before, dict) else {}
        of_partners[partner_id] = of_partners.get(partner_id, 0) + erased
        self.details["contacts_erased"] = of_partners
        self._wanted = True
        return erased

    def finish(self) -> None:
        """Write the entry, if there is anything to say; the ledger calls this at the end."""
        if self.existing is not None:
            self.receipt = Receipt(
                self.existing, existed=True, rows=chain.row_counts(self._connection, self.existing)
            )
            return
        with told_plainly(self._place):
            self._add_contacts()
            if not (self._parts.listed or self._policy or self._wanted):
                self.receipt = Receipt(entry=None, existed=False)
                return
            entry = self._add_entry()
        self.receipt = Receipt(entry, existed=False, rows=self._parts.row_counts())

    def _earlier(self) -> Entry | None:
        found = chain.by_command(self._connection, self._command.command_id)
        if found is None:
            return None
        if (found.kind, found.content_digest) != (self._command.kind, self._command.content_digest):
            raise CommandConflictError(
                f"{self._place}: command {self._command.command_id!r} was carried out before with "
                f"other content (entry {found.position}, {found.kind}); use a new command id"
            )
        return found

    def _refuse_if_existing(self) -> None:
        if self.existing is not None:
            raise LedgerError(
                f"command {self._command.command_id!r} was carried out before "
                f"(entry {self.existing.position}); nothing can be added to it"
            )

    def _add_contacts(self) -> None:
        if not self._contacts:
            return
        part = self._parts.add_rows(
            CONTACT_KIND,
            [(None, None, contacts.contact_content(*given)) for given in self._contacts],
        )
        people = [
            {
                "position": self._position,
                "part": part,
                "ordinal": ordinal,
                "member": member,
                "partner_id": partner_id,
                "salt": person.salt,
                "content": person.content,
            }
            for ordinal, (partner_id, given) in enumerate(self._contacts, start=1)
            for member, person in enumerate(given, start=1)
        ]
        if people:
            self._connection.execute(insert(CONTACT), people)

    def _add_entry(self) -> Entry:
        command = self._command
        at = not_before(command.at, self._head)
        policy = self._policy
        in_force = None if policy else policies.in_force(self._connection, utc_time(at))
        stored = {
            "position": self._position,
            "previous_hash": GENESIS_HASH if self._head is None else self._head.hash,
            "command_id": command.command_id,
            "kind": command.kind,
            "actor": command.actor.name,
            "role": command.actor.role,
            "authenticated": int(command.actor.authenticated),
            "at": at,
            "reason": command.reason,
            "policy_version": policy[0] if policy else in_force.version if in_force else "",
            "content_digest": command.content_digest,
            "details": canonical_json(self.details),
            "rows_digest": rows_digest(self._parts.listed, policy),
        }
        stored["hash"] = entry_hash(**stored)  # type: ignore[arg-type]  # by name, as stored
        self._connection.execute(insert(ENTRY).values(**stored))
        return chain.entry_of(stored)


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise LedgerError(f"{kind!r} is not a kind of record; known: {', '.join(KINDS)}")
    return kind
