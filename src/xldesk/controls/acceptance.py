"""A failed control that two people accepted, with their reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.controls.catalogue import catalogue
from xldesk.errors import UsageError
from xldesk.ledger.digest import digest_of
from xldesk.ledger.entry import Actor, Command, Receipt
from xldesk.records.finding import FindingResolution
from xldesk.records.people import two_people

if TYPE_CHECKING:
    from datetime import date, datetime

    from xldesk.controls.examination import Examination
    from xldesk.ledger.ledger import Ledger


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


def accept(
    ledger: Ledger,
    control_id: str,
    period: str | None,
    *,
    reason: str,
    actor: Actor,
    approver: str,
    at: datetime,
    until: date | None = None,
) -> Receipt:
    """Append two people's acceptance of a control's failure in a period; return the receipt.

    Raises UsageError for an unknown control, one of integrity (it can only be fixed), a missing
    reason, or one person twice.
    """
    text = catalogue().get(control_id)
    if text is None:
        raise UsageError(f"there is no control {control_id!r}; there are {', '.join(catalogue())}")
    if text.integrity:
        raise UsageError(
            f"{control_id} ({text.title}) proves integrity: it can not be accepted, only fixed"
        )
    if not reason.strip():
        raise UsageError("an acceptance needs a reason that an auditor can read")
    names = (actor.name.strip(), approver.strip())
    problem = two_people(*names)
    if problem is not None:
        raise UsageError(f"an acceptance needs two different people: {problem}")
    record = FindingResolution(
        finding_key=acceptance_key(control_id, period),
        outcome="waived",
        reason=reason,
        actor=names[0],
        approver=names[1],
        until=until,
    )
    digest = digest_of(record.model_dump(mode="json"))
    command = Command(
        command_id=f"accept-{digest}-{at.isoformat()}",
        kind="control_acceptance",
        actor=actor,
        at=at,
        reason=reason,
        content_digest=digest,
        details={"control": control_id, "period": period or "all", "approver": names[1]},
    )
    with ledger.writing(command) as writer:
        if writer.existing is None:
            writer.add_records(FindingResolution.KIND, [record])
    return writer.receipt
