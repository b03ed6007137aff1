"""REG-REVIEW-SLA: partners get an answer in time."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from xldesk.policy.calendar import due_at
from xldesk.validation.rule import Rule

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis


def _prepare(basis: Basis) -> None:
    """Create ``registration_overdue``: submitted_at and due_at where a decision is overdue."""
    con = basis.con
    con.execute(
        "CREATE OR REPLACE TABLE registration_overdue (submitted_at TIMESTAMP, due_at TIMESTAMP)"
    )
    waiting = con.execute(
        "SELECT DISTINCT submitted_at FROM registration_state "
        "WHERE known_status = 'submitted' ORDER BY submitted_at"
    ).fetchall()
    due = [
        (start, due_at(basis.policy, "registration_review", start.replace(tzinfo=UTC)))
        for (start,) in waiting
    ]
    overdue = [(start, end) for start, end in due if end < basis.as_of]
    if overdue:
        con.execute(
            "INSERT INTO registration_overdue "
            "SELECT CAST(unnest(?) AS TIMESTAMP), CAST(unnest(?) AS TIMESTAMP)",
            [
                [start for start, _ in overdue],
                [end.astimezone(UTC).replace(tzinfo=None) for _, end in overdue],
            ],
        )


RULE = Rule(
    code="REG-REVIEW-SLA",
    severity="warn",
    scope="none",
    object_kind="deal_registration",
    title="no decision within the time that the policy gives",
    why=(
        "A registration that waits protects nobody: the partner does not know whether to go on,"
        " and others may register the same customer. The service level is registration_review."
    ),
    remedy="approve or reject the registration",
    owner_role="partner_manager",
    needs=("deal_registration",),
    prepare=_prepare,
)
