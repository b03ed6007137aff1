"""A failed control that two people accepted, with their reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xldesk.controls.examination import Examination


def acceptance_key(control_id: str, period: str | None) -> str:
    """Return the finding key under which two people accept a failure of a control in a period."""
    return f"{control_id}|control|{period or 'all'}"


def accepted(examination: Examination, control_id: str) -> str:
    """Return by whom and why the control's failure is accepted; empty where it is not.

    An acceptance is a finding's resolution: two people, a reason, perhaps a last day.
    """
    found = examination.basis.con.execute(
        "SELECT r.actor, r.approver, r.reason, r.until FROM finding_resolution AS r "
        "CROSS JOIN basis AS b WHERE r.finding_key = ? "
        "AND r.outcome IN ('waived', 'not_an_issue') "
        "AND coalesce(r.until >= b.as_of_day, true)",
        [acceptance_key(control_id, examination.period)],
    ).fetchone()
    if found is None:
        return ""
    actor, approver, reason, until = found
    last_day = f", until {until}" if until else ""
    return f"accepted by {actor} and {approver}{last_day}: {reason}"
