"""Check the triggers that refuse changes: each stands, and does what it was made to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from xldesk.ledger.guards import FUNCTION_BODIES, postgresql_guards, sqlite_guards

if TYPE_CHECKING:
    from collections.abc import Iterator

SQLITE_FOUND = "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
POSTGRESQL_FOUND = """
SELECT tgname, relname, tgtype, tgqual IS NULL AND tgnargs = 0 AND tgattr = ''::int2vector,
    proname, prosrc
FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid
JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE tgenabled <> 'D' AND NOT tgisinternal
    AND relnamespace = to_regnamespace(current_schema())
"""

ROW, BEFORE = 1, 2
ACTS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
"""Bits of pg_trigger.tgtype."""


def guard_problems(connection: Connection) -> Iterator[str]:
    """Yield guards that are missing, switched off or replaced, and what stands beside them."""
    expected, found = (
        _in_sqlite(connection)
        if connection.dialect.name == "sqlite"
        else _in_postgresql(connection)
    )
    for name in sorted(expected):
        if name not in found:
            yield f"guard {name} is missing: the database no longer refuses changes"
        elif found[name] != expected[name]:
            yield f"guard {name} was replaced: it is not the one this ledger was made with"
    for name in sorted(found.keys() - expected.keys()):
        yield f"{name} is a trigger or view that the ledger was not made with: drop it"


def _in_sqlite(connection: Connection) -> tuple[dict[str, object], dict[str, object]]:
    rows = connection.execute(text(SQLITE_FOUND)).all()
    return {**sqlite_guards()}, {row.name: row.sql for row in rows}


def _in_postgresql(connection: Connection) -> tuple[dict[str, object], dict[str, object]]:
    rows = connection.execute(text(POSTGRESQL_FOUND)).all()
    expected: dict[str, object] = {}
    for name, (table, acts, each, function) in postgresql_guards().items():
        bits = BEFORE | (ROW if each == "ROW" else 0)
        for act in acts.split(" OR "):
            bits |= ACTS[act]
        expected[name] = (table, bits, True, function, FUNCTION_BODIES[function])
    return expected, {row[0]: tuple(row[1:]) for row in rows}
