"""Weights of the policy by name, of roles or of kinds, as a table that SQL reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

_Name = TypeVar("_Name", bound=str)


def put_named_weights(
    con: duckdb.DuckDBPyConnection, table: str, weights: Mapping[_Name, int]
) -> None:
    """Make ``table(name, weight)``; the table's name is this package's own, never a user's."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS"
        " SELECT unnest(?::VARCHAR[]) AS name, unnest(?::BIGINT[]) AS weight",
        [list(weights), list(weights.values())],
    )
