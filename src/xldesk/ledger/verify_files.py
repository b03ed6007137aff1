"""Check what stands around the chain: segments, the database's own soundness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from xldesk.errors import LedgerCorruptError
from xldesk.ledger import segment
from xldesk.ledger.digest import sha256_file
from xldesk.ledger.verify_guards import guard_problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xldesk.ledger.paging import AnyRow


class SegmentsCheck:
    """Reads every segment once, however many entries cite it."""

    def __init__(self, desk: Path) -> None:
        self._desk = desk
        self._seen: dict[str, str | None] = {}

    def problems(self, row_set: AnyRow) -> Iterator[str]:
        """Yield what is wrong with the segment of one row set."""
        digest = row_set.segment
        if digest not in self._seen:
            self._seen[digest] = _segment_fault(self._desk, digest)
        fault = self._seen[digest]
        if fault is not None:
            yield (
                f"entry {row_set.position}: segment {digest}{segment.SUFFIX} "
                f"({row_set.row_count} rows of {row_set.kind}) {fault}"
            )

    def notes(self) -> Iterator[str]:
        """Yield segments that no entry cites: left by a writer that was stopped; removable."""
        folder = self._desk / segment.FOLDER
        if not folder.is_dir():
            return
        for path in sorted(folder.iterdir()):
            if path.name.removesuffix(segment.SUFFIX) not in self._seen:
                yield f"{path}: no entry cites this file; it can be removed"


def _segment_fault(desk: Path, digest: str) -> str | None:
    try:
        path = segment.segment_path(desk, digest)
    except LedgerCorruptError:
        return "has a name that no segment has"
    try:
        return None if sha256_file(path) == digest else "was changed or cut short"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def storage_problems(connection: Connection) -> Iterator[str]:
    """Yield damage to the database itself, and guards that no longer stand."""
    if connection.dialect.name == "sqlite":
        for (message,) in connection.execute(text("PRAGMA integrity_check(20)")).all():
            if message != "ok":
                yield f"database: {message}"
    yield from guard_problems(connection)
