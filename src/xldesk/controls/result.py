"""What running a control says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ControlStatus = Literal["pass", "fail", "not_run", "accepted"]


@dataclass(frozen=True, slots=True)
class ControlException:
    """One object that a control objects to; ``amount`` in minor units of ``currency``."""

    object_kind: str
    object_id: str
    opportunity_id: str | None
    message: str
    amount: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an examination found before anybody judged it.

    ``exceptions`` is a part where there are very many; ``exception_count`` is all of them.
    ``at_stake`` has minor units by currency, each object once.
    """

    population: int
    exceptions: tuple[ControlException, ...] = ()
    exception_count: int = 0
    at_stake: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ControlResult:
    """One line of the audit checklist (domain model, section 11).

    ``reason`` says why a control did not run, or by whom and why a failure was accepted.
    """

    id: str
    title: str
    proves: str
    how: str
    population: int
    exceptions: tuple[ControlException, ...]
    exception_count: int
    amount_at_stake: dict[str, int]
    status: ControlStatus
    reason: str
    owner: str
    evidence: str
    integrity: bool
