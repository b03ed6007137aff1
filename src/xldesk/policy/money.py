"""Fiscal calendar, business calendar, currencies, MDF and SPIF governance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from xldesk.policy.process import MajorAmount, OwnerRole, Rate
from xldesk.policy.section import Name, Section
from xldesk.policy.taxonomy import Days

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Fiscal(Section):
    """The fiscal year; its quarters are written ``2026-Q2``, its months ``2026-06``.

    A year is named by the calendar year in which it ends.
    """

    year_start_month: Annotated[int, Field(ge=1, le=12, strict=True)]


class BusinessCalendar(Section):
    """Which days count as business days, and the time zone of all days."""

    time_zone: str
    weekend: tuple[Weekday, ...]
    holidays: tuple[date, ...]


class RatePeriod(Section):
    """Approved rates of a fiscal quarter: units of the reporting currency for one unit."""

    period: str
    rates: dict[str, Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=10)]]


class Currencies(Section):
    """Reporting currency, and the rates that each period's deals convert at."""

    reporting: str | None = None
    rates: tuple[RatePeriod, ...] = ()


class Product(Section):
    """A product family that deals may name, and its margin, signed by finance."""

    family: Name
    margin: Rate | None = None
    aliases: tuple[str, ...] = ()


class ActivityKind(Section):
    """An MDF activity and the proof of execution its claim needs."""

    kind: Name
    title: str
    evidence: tuple[str, ...]


class Mdf(Section):
    """Governance of market development funds (domain model, section 6)."""

    request_lead_business_days: Days
    claim_days: Days
    reimbursement_pct: Rate
    second_approver_above: MajorAmount
    approval_limits_currency: str
    attribution_days: Days
    default_margin: Rate
    median_sales_cycle_days: Days
    behind_straight_line: Rate
    reallocation_max_share: Rate
    activities: tuple[ActivityKind, ...]


class Spif(Section):
    """Governance of incentives (domain model, section 7)."""

    exception_limit: MajorAmount
    exception_currency: str
    clawback_days: Days
    tax_form_threshold: MajorAmount
    tax_form_currency: str
    tax_form_from: date


class CadenceStep(Section):
    """Something that recurs, with the day it falls on inside its period."""

    name: Name
    every: Literal["day", "week", "month", "quarter"]
    weekday: Weekday | None = None
    business_day: Annotated[int, Field(ge=-31, le=31, strict=True)] | None = None
    owner: OwnerRole
    what: str


class RaciTask(Section):
    """Who does, answers for, is asked about and is told of a task: exactly one A, an R at least."""

    task: Name
    area: Name
    responsible: tuple[OwnerRole, ...]
    accountable: tuple[OwnerRole, ...]
    consulted: tuple[OwnerRole, ...] = ()
    informed: tuple[OwnerRole, ...] = ()
