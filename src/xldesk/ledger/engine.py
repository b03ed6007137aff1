"""DuckDB connections as the desk uses them: silent, in UTC, and never on the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path


def open_engine(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection; ``spill`` is a folder for what memory does not hold.

    DuckDB would otherwise draw a progress bar into standard output and fetch extensions.
    """
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET TimeZone = 'UTC'")
    if spill is not None:
        connection.execute("SET temp_directory = ?", [str(spill)])
    return connection
