"""DuckDB connections as the desk uses them: silent, in UTC, and never on the network."""

from __future__ import annotations

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


def open_engine(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection; ``spill`` is a folder for what ``MEMORY_LIMIT`` cannot hold.

    Without it DuckDB takes what the machine has. It would otherwise draw a progress bar into
    standard output and fetch extensions.
    """
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET TimeZone = 'UTC'")
    if spill is not None:
        connection.execute("SET temp_directory = ?", [str(spill)])
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    return connection


def execute_sparingly(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: Sequence[object] | dict[str, object] = (),
) -> tuple[object, ...] | None:
    """Run a statement within the connection's memory limit and return its first row.

    Many or very long rows may not fit, however much goes to disk: then it runs again with twice
    the memory, up to MOST_MEGABYTES, and at last with what the machine has. Raises what DuckDB
    raises where that is too little as well.
    """
    allowed: int | None = MEMORY_MEGABYTES
    limit = connection.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]
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
        connection.execute("SET memory_limit = ?", [limit])
