"""Make a snapshot: read what the entries brought, keep the latest row of each key, write it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, select

from xldesk.ledger.content import key_of
from xldesk.ledger.digest import digest_of, sha256_file
from xldesk.ledger.entry import GENESIS_HASH, Head
from xldesk.ledger.latest import write_latest
from xldesk.ledger.segment import synced
from xldesk.ledger.snapshot import Snapshot, snapshot_types
from xldesk.ledger.tables import CONTACT_KIND, ENTRY, ROW_SET
from xldesk.records.kinds import KINDS

FOLDER = "snapshots"
MANIFEST = "manifest.json"
UNFINISHED = ".making-"
KEPT = 4
"""How many snapshots stay, most recently used first."""
SPARED_SECONDS = 3_600
"""A snapshot used this recently before the newest stays too: somebody may be reading it."""

UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)
"""What reading a harmed manifest, or one that is being removed, may raise."""


@cache
def layout() -> str:
    """Return a digest of all columns and keys: a snapshot of another layout is made anew."""
    return digest_of({kind: [snapshot_types(kind), key_of(kind)] for kind in KINDS})


def snapshot_name(position: int, entry_hash: str) -> str:
    """Return the folder's name: position, the entry's hash and the layout, shortened."""
    return f"{position}-{entry_hash[:12]}-{layout()[:8]}"


def snapshot_at(connection: Connection, desk: Path, anchor: Head | None) -> Snapshot:
    """Return the snapshot at ``anchor`` (None: before the first entry), making it if need be."""
    position = 0 if anchor is None else anchor.position
    entry_hash = GENESIS_HASH if anchor is None else anchor.hash
    folder = desk / FOLDER
    target = folder / snapshot_name(position, entry_hash)
    if not is_whole(target):
        folder.mkdir(parents=True, exist_ok=True)
        _make(connection, desk, position, target)
        prune(folder)
    with suppress(OSError):
        os.utime(target)
    return Snapshot(position, entry_hash, None if anchor is None else anchor.at, target)


def is_whole(directory: Path) -> bool:
    """Return whether every file of a snapshot is there in its full length."""
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        return all(
            (directory / f"{kind}.parquet").stat().st_size == file["bytes"]
            for kind, file in manifest.items()
        )
    except UNREADABLE:
        return False


def _make(connection: Connection, desk: Path, position: int, target: Path) -> None:
    temporary = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=target.parent))
    try:
        manifest = {
            kind: _make_kind(connection, desk, position, kind=kind, last=last, folder=temporary)
            for kind, last in _last_changes(connection, position)
        }
        (temporary / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        synced(temporary / MANIFEST)
        _put_in_place(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _put_in_place(temporary: Path, target: Path) -> None:
    try:
        temporary.rename(target)
    except OSError:
        if is_whole(target):
            return  # another process was faster; its snapshot says the same
        if not target.exists():
            raise
        shutil.rmtree(target, ignore_errors=True)
        temporary.rename(target)


def _last_changes(connection: Connection, position: int) -> list[tuple[str, str]]:
    """Return each kind that has rows, with the hash of the entry that last brought some."""
    found = connection.execute(
        select(ROW_SET.c.kind, ROW_SET.c.position, ENTRY.c.hash)
        .join(ENTRY, ENTRY.c.position == ROW_SET.c.position)
        .where(ROW_SET.c.position <= position, ROW_SET.c.kind != CONTACT_KIND)
        .order_by(ROW_SET.c.position)
    )
    last = {kind: entry_hash for kind, _, entry_hash in found}
    return sorted(last.items())


def _make_kind(
    connection: Connection, desk: Path, position: int, *, kind: str, last: str, folder: Path
) -> dict[str, object]:
    path = folder / f"{kind}.parquet"
    if not _take_over(folder.parent, kind, last, path):
        write_latest(connection, desk, position, kind, path)
        synced(path)
    return {"bytes": path.stat().st_size, "sha256": sha256_file(path), "last_change": last}


def _take_over(snapshots: Path, kind: str, last: str, path: Path) -> bool:
    """Use the file of another snapshot whose rows of ``kind`` are the same; say whether."""
    for manifest in sorted(snapshots.glob(f"*-{layout()[:8]}/{MANIFEST}"), reverse=True):
        try:
            known = json.loads(manifest.read_text(encoding="utf-8")).get(kind, {})
            if known.get("last_change") != last:
                continue
            shutil.copyfile(manifest.parent / path.name, path)
            if sha256_file(path) == known["sha256"]:
                return True
        except UNREADABLE:
            continue  # it is being pruned, or was harmed: then it is made from the ledger
    return False


def prune(folder: Path) -> None:
    """Remove snapshots not used lately, and what interrupted makers left behind."""
    found = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # another process prunes too
            found.append((path.stat().st_mtime, path))
    found.sort(reverse=True)
    if not found:
        return
    newest = found[0][0]
    for rank, (used, path) in enumerate(found):
        left_behind = path.name.startswith(UNFINISHED)
        if (left_behind or rank >= KEPT) and used < newest - SPARED_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
