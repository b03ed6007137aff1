"""Stages, service levels, lock, approvals, disputes and alerts."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from xldesk.policy.section import Section
from xldesk.policy.taxonomy import Days

OwnerRole = Literal[
    "partner_manager", "revops", "finance", "sales", "legal", "partner", "exec"
]
"""Roles of the desk (domain model, section 10)."""

MajorAmount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=4)]
Rate = Annotated[Decimal, Field(ge=0, le=1, max_digits=7, decimal_places=6)]


class Stage(Section):
    """A step of the sales process. ``probability`` is the close rate a forecast starts from."""

    name: str
    order: Annotated[int, Field(ge=0, le=100)]
    probability: Rate
    day_limit: Days | None = None
    forecast: Literal["pipeline", "best_case", "commit", "closed", "omitted"]
    is_closed: bool = False
    is_won: bool = False
    entry: tuple[str, ...]
    exit: tuple[str, ...]


class ServiceLevel(Section):
    """How long something may take: in elapsed hours or in business days."""

    name: str
    what: str
    owner: OwnerRole
    hours: Annotated[int, Field(ge=1)] | None = None
    business_days: Annotated[int, Field(ge=1)] | None = None


class Lock(Section):
    """When credit becomes final."""

    business_days_after_win: Days
    claim_days_after_statement: Days


class ApprovalLimit(Section):
    """The largest amount a role may approve, in the policy's limit currency; none: no limit."""

    role: OwnerRole
    up_to: MajorAmount | None = None


class EscalationLevel(Section):
    """One step of the ladder that a dispute climbs."""

    level: Annotated[int, Field(ge=1, le=9)]
    role: OwnerRole
    business_days: Annotated[int, Field(ge=1, le=90)]


class Alerts(Section):
    """Thresholds above which the desk speaks up."""

    stalled_no_activity_days: Days
    registration_expiring_days: Days
    mdf_claim_due_days: Days
    fund_behind: Rate
    spif_budget_used: Rate
    forecast_drop: Rate


class Limits(Section):
    """What intake refuses before reading on."""

    max_file_megabytes: Annotated[int, Field(ge=1)]
    max_rows: Annotated[int, Field(ge=1)]
    max_columns: Annotated[int, Field(ge=1)]
