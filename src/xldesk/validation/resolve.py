"""Resolve a finding: one person decides, another approves, the ledger keeps both."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from xldesk.errors import UsageError
from xldesk.ledger.digest import digest_of
from xldesk.ledger.entry import Actor, Command, Entry, Receipt
from xldesk.policy.calendar import local_day
from xldesk.records.finding import Finding, FindingResolution, Outcome
from xldesk.records.people import two_people
from xldesk.validation.findings import finding_by_key

if TYPE_CHECKING:
    from datetime import date, datetime

    from xldesk.ledger.basis import Basis
    from xldesk.ledger.ledger import Ledger


def resolve(
    ledger: Ledger,
    basis: Basis,
    finding_key: str,
    *,
    outcome: str,
    reason: str,
    actor: Actor,
    approver: str,
    until: date | None,
    at: datetime,
) -> Receipt:
    """Append two people's decision about a finding and return the receipt.

    ``waived`` (until a last day, if given) and ``not_an_issue`` release what the finding blocks;
    ``fixed`` records who mended it, and the finding is open again if it still fires (domain
    model, section 3). The same decision again is answered by its first entry. Needs
    ``validate(basis)``. Raises UsageError for a key that no finding has, naming the nearest, for
    an unknown outcome, a missing reason, one person twice, a last day that is over or does not
    belong to a waiver, or a decision that stands already by other people or for another reason.
    """
    found = finding_by_key(basis, finding_key)
    _refuse_one_person(actor.name, approver)
    if outcome not in get_args(Outcome):
        raise UsageError(f"outcome {outcome!r} is not one of {', '.join(get_args(Outcome))}")
    if not reason.strip():
        raise UsageError("a resolution needs a reason that an auditor can read: --reason")
    _refuse_last_day(basis, outcome, until, at)
    record = FindingResolution(
        finding_key=found.key,
        outcome=cast("Outcome", outcome),
        reason=reason,
        actor=actor.name,
        approver=approver,
        until=until,
    )
    standing = _standing(ledger, basis, found, record)
    if standing is not None:
        return Receipt(standing, existed=True)
    digest = digest_of(record.model_dump(mode="json"))
    command = Command(
        command_id=f"resolve-{digest}-{at.isoformat()}",
        kind="finding_resolution",
        actor=actor,
        at=at,
        reason=reason,
        content_digest=digest,
        details={"finding_key": found.key, "outcome": outcome, "approver": record.approver},
    )
    with ledger.writing(command) as writer:
        if writer.existing is None:
            writer.add_records(FindingResolution.KIND, [record])
    return writer.receipt


def _standing(
    ledger: Ledger, basis: Basis, found: Finding, record: FindingResolution
) -> Entry | None:
    """Return the entry of the same decision where it stands; refuse one that changes nothing."""
    row = basis.con.execute(
        "SELECT outcome, reason, actor, approver, until, ledger_position FROM finding_resolution "
        "WHERE finding_key = $1",
        [record.finding_key],
    ).fetchone()
    if row is None:
        return None
    outcome, reason, actor, approver, until, position = row
    if (outcome, until) != (record.outcome, record.until):
        return None
    entry = ledger.entry(int(position))
    if (reason, actor, approver) == (record.reason, record.actor, record.approver):
        return entry
    if found.resolution is None:
        # What was called fixed fires again: that is another decision.
        return None
    raise UsageError(
        f"{record.finding_key} is {outcome} already, by {actor} and {approver} on "
        f"{local_day(basis.policy, entry.at)}: {reason}; only another --outcome or --until "
        "changes that"
    )


def _refuse_one_person(actor: str, approver: str) -> None:
    if not actor.strip() or not approver.strip():
        raise UsageError("a resolution needs two named people: --actor and --approver")
    problem = two_people(actor, approver)
    if problem is not None:
        raise UsageError(
            f"{problem}: nobody can approve their own resolution; name another --approver"
        )


def _refuse_last_day(basis: Basis, outcome: str, until: date | None, at: datetime) -> None:
    if until is None:
        return
    if outcome != "waived":
        raise UsageError(f"only a waiver has a last day; {outcome} holds for good")
    if until < local_day(basis.policy, at):
        raise UsageError(f"the waiver's last day {until} is over already")
