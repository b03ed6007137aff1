"""By when a finding should be settled: the policy's service level, on its business calendar."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from xldesk.policy.calendar import due_at

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis

SERVICE_LEVELS = {"block": "finding_block", "warn": "finding_warn"}
"""Service level by severity; information is never due."""


def set_due(basis: Basis) -> None:
    """Create ``finding_due``: severity, start_at and due_at of every start that occurs.

    The clock starts when the ledger learnt of the row. There are as many starts as entries, so
    the calendar is walked in Python and joined.
    """
    con = basis.con
    con.execute(
        "CREATE OR REPLACE TABLE finding_due "
        "(severity VARCHAR, start_at TIMESTAMP, due_at TIMESTAMP)"
    )
    rows = con.execute(
        "SELECT DISTINCT severity, ledger_at FROM raised WHERE ledger_at IS NOT NULL ORDER BY ALL"
    ).fetchall()
    due = [
        (severity, start, due_at(basis.policy, SERVICE_LEVELS[severity], start.replace(tzinfo=UTC)))
        for severity, start in rows
        if severity in SERVICE_LEVELS
    ]
    if due:
        con.execute(
            "INSERT INTO finding_due "
            "SELECT unnest(?), CAST(unnest(?) AS TIMESTAMP), CAST(unnest(?) AS TIMESTAMP)",
            [
                [severity for severity, _, _ in due],
                [start for _, start, _ in due],
                [end.astimezone(UTC).replace(tzinfo=None) for _, _, end in due],
            ],
        )
