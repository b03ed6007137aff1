"""The policy as a whole."""

from __future__ import annotations

from xldesk.policy.money import (
    BusinessCalendar,
    CadenceStep,
    Currencies,
    Fiscal,
    Mdf,
    Product,
    RaciTask,
    Spif,
)
from xldesk.policy.process import (
    Alerts,
    ApprovalLimit,
    EscalationLevel,
    Limits,
    Lock,
    ServiceLevel,
    Stage,
)
from xldesk.policy.screening import Compliance, Matching, Registrations, Territory
from xldesk.policy.section import Section
from xldesk.policy.taxonomy import Attribution, Taxonomy


class Policy(Section):
    """The rulebook of a desk. Its version is the hash of its canonical content.

    A policy written before there were sections on registrations, territories, compliance and
    matching has none of them; what they rule is then not asked.
    """

    title: str
    taxonomy: Taxonomy
    attribution: Attribution
    stages: tuple[Stage, ...]
    service_levels: tuple[ServiceLevel, ...]
    fiscal: Fiscal
    calendar: BusinessCalendar
    currencies: Currencies
    products: tuple[Product, ...]
    lock: Lock
    approval_currency: str
    approval_limits: tuple[ApprovalLimit, ...]
    escalation: tuple[EscalationLevel, ...]
    registrations: Registrations | None = None
    territories: tuple[Territory, ...] = ()
    compliance: Compliance | None = None
    matching: Matching | None = None
    mdf: Mdf
    spif: Spif
    alerts: Alerts
    limits: Limits
    raci: tuple[RaciTask, ...]
    cadence: tuple[CadenceStep, ...]
