"""Append one entry: its rows, segments, policy and contacts, all of it or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
from sqlalchemy import Connection, insert

from xldesk.errors import CommandConflictError, LedgerError
from xldesk.ledger import chain, contacts, policies
from xldesk.ledger.content import (
    SOURCE_TYPES,
    columns_of,
    record_values,
    row_content,
    row_digest,
    rows_digest,
    set_digest,
)
from xldesk.ledger.digest import canonical_json, sha256_text, utc_time
from xldesk.ledger.entry import GENESIS_HASH, Command, Entry, Receipt, entry_hash, not_before
from xldesk.ledger.faults import told_plainly
from xldesk.ledger.segment import copy_typed, export_query, keep, read_rows, rows_without_key
from xldesk.ledger.segment import unfinished as unfinished_segment
from xldesk.ledger.stored import select_lines, write_lines
from xldesk.ledger.tables import CONTACT, CONTACT_KIND, ENTRY, POLICY, ROW, ROW_SET
from xldesk.policy.version import canonical, policy_version
from xldesk.records.kinds import KINDS
from xldesk.records.partner import Contact, Partner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from xldesk.ledger.snapshot import Snapshot
    from xldesk.policy.rulebook import Policy
    from xldesk.records.record import Record

ROWS_WITH_ENTRY = 1_000
"""Row sets up to this size stand row by row beside their entry, larger ones in a segment."""

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
        self._parts: list[tuple[int, str, int, str, str | None]] = []
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
        """Return the state that this entry will be added to; nobody can change it meanwhile."""
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
        rows = [(*source, text) for source, text in zip(sources, contents, strict=True)]
        if len(rows) > ROWS_WITH_ENTRY:
            self._add_lines(kind, rows)
        elif rows:
            self._add_rows(kind, rows)
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
        with told_plainly(str(self._desk)), unfinished_segment(self._desk) as path:
            count = export_query(connection, kind, sql, parameters, path)
            without = rows_without_key(kind, path)
            if without:
                raise LedgerError(f"{without} rows of kind {kind} have no key; nothing was written")
            if count > ROWS_WITH_ENTRY:
                self._add_segment(kind, path, count)
            elif count:
                self._add_rows(kind, [_placed(kind, row) for row in read_rows(kind, path)])
        return count

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
        """Delete all contacts ever recorded for a partner; the entry says how many."""
        self._refuse_if_existing()
        with told_plainly(self._place):
            erased = contacts.erase(self._connection, partner_id)
        self.details["contacts_erased"] = erased
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
            if not (self._parts or self._policy or self._wanted):
                self.receipt = Receipt(entry=None, existed=False)
                return
            entry = self._add_entry()
        rows: dict[str, int] = {}
        for _, kind, count, _, _ in self._parts:
            if kind != CONTACT_KIND:
                rows[kind] = rows.get(kind, 0) + count
        self.receipt = Receipt(entry=entry, existed=False, rows=rows)

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

    def _add_lines(self, kind: str, rows: Sequence[tuple[str | None, int | None, str]]) -> None:
        with told_plainly(str(self._desk)), unfinished_segment(self._desk) as path:
            lines = path.with_suffix(".ndjson")
            try:
                write_lines(
                    lines, ((0, 0, number, *row) for number, row in enumerate(rows, start=1))
                )
                with duckdb.connect() as connection:
                    count = copy_typed(
                        connection,
                        columns_of(kind),
                        select_lines(kind),
                        [str(lines)],
                        order="ordinal",
                        target=path,
                    )
            finally:
                lines.unlink(missing_ok=True)
            self._add_segment(kind, path, count)

    def _add_segment(self, kind: str, path: Path, count: int) -> None:
        digest = keep(path, self._desk)
        self._add_part(kind, count, digest, digest)

    def _add_rows(self, kind: str, rows: Sequence[tuple[str | None, int | None, str]]) -> None:
        part = len(self._parts) + 1
        stored = [
            {
                "position": self._position,
                "part": part,
                "ordinal": ordinal,
                "content": content,
                "source_file": source_file,
                "source_row": source_row,
                "digest": row_digest(kind, ordinal, content, source_file, source_row),
            }
            for ordinal, (source_file, source_row, content) in enumerate(rows, start=1)
        ]
        self._add_part(kind, len(stored), set_digest(str(row["digest"]) for row in stored), None)
        with told_plainly(self._place):
            self._connection.execute(insert(ROW), stored)

    def _add_part(self, kind: str, count: int, digest: str, segment: str | None) -> None:
        part = len(self._parts) + 1
        with told_plainly(self._place):
            self._connection.execute(
                insert(ROW_SET).values(
                    position=self._position,
                    part=part,
                    kind=kind,
                    row_count=count,
                    digest=digest,
                    segment=segment,
                )
            )
        self._parts.append((part, kind, count, digest, segment))

    def _add_contacts(self) -> None:
        if not self._contacts:
            return
        self._add_rows(
            CONTACT_KIND,
            [(None, None, contacts.contact_content(*given)) for given in self._contacts],
        )
        people = [
            {
                "position": self._position,
                "part": len(self._parts),
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
            "rows_digest": rows_digest(self._parts, policy),
        }
        stored["hash"] = entry_hash(**stored)  # type: ignore[arg-type]  # by name, as stored
        self._connection.execute(insert(ENTRY).values(**stored))
        return chain.entry_of(stored)


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise LedgerError(f"{kind!r} is not a kind of record; known: {', '.join(KINDS)}")
    return kind


def _placed(kind: str, row: dict[str, object]) -> tuple[str | None, int | None, str]:
    source_file, source_row = (row[name] for name in SOURCE_TYPES)
    return (
        None if source_file is None else str(source_file),
        source_row if isinstance(source_row, int) else None,
        row_content(kind, row),
    )
