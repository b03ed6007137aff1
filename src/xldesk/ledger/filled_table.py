"""A table of a basis that holds what the policy says, beside the tables of records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.ledger.parsed import run_parsed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb


def fill_table(
    con: duckdb.DuckDBPyConnection,
    table: str,
    types: Mapping[str, str],
    rows: Sequence[Sequence[object]],
    *,
    temporary: bool = False,
) -> None:
    """Make ``table`` anew, with ``rows`` in it; ``types`` are those of its columns by name.

    Names and types are constants of the caller, values are parameters.
    """
    columns = ", ".join(f"{name} {of_type}" for name, of_type in types.items())
    kind = "TEMP TABLE" if temporary else "TABLE"
    run_parsed(con, f"CREATE OR REPLACE {kind} {table} ({columns})")
    if not rows:
        return
    # A type for each: of a column of nothing but NULL there is none to be seen.
    values = ", ".join(f"unnest(CAST(? AS {of_type}[]))" for of_type in types.values())
    by_column = [list(column) for column in zip(*rows, strict=True)]
    run_parsed(con, f"INSERT INTO {table} SELECT {values}", by_column)
