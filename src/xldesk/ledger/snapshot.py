"""The state at a position as Parquet: the latest row of every key; derived and disposable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.ledger.content import LEDGER_TYPES, columns_of
from xldesk.ledger.engine import open_engine
from xldesk.ledger.parsed import run_parsed
from xldesk.records.kinds import KINDS

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    import duckdb


def snapshot_types(kind: str) -> dict[str, str]:
    """Return the columns of ``kind`` in a snapshot: its own, its source's, the ledger's."""
    return {**columns_of(kind), **LEDGER_TYPES}


LITTLE = 64 * 1024
"""Bytes of a kind's file up to which it is read once and kept, not read for every question."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the ledger says at ``position``; ``hash`` is the hash of that entry.

    ``at`` is its time (UTC), None before the first entry. ``directory`` holds one Parquet file
    for each kind that has rows.
    """

    position: int
    hash: str
    at: datetime | None
    directory: Path

    def connect(self, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
        """Return a DuckDB connection of its own with one view or table per kind, rows unordered.

        The columns are those of ``snapshot_types``; a kind without rows is an empty view. With
        ``spill`` it keeps to the engine's memory limit, and that folder takes the rest.
        """
        connection = open_engine(spill)
        for kind in KINDS:
            path = self.directory / f"{kind}.parquet"
            if path.is_file():
                rows = connection.read_parquet(str(path))
                if spill is None and path.stat().st_size <= LITTLE:
                    rows.create(kind)
                else:
                    rows.create_view(kind)
            else:
                typed = ", ".join(
                    f'CAST(NULL AS {of_type}) AS "{name}"'
                    for name, of_type in snapshot_types(kind).items()
                )
                run_parsed(connection, f'CREATE VIEW "{kind}" AS SELECT {typed} WHERE false')
        return connection
