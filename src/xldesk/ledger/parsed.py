"""SQL that a process runs again and again, parsed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

_PARSED: dict[str, tuple[duckdb.Statement, ...]] = {}


def run_parsed(
    con: duckdb.DuckDBPyConnection,
    text: str,
    parameters: Sequence[object] | dict[str, object] = (),
) -> duckdb.DuckDBPyConnection:
    """Run every statement of ``text``, the last one with ``parameters``; return its result.

    The text is kept for as long as the process runs: it is this package's own, of which there are
    some hundred, never one put together from data. A statement is bound anew on each connection
    and each run.
    """
    statements = _PARSED.get(text)
    if statements is None:
        statements = _PARSED[text] = tuple(con.extract_statements(text))
    for statement in statements[:-1]:
        con.execute(statement)
    return con.execute(statements[-1], parameters)
