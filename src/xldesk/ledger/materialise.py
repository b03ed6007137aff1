"""Make a snapshot: read what the entries brought, keep the latest row of each key, write it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import duckdb
from sqlalchemy import Connection, select

from xldesk.errors import LedgerCorruptError
from xldesk.ledger.cells import REMEDY
from xldesk.ledger.content import key_of
from xldesk.ledger.digest import digest_of, sha256_file
from xldesk.ledger.entry import GENESIS_HASH, Head
from xldesk.ledger.latest import write_latest
from xldesk.ledger.same_rows import same_rows
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

Built = dict[tuple[str, str], str]
"""SHA-256 of the files that this process itself made from entries and segments.

By kind and by the hash of the entry that last brought rows of it: the two settle the content.
"""


@cache
def layout() -> str:
    """Return a digest of all columns and keys: a snapshot of another layout is made anew."""
    return digest_of({kind: [snapshot_types(kind), key_of(kind)] for kind in KINDS})


def snapshot_name(position: int, entry_hash: str) -> str:
    """Return the folder's name: position, the entry's hash and the layout, shortened."""
    return f"{position}-{entry_hash[:12]}-{layout()[:8]}"


def snapshot_at(
    connection: Connection, desk: Path, anchor: Head | None, built: Built, *, proven: bool = False
) -> Snapshot:
    """Return the snapshot at ``anchor`` (None: before the first entry), making it if need be.

    One that stands is used where every file is what its manifest says. ``proven`` trusts no
    manifest either, only what this process built: what is written next follows from it.
    """
    position = 0 if anchor is None else anchor.position
    entry_hash = GENESIS_HASH if anchor is None else anchor.hash
    folder = desk / FOLDER
    target = folder / snapshot_name(position, entry_hash)
    last = last_changes(connection, position)
    if not is_whole(target, last, built if proven else None):
        folder.mkdir(parents=True, exist_ok=True)
        _make(connection, desk, position, target, last, built, proven=proven)
        prune(folder)
    with suppress(OSError):
        os.utime(target)
    return Snapshot(position, entry_hash, None if anchor is None else anchor.at, target)


def is_whole(directory: Path, last: dict[str, str], built: Built | None = None) -> bool:
    """Return whether a snapshot has a file for each kind in ``last``, unchanged, and no other.

    With ``built`` each file must be one of those, whatever the manifest says.
    """
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        return (
            {kind: file["last_change"] for kind, file in manifest.items()} == last
            and {path.stem for path in directory.glob("*.parquet")} == last.keys()
            and all(
                sha256_file(directory / f"{kind}.parquet")
                == (file["sha256"] if built is None else built.get((kind, last[kind])))
                for kind, file in manifest.items()
            )
        )
    except UNREADABLE:
        return False


def last_changes(connection: Connection, position: int) -> dict[str, str]:
    """Return the hash of the entry that last brought rows, by kind, for kinds that have some.

    Raises LedgerCorruptError for rows of no kind.
    """
    found = connection.execute(
        select(ROW_SET.c.kind, ROW_SET.c.position, ENTRY.c.hash)
        .join(ENTRY, ENTRY.c.position == ROW_SET.c.position)
        .where(ROW_SET.c.position <= position, ROW_SET.c.kind != CONTACT_KIND)
        .order_by(ROW_SET.c.position)
    )
    last = {}
    for kind, at, entry_hash in found:
        if kind not in KINDS:
            raise LedgerCorruptError(
                f"entry {at}: its rows are of kind {kind!r}, which is none: {REMEDY}"
            )
        last[kind] = entry_hash
    return dict(sorted(last.items()))


def _make(
    connection: Connection,
    desk: Path,
    position: int,
    target: Path,
    last: dict[str, str],
    built: Built,
    *,
    proven: bool,
) -> None:
    temporary = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=target.parent))
    try:
        manifest = {}
        for kind, change in last.items():
            path = temporary / f"{kind}.parquet"
            if not _take_over(target.parent, kind, change, path, built if proven else None):
                _write_latest(connection, desk, position, kind, path)
                synced(path)
                built[kind, change] = sha256_file(path)
            manifest[kind] = {
                "bytes": path.stat().st_size,
                "sha256": sha256_file(path),
                "last_change": change,
            }
        (temporary / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        synced(temporary / MANIFEST)
        _put_in_place(temporary, target, last, built, proven=proven)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_latest(connection: Connection, desk: Path, position: int, kind: str, path: Path) -> None:
    try:
        write_latest(connection, desk, position, kind, path)
    except (duckdb.DataError, duckdb.ProgrammingError) as error:
        said = str(error).splitlines()[0]
        raise LedgerCorruptError(f"the rows of {kind} cannot be read ({said}): {REMEDY}") from error


def _put_in_place(
    temporary: Path, target: Path, last: dict[str, str], built: Built, *, proven: bool
) -> None:
    try:
        temporary.rename(target)
    except OSError:
        # Somebody may be reading what stands there: it stays where it says the same.
        if is_whole(target, last) and (not proven or _says_the_same(temporary, target, last)):
            if proven:
                for kind, change in last.items():
                    built[kind, change] = sha256_file(target / f"{kind}.parquet")
            return
        if not target.exists():
            raise
        shutil.rmtree(target, ignore_errors=True)
        temporary.rename(target)


def _says_the_same(temporary: Path, target: Path, last: dict[str, str]) -> bool:
    return all(
        same_rows(temporary / f"{kind}.parquet", target / f"{kind}.parquet") for kind in last
    )


def _take_over(snapshots: Path, kind: str, last: str, path: Path, built: Built | None) -> bool:
    """Use the file of another snapshot whose rows of ``kind`` are the same; say whether.

    With ``built`` only a file that this process made is used.
    """
    if built is not None and (kind, last) not in built:
        return False
    for manifest in sorted(snapshots.glob(f"*-{layout()[:8]}/{MANIFEST}"), reverse=True):
        try:
            known = json.loads(manifest.read_text(encoding="utf-8")).get(kind, {})
            if known.get("last_change") != last:
                continue
            shutil.copyfile(manifest.parent / path.name, path)
            if sha256_file(path) == (known["sha256"] if built is None else built[kind, last]):
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
