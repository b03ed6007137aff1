"""Stages, service levels, lock, approvals, disputes and alerts."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from xldesk.policy.section import Flag, Name, Section
from xldesk.policy.taxonomy import Days

OwnerRole = Literal["partner_manager", "revops", "finance", "sales", "legal", "partner", "exec"]
"""Roles of the desk (domain model, section 10)."""

MajorAmount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=4)]
Rate = Annotated[Decimal, Field(ge=0, le=1, max_digits=7, decimal_places=6)]


class Stage(Section):
    """A step of the sales process. ``probability`` is the close rate a forecast starts from."""

    name: Name
    order: Annotated[int, Field(ge=0, le=100, strict=True)]
    probability: Rate
    day_limit: Days | None = None
    forecast: Literal["pipeline", "best_case", "commit", "closed", "omitted"]
    is_closed: Flag = False
    is_won: Flag = False
    entry: tuple[str, ...]
    exit: tuple[str, ...]


class ServiceLevel(Section):
    """How long something may take: in elapsed hours or in business days."""

    name: Name
    what: str
    owner: OwnerRole
    hours: Annotated[int, Field(ge=1, le=8_784, strict=True)] | None = None
    business_days: Annotated[int, Field(ge=1, le=366, strict=True)] | None = None


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

    level: Annotated[int, Field(ge=1, le=9, strict=True)]
    role: OwnerRole
    business_days: Annotated[int, Field(ge=1, le=90, strict=True)]


class Alerts(Section):
    """Thresholds above which the desk speaks up."""

    stalled_no_activity_days: Days
    registration_expiring_days: Days
    mdf_claim_due_days: Days
    fund_behind: Rate
    spif_budget_used: Rate
    forecast_drop: Rate


class Limits(Section):
    """What intake refuses before reading on. A megabyte is 1,000,000 bytes.

    ``max_unpacked_megabytes`` and ``max_unpacked_ratio`` are about compressed files: what they
    unpack to, and how many times their own size. Workbooks are read a sheet at a time, hence
    ``max_sheet_cells``; ``max_parts`` are the files inside one, ``max_merged_ranges`` those of a
    sheet. A policy that was signed before these five were keys has the values given here.
    """

    max_file_megabytes: Annotated[int, Field(ge=1, strict=True)]
    max_rows: Annotated[int, Field(ge=1, strict=True)]
    max_columns: Annotated[int, Field(ge=1, strict=True)]
    max_unpacked_megabytes: Annotated[int, Field(ge=1, strict=True)] = 1_024
    max_unpacked_ratio: Annotated[int, Field(ge=1, strict=True)] = 100
    max_parts: Annotated[int, Field(ge=1, strict=True)] = 5_000
    max_sheet_cells: Annotated[int, Field(ge=1, strict=True)] = 20_000_000
    max_merged_ranges: Annotated[int, Field(ge=1, strict=True)] = 10_000
