"""Bulk rows as Parquet files named by their own SHA-256, written whole before they count."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING
from uuid import uuid4

from xldesk.errors import LedgerCorruptError
from xldesk.ledger.cells import REMEDY
from xldesk.ledger.content import columns_of, key_of
from xldesk.ledger.digest import sha256_file
from xldesk.ledger.engine import execute_sparingly, open_engine
from xldesk.records.kinds import column_types

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

FOLDER = "segments"
SUFFIX = ".parquet"
UNFINISHED = ".writing-"
_SHA256 = re.compile("[0-9a-f]{64}")

_WRITING = Lock()


def segment_path(desk: Path, digest: str) -> Path:
    """Return where the segment with this SHA-256 stands.

    Raises LedgerCorruptError for what is none: it could lead anywhere.
    """
    if not _SHA256.fullmatch(digest):
        raise LedgerCorruptError(f"{digest!r} is not the name of a segment: {REMEDY}")
    return desk / FOLDER / f"{digest}{SUFFIX}"


def existing_segment(desk: Path, digest: str) -> Path:
    """Return a segment's path; LedgerCorruptError where it is missing or not what its name says.

    Every figure comes from segments that were checked when their snapshot was made.
    """
    path = segment_path(desk, digest)
    if not path.is_file():
        raise LedgerCorruptError(
            f"{path}: this segment is missing; restore it from a backup of the desk"
        )
    if sha256_file(path) != digest:
        raise LedgerCorruptError(
            f"{path}: this segment was changed; restore it from a backup of the desk"
        )
    return path


@contextmanager
def unfinished(desk: Path) -> Iterator[Path]:
    """Yield a path to write a segment to; what is still there at the end is removed."""
    folder = desk / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{UNFINISHED}{uuid4().hex}{SUFFIX}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def keep(path: Path, desk: Path) -> str:
    """Give a written segment its name, safe against a crash; return its SHA-256."""
    synced(path)
    digest = sha256_file(path)
    path.replace(segment_path(desk, digest))
    synced_folder(path.parent)
    return digest


def synced(path: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def synced_folder(path: Path) -> None:
    """Wait until a folder's names are on the disk, where the system can say so."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def export_query(
    connection: duckdb.DuckDBPyConnection,
    kind: str,
    sql: str,
    parameters: Sequence[object] | dict[str, object],
    target: Path,
) -> int:
    """Write the rows of ``sql`` as a segment in source order; return how many there are."""
    columns = columns_of(kind)
    ordered = ["source_file", "source_row", *column_types(kind)]
    order = ", ".join(f'"{name}" NULLS FIRST' for name in ordered)
    return copy_typed(connection, columns, sql, parameters, order=order, target=target)


def copy_typed(
    connection: duckdb.DuckDBPyConnection,
    columns: dict[str, str],
    sql: str,
    parameters: Sequence[object] | dict[str, object],
    *,
    order: str,
    target: Path,
) -> int:
    """Write ``sql``'s rows with exactly ``columns`` to ``target``, always the same bytes."""
    typed = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in columns.items())
    with _one_thread(connection):
        written = execute_sparingly(
            connection,
            f"COPY (SELECT {typed} FROM (\n{sql}\n) AS typed ORDER BY {order}) "  # noqa: S608  # column names of our own models
            f"TO {literal(target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)",
            parameters,
        )
    return int(str(written[0])) if written else 0


def rows_without_key(kind: str, path: Path) -> int:
    """Return how many rows of a segment lack a part of their key."""
    missing = " OR ".join(f'"{name}" IS NULL' for name in key_of(kind))
    with open_engine() as connection:
        found = connection.execute(
            f"SELECT count(*) FROM read_parquet(?) WHERE {missing}",  # noqa: S608  # column names of our own models
            [str(path)],
        ).fetchone()
    return int(found[0]) if found else 0


def read_rows(kind: str, path: Path) -> list[dict[str, object]]:
    """Return the rows of a small segment in order, as columns and values."""
    columns = list(columns_of(kind))
    listed = ", ".join(f'"{name}"' for name in columns)
    with open_engine() as connection:
        rows = connection.execute(
            f"SELECT {listed} FROM read_parquet(?, file_row_number=true) ORDER BY file_row_number",  # noqa: S608  # column names of our own models
            [str(path)],
        ).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in rows]


def literal(path: Path) -> str:
    """Return a path as an SQL text literal, for the one place that takes no parameter."""
    return "'" + str(path).replace("'", "''") + "'"


@contextmanager
def _one_thread(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    # More threads cut the file into other row groups: other bytes, another digest. Engines may
    # share these settings, so that one writer at a time changes them.
    with _WRITING:
        before = connection.execute(
            "SELECT current_setting('threads'), current_setting('preserve_insertion_order')"
        ).fetchone()
        connection.execute("SET threads = 1")
        connection.execute("SET preserve_insertion_order = true")
        try:
            yield
        finally:
            if before is not None:
                connection.execute(f"SET threads = {int(before[0])}")
                connection.execute(f"SET preserve_insertion_order = {bool(before[1])}")
