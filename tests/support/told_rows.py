"""What validation leaves that the comparison of a deal's stories reads, for all deals at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

_TOLD = {
    "obstacles and acts": (
        "SELECT key, code, severity, object_kind, object_id, opportunity_id, message, resolution "
        "FROM finding WHERE (severity = 'block' AND scope = 'opportunity') "
        "OR object_kind IN ('deal_registration', 'partner_role', 'touch') "
        "AND (severity = 'block' OR code = 'TOUCH-WINDOW' OR resolution IS NOT NULL)"
    ),
    "kept out": "FROM blocked_contribution",
    "stopped": "FROM blocked_opportunity",
    "claims": "FROM source_claim",
    "touches": "FROM touch_link",
    "registrations": "FROM registration_link",
}


def told_rows(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows that obstacles, acts and credit of all deals come from, in one order."""
    return {name: con.execute(f"{read} ORDER BY ALL").fetchall() for name, read in _TOLD.items()}
