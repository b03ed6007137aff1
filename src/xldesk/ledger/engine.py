"""DuckDB connections as the desk uses them: silent, in UTC, and never on the network."""

from __future__ import annotations

import os
import weakref
from functools import cache
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


MEMORY_MEGABYTES = 384
MEMORY_LIMIT = f"{MEMORY_MEGABYTES}MB"
"""What sorting and comparing rows may take where there is a folder for the rest."""

MOST_MEGABYTES = 1_536
"""What they may take before all that the machine has."""

LITTLE = 8 * 1024 * 1024
"""Bytes of rows as text that any machine sorts in memory."""

_OWN = "own_"
_NUMBERS = count(1)
_BEGINNING = Lock()


def open_engine(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection; ``spill`` is a folder for what ``MEMORY_LIMIT`` cannot hold.

    Without it DuckDB takes what the machine has, and the connection has an empty database of its
    own in one instance that the process keeps: to begin an instance takes longer than most of
    what a desk asks. The database goes with the connection.
    """
    if spill is None:
        name = f"{_OWN}{next(_NUMBERS)}"
        with _BEGINNING:
            instance = _instance(os.getpid())
        connection = instance.cursor()
        connection.execute(f"ATTACH ':memory:' AS {name}")
        connection.execute(f"USE {name}")
        weakref.finalize(connection, _drop, instance, name).atexit = False
    else:
        connection = _begin()
        connection.execute("SET temp_directory = ?", [str(spill)])
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def second_connection(engine: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return another connection to the database of ``engine``, without its temporary tables.

    It ends with ``engine``, which may go on asking while this one is read.
    """
    connection = engine.cursor()
    (name,) = engine.execute("SELECT current_database()").fetchall()[0]
    connection.execute(f'USE "{name}"')
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def engine_for(rows: Path, spill: Path) -> duckdb.DuckDBPyConnection:
    """Return an engine for the rows in a file of text: one that spills where they are many."""
    return open_engine(spill if rows.stat().st_size > LITTLE else None)


@cache
def _instance(_process: int) -> duckdb.DuckDBPyConnection:
    # The threads of an instance are not in a forked child: it begins its own.
    return _begin()


def _begin() -> duckdb.DuckDBPyConnection:
    # It would otherwise draw a progress bar into standard output and fetch extensions.
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET autoinstall_known_extensions = false")
    return connection


def _drop(instance: duckdb.DuckDBPyConnection, name: str) -> None:
    with instance.cursor() as connection:
        connection.execute(f"DETACH {name}")


def execute_sparingly(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: Sequence[object] | dict[str, object] = (),
) -> tuple[object, ...] | None:
    """Run a statement within the connection's memory limit and return its first row.

    Many or very long rows may not fit, however much goes to disk: then it runs again with twice
    the memory, up to MOST_MEGABYTES, and at last with what the machine has. Raises what DuckDB
    raises where that is too little as well, as for an engine that has it from the start.
    """
    (limit, database) = connection.execute(
        "SELECT current_setting('memory_limit'), current_database()"
    ).fetchall()[0]
    has_all = database.startswith(_OWN)
    allowed = None if has_all else MEMORY_MEGABYTES
    try:
        while True:
            try:
                return connection.execute(sql, parameters).fetchone()
            except duckdb.OutOfMemoryException:
                if allowed is None:
                    raise
                allowed = allowed * 2 if allowed < MOST_MEGABYTES else None
                connection.execute(
                    "RESET memory_limit" if allowed is None else f"SET memory_limit = '{allowed}MB'"
                )
    finally:
        if not has_all:  # others share its settings, and none was changed
            connection.execute("SET memory_limit = ?", [limit])
