"""C-15: the rules that govern deals were signed off by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.controls.examination import of_exceptions
from xldesk.controls.result import ControlException
from xldesk.records.people import two_people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.controls.examination import Examination
    from xldesk.controls.result import Outcome


def examine(examination: Examination) -> Outcome:
    """Return the policies that govern a deal and lack one of their two names."""
    basis = examination.basis
    versions = [basis.policy_version, *(governing.version for governing in basis.earlier)]
    return of_exceptions(len(versions), [e for v in versions for e in _unsigned(examination, v)])


def _unsigned(examination: Examination, version: str) -> Iterator[ControlException]:
    recorded = [
        entry
        for entry in examination.ledger.policies()
        if entry.version == version and entry.position <= examination.basis.position
    ]
    if not any(
        _other_person(entry.actor.name, str(entry.details.get("approver") or ""))
        for entry in recorded
    ):
        by = f"put in force by {recorded[-1].actor.name} alone" if recorded else "not in the ledger"
        yield ControlException("policy", version, None, f"{by}: a second person has to sign it")


def _other_person(actor: str, approver: str) -> bool:
    return two_people(actor, approver) is None
