"""The ledger of a desk: create it, open it, read it, and write to it one command at a time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Self, cast

from xldesk.errors import LedgerError
from xldesk.ledger import chain, contacts, policies, schema
from xldesk.ledger.database import (
    FILE_NAME,
    Database,
    connect,
    refuse_read_only,
    use_write_ahead_log,
)
from xldesk.ledger.faults import told_plainly
from xldesk.ledger.materialise import Built, snapshot_at
from xldesk.ledger.segment import FOLDER as SEGMENTS
from xldesk.ledger.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from xldesk.ledger.entry import Command, Entry, Head
    from xldesk.ledger.policies import Governing, PolicyEntry
    from xldesk.ledger.snapshot import Snapshot
    from xldesk.policy.rulebook import Policy
    from xldesk.records.partner import Contact

CREATION_WAIT_SECONDS = 10.0


class Ledger:
    """Insert-only entries in SQL, segments beside them, snapshots derived from both.

    ``directory`` is the desk's folder; the database is its ``ledger.db`` or a PostgreSQL one.
    """

    def __init__(self, directory: Path, database: Database) -> None:
        self.directory = directory
        self.database = database
        self._built: Built = {}

    @classmethod
    def create(cls, directory: Path, url: str | None = None) -> Self:
        """Make an empty ledger and return it; raises LedgerError where one stands already."""
        with told_plainly(str(directory)):
            (directory / SEGMENTS).mkdir(parents=True, exist_ok=True)
        database = connect(directory, url)
        try:
            refuse_read_only(database)
            use_write_ahead_log(database)
            with database.writing(CREATION_WAIT_SECONDS) as connection:
                schema.require_empty(connection, database.place)
                with told_plainly(database.place):
                    schema.upgrade(connection)
        except BaseException:
            database.close()
            raise
        return cls(directory, database)

    @classmethod
    def open(cls, directory: Path, url: str | None = None, *, for_reading: bool = False) -> Self:
        """Return the ledger of a desk; raises LedgerError where it has none of this age.

        One opened ``for_reading`` refuses to be written.
        """
        if url is None and not (directory / FILE_NAME).is_file():
            raise LedgerError(
                f"{directory / FILE_NAME}: there is no ledger here; make one with `xldesk init`"
            )
        database = connect(directory, url, for_reading=for_reading)
        try:
            with database.reading() as connection:
                schema.require_current(connection, database.place)
        except BaseException:
            database.close()
            raise
        return cls(directory, database)

    @staticmethod
    def upgrade(directory: Path, url: str | None = None) -> None:
        """Bring an older ledger's tables to this version, alone and all at once."""
        database = connect(directory, url)
        try:
            refuse_read_only(database)
            with (
                database.writing(CREATION_WAIT_SECONDS) as connection,
                told_plainly(database.place),
            ):
                schema.upgrade(connection)
        finally:
            database.close()

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def place(self) -> str:
        """Where the ledger stands, fit for a message: no password in it."""
        return self.database.place

    def head(self) -> Head | None:
        """Return the last entry's position, hash and time; None in an empty ledger."""
        with self.database.reading() as connection, told_plainly(self.place):
            return chain.head(connection)

    def entries(self, after: int = 0, limit: int | None = None) -> list[Entry]:
        """Return up to ``limit`` entries that stand after position ``after``, in order."""
        with self.database.reading() as connection, told_plainly(self.place):
            return chain.entries(connection, after, limit)

    def partners_erased(self) -> set[str]:
        """Return the partners whose people an entry of the ledger has erased."""
        return {
            partner
            for entry in self.entries()
            if entry.kind == "erasure"
            for partner in cast("dict[str, int]", entry.details.get("contacts_erased") or {})
        }

    def entry(self, position: int) -> Entry:
        """Return the entry at ``position``; raises LedgerError where the chain has none there."""
        found = self.entries(after=position - 1, limit=1)
        if position < 1 or not found:
            head = self.head()
            raise LedgerError(
                f"{self.place}: there is no entry {position}; the last one is "
                f"{0 if head is None else head.position}"
            )
        return found[0]

    def position_at(self, as_of: datetime) -> int:
        """Return the position of the last entry at or before ``as_of``, 0 before the first."""
        with self.database.reading() as connection, told_plainly(self.place):
            return chain.position_at(connection, as_of)

    def kinds_brought(self, after: int, until: int) -> set[str]:
        """Return the kinds of which an entry after ``after``, up to ``until``, brought rows.

        Contacts are a kind here too, by the name of ``tables.CONTACT_KIND``.
        """
        with self.database.reading() as connection, told_plainly(self.place):
            return chain.kinds_brought(connection, after, until)

    @contextmanager
    def writing(self, command: Command, wait_seconds: float = 10.0) -> Iterator[Writer]:
        """Yield the writer of one entry; it is committed at the end, or nothing is.

        Raises LedgerBusyError when another writer is at work for longer than ``wait_seconds``,
        CommandConflictError when the command id was used with other content.
        """
        refuse_read_only(self.database)
        with self.database.writing(wait_seconds) as connection:
            with told_plainly(self.place):
                writer = Writer(
                    connection, self.directory, self.place, command, self._proven_snapshot
                )
            yield writer
            writer.finish()

    def snapshot(self, position: int | None = None, *, proven: bool = False) -> Snapshot:
        """Return the state at ``position`` (default: the head; 0: before the first entry).

        A snapshot on disk is used where its manifest speaks for it; ``proven`` takes only what
        this process made of the entries and segments. Raises LedgerError for a position that the
        chain does not have.
        """
        return self._snapshot(position, proven=proven)

    def _proven_snapshot(self, position: int) -> Snapshot:
        return self._snapshot(position, proven=True)

    def _snapshot(self, position: int | None, *, proven: bool) -> Snapshot:
        with self.database.reading() as connection, told_plainly(str(self.directory)):
            if position is None:
                anchor = chain.head(connection)
            else:
                anchor = chain.at_position(connection, position)
                if anchor is None and position != 0:
                    raise LedgerError(f"{self.place}: there is no entry {position}")
            return snapshot_at(connection, self.directory, anchor, self._built, proven=proven)

    def policies(self) -> list[PolicyEntry]:
        """Return every recorded policy in the order of the ledger."""
        with self.database.reading() as connection, told_plainly(self.place):
            return policies.policy_entries(connection)

    def policy_at(self, as_of: datetime) -> tuple[str, Policy]:
        """Return version and content of the policy known and in force at ``as_of``.

        Of the policies recorded by then, the one in force from the latest day governs. Raises
        LedgerError where none is.
        """
        with self.database.reading() as connection, told_plainly(self.place):
            found = policies.governing(connection, as_of, self.place)[0]
            return found.version, found.policy

    def policies_governing(self, as_of: datetime, position: int | None = None) -> list[Governing]:
        """Return the policies that govern deals at ``as_of`` by close date, the latest first.

        ``position`` leaves out what was recorded after it. Raises LedgerError where none is.
        """
        with self.database.reading() as connection, told_plainly(self.place):
            return policies.governing(connection, as_of, self.place, position)

    def policy_content(self, entry: PolicyEntry) -> Policy:
        """Return the policy that ``entry``, one of ``policies()``, recorded."""
        with self.database.reading() as connection, told_plainly(self.place):
            return policies.policy_content(connection, entry)

    def policy_text(self, position: int) -> str | None:
        """Return the policy file handed in with the entry at ``position``, None if it had none."""
        with self.database.reading() as connection, told_plainly(self.place):
            return policies.policy_text(connection, position)

    def contacts(self, partner_id: str) -> list[Contact]:
        """Return a partner's latest contacts that were not erased, in the order given."""
        with self.database.reading() as connection, told_plainly(self.place):
            return contacts.contacts_of(connection, partner_id)
