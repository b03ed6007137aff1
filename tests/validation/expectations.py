"""What a case of a rule looks like, and how it is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from support.world import AS_OF, plain_basis
from xldesk.validation.findings import findings
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xldesk.policy.rulebook import Policy
    from xldesk.records.finding import Finding
    from xldesk.records.record import Record


@dataclass(frozen=True)
class Case:
    """Records, and the keys of the findings they must give without the rule's code."""

    name: str
    records: Sequence[Record]
    expected: Sequence[str] = ()
    as_of: datetime = AS_OF
    policy: Policy | None = None
    others: Sequence[str] = field(default=())
    """Codes of findings by other rules that the case cannot avoid."""

    def __str__(self) -> str:
        return self.name


def found(
    records: Sequence[Record], policy: Policy | None = None, as_of: datetime = AS_OF
) -> list[Finding]:
    """Return all findings over ``records``."""
    basis = plain_basis(records, policy, as_of)
    try:
        validate(basis)
        return findings(basis)
    finally:
        basis.con.close()


def check(case: Case, code: str) -> list[Finding]:
    """Assert that exactly the expected findings come out, and return those of ``code``."""
    everything = found(case.records, case.policy, case.as_of)
    own = [finding for finding in everything if finding.code == code]
    assert [finding.key for finding in own] == [f"{code}|{key}" for key in case.expected]
    others = sorted({finding.code for finding in everything} - {code})
    assert others == sorted(case.others)
    return own
