"""One file that holds a whole desk, and the way back from it."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import tempfile
import tomllib
import zipfile
from pathlib import Path

from xldesk.errors import LedgerCorruptError, LedgerError
from xldesk.ledger import segment
from xldesk.ledger.archive import (
    DAMAGE,
    Manifest,
    extract,
    is_allowed,
    read_manifest,
    write_archive,
)
from xldesk.ledger.database import FILE_NAME
from xldesk.ledger.entry import GENESIS_HASH
from xldesk.ledger.faults import told_plainly
from xldesk.ledger.ledger import Ledger
from xldesk.ledger.portable import copy_database
from xldesk.ledger.verify import verify

DESK = "desk.toml"
SETTINGS = ("policy.toml", DESK)
MAPPINGS = "mappings"


def backup(ledger: Ledger, target: Path) -> Manifest:
    """Write the whole desk to ``target`` and return what it holds; writers may go on meanwhile.

    It holds the database as SQLite (from PostgreSQL too, so that it can be restored anywhere),
    every segment, ``policy.toml``, ``desk.toml`` and ``mappings/``. Raises LedgerError where
    ``target`` exists, LedgerCorruptError for a segment that is missing or changed.
    """
    if target.exists():
        raise LedgerError(f"{target}: this file exists; choose another name")
    with (
        told_plainly(str(target)),
        tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as temporary,
    ):
        folder = Path(temporary)
        database = copy_database(ledger.database, folder)
        position, head, segments = _contents(database)
        files = {FILE_NAME: database, **_settings(ledger.directory)}
        for digest in segments:
            path = segment.existing_segment(ledger.directory, digest)
            files[f"{segment.FOLDER}/{path.name}"] = path
        finished = folder / target.name
        with finished.open("xb") as stream:
            manifest = write_archive(stream, files, position, head)
        segment.synced(finished)
        finished.rename(target)
        segment.synced_folder(target.parent)
    return manifest


def restore(archive: Path, directory: Path) -> Ledger:
    """Make a desk from a backup in ``directory``, verify it, and return its ledger.

    ``directory`` must not exist or be empty; the desk stands there whole or not at all. Raises
    LedgerError where something is there already, LedgerCorruptError for an archive that is not
    exactly what it was written as.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise LedgerError(f"{directory}: something is here already; restore into an empty folder")
    with told_plainly(str(directory)):
        directory.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        with told_plainly(str(directory)):
            _unpack(archive, temporary)
            _check_settings(archive, temporary)
            (temporary / segment.FOLDER).mkdir(exist_ok=True)
            if directory.exists():
                directory.rmdir()
            temporary.rename(directory)
            segment.synced_folder(directory.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return Ledger.open(directory)


def _unpack(archive: Path, folder: Path) -> None:
    if not zipfile.is_zipfile(archive):
        raise LedgerCorruptError(f"{archive}: this is not a backup of a desk")
    try:
        with zipfile.ZipFile(archive) as opened:
            manifest = read_manifest(opened, archive)
            extract(opened, manifest, folder, archive)
    except DAMAGE as error:
        raise LedgerCorruptError(f"{archive}: it is damaged; use another backup") from error
    except OSError as error:
        # A damaged directory sends the reader to a place before the file's beginning.
        if error.errno != errno.EINVAL:
            raise
        raise LedgerCorruptError(f"{archive}: it is damaged; use another backup") from error
    with Ledger.open(folder) as ledger:
        result = verify(ledger, manifest.head)
    if not result.ok:
        raise LedgerCorruptError(f"{archive}: {result.problems[0]}; nothing was restored")
    if result.head != manifest.head:
        raise LedgerCorruptError(f"{archive}: its ledger ends elsewhere than its manifest says")


def _check_settings(archive: Path, folder: Path) -> None:
    """Raise LedgerCorruptError for settings with which the desk could not be opened."""
    for name in SETTINGS:
        path = folder / name
        if not path.is_file():
            continue
        try:
            said = path.read_text(encoding="utf-8")
            fault = _settings_fault(tomllib.loads(said)) if name == DESK else None
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            fault = f"cannot be read ({error})"
        if fault is not None:
            raise LedgerCorruptError(f"{archive}: its {name} {fault}; nothing was restored")


def _settings_fault(settings: dict[str, object]) -> str | None:
    ledger = settings.get("ledger", {})
    if not isinstance(settings.get("name", ""), str):
        return "has a name that is no text"
    if not isinstance(ledger, dict):
        return "has a ledger that is no table"
    if not isinstance(ledger.get("url", ""), str):
        return "has a ledger.url that is no text"
    return None


def _contents(database: Path) -> tuple[int, str, list[str]]:
    """Return position, head hash and the segments that a copied database cites."""
    connection = sqlite3.connect(database)
    try:
        head = connection.execute(
            "SELECT position, hash FROM entry ORDER BY position DESC LIMIT 1"
        ).fetchone()
        cited = connection.execute(
            "SELECT DISTINCT segment FROM row_set WHERE segment IS NOT NULL ORDER BY segment"
        ).fetchall()
    finally:
        connection.close()
    position, entry_hash = head or (0, GENESIS_HASH)
    # A forger may have put bytes in place of text; as text they are the name of no segment.
    return position, str(entry_hash), [str(digest) for (digest,) in cited]


def _settings(desk: Path) -> dict[str, Path]:
    found = {name: desk / name for name in SETTINGS if (desk / name).is_file()}
    for path in sorted((desk / MAPPINGS).rglob("*")):
        name = path.relative_to(desk).as_posix()
        if path.is_file() and not path.is_symlink() and is_allowed(name):
            found[name] = path
    return found
