"""C-15: the rules in force were signed off by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.controls.examination import of_exceptions
from xldesk.controls.result import ControlException
from xldesk.records.people import two_people

if TYPE_CHECKING:
    from xldesk.controls.examination import Examination
    from xldesk.controls.result import Outcome


def examine(examination: Examination) -> Outcome:
    """Return whether the policy in force lacks one of its two names."""
    version = examination.basis.policy_version
    signed = [
        entry
        for entry in examination.ledger.policies()
        if entry.version == version and entry.position <= examination.basis.position
    ]
    if any(
        _other_person(entry.actor.name, str(entry.details.get("approver") or ""))
        for entry in signed
    ):
        return of_exceptions(1, [])
    by = f"put in force by {signed[-1].actor.name} alone" if signed else "not in the ledger"
    return of_exceptions(
        1, [ControlException("policy", version, None, f"{by}: a second person has to sign it")]
    )


def _other_person(actor: str, approver: str) -> bool:
    return two_people(actor, approver) is None
