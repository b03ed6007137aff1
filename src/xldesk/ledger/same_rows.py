"""Whether two Parquet files say the same, whatever bytes they say it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from xldesk.ledger.digest import sha256_file
from xldesk.ledger.engine import execute_sparingly, open_engine

if TYPE_CHECKING:
    from pathlib import Path

DIFFERENCE = """
SELECT 1 FROM (
    (FROM read_parquet($one) EXCEPT ALL FROM read_parquet($other))
    UNION ALL
    (FROM read_parquet($other) EXCEPT ALL FROM read_parquet($one))
)
LIMIT 1
"""
"""Another DuckDB, or more threads, write the same rows as other bytes: rows are compared."""


def same_rows(one: Path, other: Path) -> bool:
    """Return whether both files have the same columns and the same rows, in any order.

    A file that cannot be read is not the same as another.
    """
    try:
        if sha256_file(one) == sha256_file(other):
            return True
        with open_engine(one.with_suffix(".spill")) as engine:
            columns = [
                engine.execute("DESCRIBE FROM read_parquet(?)", [str(path)]).fetchall()
                for path in (one, other)
            ]
            if columns[0] != columns[1]:
                return False
            names: dict[str, object] = {"one": str(one), "other": str(other)}
            return execute_sparingly(engine, DIFFERENCE, names) is None
    except (duckdb.Error, OSError):
        return False
