"""Prove that a ledger is what was written: entries, rows, policies, contacts, files."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xldesk.errors import LedgerCorruptError, LedgerError, UsageError
from xldesk.ledger import verify_files
from xldesk.ledger.cells import stored_object
from xldesk.ledger.chain import entry_of
from xldesk.ledger.content import rows_digest
from xldesk.ledger.entry import GENESIS_HASH, entry_hash
from xldesk.ledger.faults import told_plainly
from xldesk.ledger.paging import Aligned, AnyRow, fields, in_order
from xldesk.ledger.tables import CONTACT_KIND, ENTRY, POLICY, ROW_SET
from xldesk.ledger.verify_rows import RowsCheck, policy_problems
from xldesk.ledger.verify_snapshots import SnapshotsCheck

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from xldesk.ledger.ledger import Ledger

SHORTEST_ANCHOR = 12
"""Digits of a hash that are enough to look for it."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and what is wrong, in the order of the ledger.

    ``notes`` are things worth knowing that are no fault: erased contacts, unused segments.
    """

    entries: int
    rows: int
    head: str
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


@dataclass
class _Progress:
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    entries: int = 0
    rows: int = 0
    previous: str = GENESIS_HASH
    position: int = 0
    anchored: bool = False


def verify(ledger: Ledger, head: str | None = None) -> Verification:
    """Return whether the ledger is intact, and every problem by name if not.

    ``head`` is an anchor from an issued workbook: the hash of an entry (12 digits at least) that
    the chain must contain. One pass in the order of the ledger; memory does not grow with it.
    Whoever can rewrite the whole chain from some entry on is found by an anchor only. Raises
    UsageError for what cannot be an anchor.
    """
    progress, anchor = _Progress(), _anchor(head)
    snapshots = SnapshotsCheck(ledger.directory)
    try:
        with (
            ledger.database.reading() as connection,
            told_plainly(ledger.place),
            _any_bytes(connection, sqlite=ledger.database.is_sqlite),
        ):
            progress.problems += verify_files.storage_problems(connection)
            before = len(progress.problems)
            _verify_chain(ledger, connection, anchor, progress)
            whole = len(progress.problems) == before
            progress.problems += snapshots.strays(connection)
            if whole:
                progress.problems += snapshots.differences(connection)
    except LedgerError as error:
        progress.problems.append(error.message)
    if head is not None and not progress.anchored:
        progress.problems.append(
            f"anchor {head}: no entry of this ledger has that hash; "
            "the ledger was rewritten, cut short, or is another one"
        )
    progress.problems += snapshots.changed()
    return Verification(
        progress.entries,
        progress.rows,
        progress.previous,
        tuple(progress.problems),
        tuple(progress.notes),
    )


def _anchor(head: str | None) -> str | None:
    if head is None:
        return None
    anchor = head.strip().lower()
    if len(anchor) < SHORTEST_ANCHOR or not set(anchor) <= set("0123456789abcdef"):
        raise UsageError(
            f"{head!r} is not an anchor: give the head hash from a workbook's About sheet "
            f"({SHORTEST_ANCHOR} hexadecimal digits at least)"
        )
    return anchor


@contextmanager
def _any_bytes(connection: Connection, *, sqlite: bool) -> Iterator[None]:
    """Read text that is not UTF-8 as it stands, so that its entry or row can be named."""
    raw = connection.connection.dbapi_connection
    if not sqlite or raw is None:
        yield
        return
    raw.text_factory = lambda stored: stored.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = str


def _verify_chain(
    ledger: Ledger, connection: Connection, anchor: str | None, progress: _Progress
) -> None:
    found = progress.problems.append
    row_sets = Aligned(connection, ROW_SET, 1, found)
    policies = Aligned(connection, POLICY, 1, found)
    rows = RowsCheck(connection, found)
    segments = verify_files.SegmentsCheck(ledger.directory)
    for entry in in_order(connection, ENTRY, found):
        progress.entries += 1
        progress.problems += _link_problems(entry, progress)
        rows.erasures(entry)
        progress.problems += _strays(row_sets, policies, (entry.position,))
        parts = []
        for row_set in row_sets.at((entry.position,)):
            parts.append(
                (row_set.part, row_set.kind, row_set.row_count, row_set.digest, row_set.segment)
            )
            progress.problems += rows.problems(row_set)
            if row_set.segment is not None:
                progress.problems += segments.problems(row_set)
            if row_set.kind != CONTACT_KIND:
                progress.rows += row_set.row_count
        progress.problems += _content_problems(
            entry, parts, next(policies.at((entry.position,)), None)
        )
        progress.previous, progress.position = entry.hash, entry.position
        progress.anchored |= anchor is not None and entry.hash.startswith(anchor)
    if not progress.entries:
        progress.problems.append(
            "no entries: a desk begins with the entry that made it; restore a backup"
        )
    progress.problems += _strays(row_sets, policies, None)
    progress.problems += rows.leftovers()
    progress.notes += [*rows.notes(), *segments.notes()]


def _link_problems(entry: AnyRow, progress: _Progress) -> Iterator[str]:
    expected = progress.position + 1
    if entry.position != expected:
        missing = f"entry {expected} is"
        if entry.position - expected > 1:
            missing = f"entries {expected} to {entry.position - 1} are"
        yield f"{missing} missing"
    elif entry.previous_hash != progress.previous:
        yield (
            f"entry {entry.position}: it does not follow entry {progress.position} "
            "(one of the two was changed, removed, inserted or moved)"
        )
    said = fields(entry)
    own = said.pop("hash")
    if entry_hash(**said) != own:
        yield f"entry {entry.position}: its content does not match its hash"
    elif not _readable(entry):
        yield f"entry {entry.position}: its time or details cannot be read"


def _readable(entry: AnyRow) -> bool:
    try:
        entry_of(fields(entry))
    except LedgerCorruptError:
        return False
    return True


def _content_problems(
    entry: AnyRow, parts: list[tuple[int, str, int, str, str | None]], policy: AnyRow | None
) -> Iterator[str]:
    recorded = None
    if policy is not None:
        recorded, problems = policy_problems(policy)
        yield from problems
    if rows_digest(parts, recorded) != entry.rows_digest:
        lacks_policy = policy is None and _names_a_policy(entry.details)
        what = "the policy it recorded is missing" if lacks_policy else (
            "its row sets or policy are not those it was written with"
        )  # fmt: skip
        yield f"entry {entry.position}: {what}"


def _names_a_policy(details: str) -> bool:
    try:
        return "version" in stored_object(details, "its details")
    except LedgerCorruptError:
        return False


def _strays(row_sets: Aligned, policies: Aligned, key: tuple[object, ...] | None) -> Iterator[str]:
    for row_set in row_sets.before(key):
        yield f"entry {row_set.position}: row set {row_set.key[1]} belongs to no entry"
    for policy in policies.before(key):
        yield f"entry {policy.position}: its policy belongs to no entry"
