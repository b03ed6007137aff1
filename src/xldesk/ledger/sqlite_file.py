"""The ledger as one SQLite file in the desk's folder: how it is opened, and by whom."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event

if TYPE_CHECKING:
    from pathlib import Path

READ_WAIT_SECONDS = 10.0
"""Readers wait only for moments in which SQLite tidies its log."""


def can_be_written(path: Path) -> bool:
    """Return whether this user may write the file and its folder, where the log stands."""
    return not path.exists() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def file_engine(path: Path, *, read_only: bool, for_reading: bool = False) -> Engine:
    """Return an engine on the file; a read-only one decides anew for every read how to open it.

    ``for_reading`` opens a file that could be written so that SQLite refuses every change.
    """

    def opened() -> sqlite3.Connection:
        mode = _reading_mode(path) if read_only else "mode=rwc"
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        # What is erased is overwritten, not only unlinked.
        connection.execute("PRAGMA secure_delete = ON")
        if for_reading:
            connection.execute("PRAGMA query_only = ON")
        return connection

    pool = NullPool if read_only else QueuePool
    engine = create_engine("sqlite://", creator=opened, poolclass=pool)
    event.listen(engine, "begin", _begin)
    return engine


def _reading_mode(path: Path) -> str:
    # With a log beside it SQLite can follow a writer; without one it would have to make one,
    # which it may not here, so the file is read as it stands (see ``file_stamp``).
    log = path.with_name(f"{path.name}-wal")
    return "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"


def file_stamp(path: Path) -> tuple[int, int]:
    """Return time and length of the file: another stamp after a read means it was changed."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _begin(connection: Connection) -> None:
    wait = connection.get_execution_options().get("wait_seconds")
    seconds = READ_WAIT_SECONDS if wait is None else wait
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
    connection.exec_driver_sql("BEGIN" if wait is None else "BEGIN IMMEDIATE")


def use_write_ahead_log(engine: Engine) -> None:
    """Let readers of a new ledger go on while one writer writes; the file remembers it."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()
