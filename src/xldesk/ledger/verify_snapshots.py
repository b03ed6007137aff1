"""Check the snapshots: each says what the entries say, or it is named and can be deleted."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from sqlalchemy import func, select, type_coerce
from sqlalchemy.types import NULLTYPE

from xldesk.ledger import materialise
from xldesk.ledger.digest import sha256_file
from xldesk.ledger.entry import GENESIS_HASH
from xldesk.ledger.latest import write_latest
from xldesk.ledger.same_rows import same_rows
from xldesk.ledger.tables import ENTRY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

NAME = re.compile(r"([0-9]+)-([0-9a-f]{12})-([0-9a-f]{8})")
REMEDY = "delete this folder, it is made anew"


class SnapshotsCheck:
    """Looks at the snapshots that stand when it is made: before the ledger is read.

    One that a writer adds later may be of an entry that the reader does not see.
    """

    def __init__(self, desk: Path) -> None:
        self._desk = desk
        folders = sorted((desk / materialise.FOLDER).glob("*"))
        self._harmed = {
            folder: _harmed_kinds(folder)
            for folder in folders
            if not folder.name.startswith(materialise.UNFINISHED)
        }

    def changed(self) -> Iterator[str]:
        """Yield each file that is not what its manifest says; such a snapshot is not used."""
        for folder, kinds in self._harmed.items():
            for kind in kinds:
                yield f"{folder}: {kind} was changed; {REMEDY}"

    def strays(self, connection: Connection) -> Iterator[str]:
        """Yield snapshots of entries that the chain does not have."""
        head = connection.execute(select(func.max(ENTRY.c.position))).scalar() or 0
        for folder in self._harmed:
            named = NAME.fullmatch(folder.name)
            if named is None:
                continue
            position = int(named[1])
            if position > head:
                yield (
                    f"{folder}: it is of entry {position}, but the last entry is {head}: entries "
                    "were removed; restore a backup, or delete this folder if they should be gone"
                )
            elif _hash_at(connection, position)[:12] != named[2]:
                yield (
                    f"{folder}: entry {position} has another hash: entries were replaced; "
                    "restore a backup, or delete this folder if they should be"
                )

    def differences(self, connection: Connection) -> Iterator[str]:
        """Build every state anew from entries and segments; yield each kind that differs.

        Of use where the chain itself is whole. Kinds that did not change between two snapshots
        are built once.
        """
        with tempfile.TemporaryDirectory(prefix="xldesk-verify-") as temporary:
            for folder, harmed in self._harmed.items():
                named = NAME.fullmatch(folder.name)
                if harmed or named is None or named[3] != materialise.layout()[:8]:
                    continue
                position = int(named[1])
                if _hash_at(connection, position)[:12] == named[2]:
                    yield from self._compared(connection, folder, position, Path(temporary))

    def _compared(
        self, connection: Connection, folder: Path, position: int, temporary: Path
    ) -> Iterator[str]:
        brought = materialise.last_changes(connection, position)
        found = {path.stem for path in folder.glob("*.parquet")}
        for kind in sorted(brought.keys() | found):
            same = False
            if kind in brought and kind in found:
                built = temporary / f"{kind}-{brought[kind]}.parquet"
                try:
                    if not built.exists():
                        write_latest(connection, self._desk, position, kind, built)
                except duckdb.Error as error:
                    said = str(error).splitlines()[0]
                    yield f"entry {position}: the state of {kind} cannot be built: {said}"
                    continue
                same = same_rows(built, folder / f"{kind}.parquet")
            if not same and (folder / materialise.MANIFEST).is_file():  # else: being pruned
                yield f"{folder}: {kind} is not what the entries say; {REMEDY}"


def _hash_at(connection: Connection, position: int) -> str:
    # As it stands: that it is no text is told elsewhere.
    own = type_coerce(ENTRY.c.hash, NULLTYPE)
    found: object = connection.execute(select(own).where(ENTRY.c.position == position)).scalar()
    return GENESIS_HASH if found is None else str(found)


def _harmed_kinds(folder: Path) -> list[str]:
    manifest = folder / materialise.MANIFEST
    try:
        files = json.loads(manifest.read_text(encoding="utf-8"))
        return [
            kind
            for kind, file in files.items()
            if sha256_file(folder / f"{kind}.parquet") != file["sha256"]
        ]
    except materialise.UNREADABLE:
        # Without a manifest it is not used, and perhaps another process is pruning it.
        return ["manifest"] if manifest.is_file() else []
