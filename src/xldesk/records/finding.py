"""Findings: errors about data as values, and their resolution by two people."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from xldesk.records.fields import Identifier, Text, UtcTime
from xldesk.records.people import two_people
from xldesk.records.place import Place
from xldesk.records.record import Record

Severity = Literal["block", "warn", "info"]
Scope = Literal["contribution", "opportunity", "payout", "row", "none"]
"""What a blocking finding stops: a contribution, a deal's approval, a payout, a row's intake."""

Outcome = Literal["fixed", "waived", "not_an_issue"]


class Finding(BaseModel):
    """Something about the data that a person should know or mend.

    ``key`` identifies it from run to run, so that a resolution stays with it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    code: str
    severity: Severity
    scope: Scope = "none"
    object_kind: str
    object_id: str
    opportunity_id: str | None = None
    field: str | None = None
    place: Place | None = None
    message: str
    remedy: str
    owner_role: str
    due_at: UtcTime | None = None
    resolution: Outcome | None = None


class FindingResolution(Record):
    """Two people's decision about a finding; waived ones may carry a last day."""

    KIND: ClassVar[str] = "finding_resolution"
    KEY: ClassVar[tuple[str, ...]] = ("finding_key",)

    finding_key: Identifier
    outcome: Outcome
    reason: Text
    actor: Identifier
    approver: Identifier
    until: date | None = None

    @model_validator(mode="after")
    def _two_people(self) -> FindingResolution:
        problem = two_people(self.actor, self.approver)
        if problem is not None:
            raise ValueError(f"a resolution needs two different people: {problem}")
        return self
