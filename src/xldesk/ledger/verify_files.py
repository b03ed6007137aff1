"""Check what stands around the chain: segments, snapshots, the database's own soundness."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from xldesk.ledger import materialise, segment
from xldesk.ledger.digest import sha256_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xldesk.ledger.paging import AnyRow

GUARDS = {
    "sqlite": {
        *(f"{table}_no_update" for table in ("entry", "row_set", "entry_row", "policy", "contact")),
        *(f"{table}_no_delete" for table in ("entry", "row_set", "entry_row", "policy")),
    },
    "postgresql": {
        *(f"{table}_no_change" for table in ("entry", "row_set", "entry_row", "policy", "contact")),
        *(f"{table}_no_truncate" for table in ("entry", "row_set", "entry_row", "policy")),
    },
}
ON_INSERT = {
    "entry_next_link",
    *(f"{table}_not_afterwards" for table in ("row_set", "entry_row", "policy", "contact")),
}
GUARDS_FOUND = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE tgenabled <> 'D' AND relnamespace = to_regnamespace(current_schema())",
}


class SegmentsCheck:
    """Reads every segment once, however many entries cite it."""

    def __init__(self, desk: Path) -> None:
        self._desk = desk
        self._seen: dict[str, str | None] = {}

    def problems(self, row_set: AnyRow) -> Iterator[str]:
        """Yield what is wrong with the segment of one row set."""
        digest = row_set.segment
        if digest not in self._seen:
            self._seen[digest] = _segment_fault(segment.segment_path(self._desk, digest), digest)
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


def _segment_fault(path: Path, digest: str) -> str | None:
    try:
        return None if sha256_file(path) == digest else "was changed or cut short"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def storage_problems(connection: Connection) -> Iterator[str]:
    """Yield damage to the database itself, and guards that no longer stand."""
    dialect = connection.dialect.name
    if dialect == "sqlite":
        for (message,) in connection.execute(text("PRAGMA integrity_check(20)")).all():
            if message != "ok":
                yield f"database: {message}"
    standing = {name for (name,) in connection.execute(text(GUARDS_FOUND[dialect])).all()}
    for name in sorted((GUARDS[dialect] | ON_INSERT) - standing):
        yield f"guard {name} is missing: the database no longer refuses changes"


def snapshot_problems(desk: Path) -> Iterator[str]:
    """Yield snapshots that are not what was made from the ledger; deleting them mends it."""
    folder = desk / materialise.FOLDER
    for manifest in sorted(folder.glob(f"*/{materialise.MANIFEST}")):
        if manifest.parent.name.startswith(materialise.UNFINISHED):
            continue
        try:
            files = json.loads(manifest.read_text(encoding="utf-8"))
            changed = [
                kind
                for kind, file in files.items()
                if sha256_file(manifest.parent / f"{kind}.parquet") != file["sha256"]
            ]
        except materialise.UNREADABLE:
            if not manifest.is_file():
                continue  # another process is pruning it
            changed = ["manifest"]
        for kind in changed:
            yield f"{manifest.parent}: {kind} was changed; delete this folder, it is made anew"
