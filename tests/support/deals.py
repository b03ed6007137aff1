"""Records with the values that most tests do not care about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from xldesk.records.opportunity import Opportunity, OpportunityLine, StageChange
from xldesk.records.partner import Partner
from xldesk.records.registration import DealRegistration
from xldesk.records.role import PartnerRole
from xldesk.records.touch import Touch


def at(text: str) -> datetime:
    """Return a UTC time from ``2026-03-01`` (noon) or ``2026-03-01 10:30``."""
    moment = datetime.fromisoformat(text if len(text) > 10 else f"{text} 12:00")
    return moment.replace(tzinfo=UTC)


def partner(partner_id: str = "P1", **fields: Any) -> Partner:
    """Return an active partner."""
    return Partner(partner_id=partner_id, **{"name": f"Partner {partner_id}", **fields})


def won(opportunity_id: str = "O1", **fields: Any) -> Opportunity:
    """Return a won deal of acme.example, created 2026-01-20 and closed 2026-06-30."""
    given: dict[str, Any] = {
        "stage": "Closed Won",
        "close_date": date(2026, 6, 30),
        "is_closed": True,
        "is_won": True,
    }
    return open_deal(opportunity_id, **{**given, **fields})


def open_deal(opportunity_id: str = "O1", **fields: Any) -> Opportunity:
    """Return an open deal of acme.example at stage Discovery, created 2026-01-20."""
    given: dict[str, Any] = {
        "account_domain": "acme.example",
        "country": "US",
        "product_family": "core",
        "amount": 100_000,
        "currency": "USD",
        "stage": "Discovery",
        "created_date": date(2026, 1, 20),
    }
    return Opportunity(opportunity_id=opportunity_id, **{**given, **fields})


def line(opportunity_id: str, product_family: str, amount: int, **fields: Any) -> OpportunityLine:
    """Return a line of a deal in USD."""
    return OpportunityLine(
        opportunity_id=opportunity_id,
        product_family=product_family,
        amount=amount,
        **{"currency": "USD", **fields},
    )


def stage_change(opportunity_id: str, stage: str, changed: str) -> StageChange:
    """Return a step to ``stage`` at ``changed``."""
    return StageChange(
        opportunity_id=opportunity_id, stage=stage, currency="USD", changed_at=at(changed)
    )


def registration(
    registration_id: str = "R1",
    partner_id: str = "P1",
    submitted: str = "2026-01-10",
    **fields: Any,
) -> DealRegistration:
    """Return a registration for acme.example, approved as it was submitted."""
    given: dict[str, Any] = {
        "account_domain": "acme.example",
        "country": "US",
        "product_family": "core",
        "evidence": ("e-mail",),
        "status": "approved",
        "decided_at": at(submitted),
    }
    return DealRegistration(
        registration_id=registration_id,
        partner_id=partner_id,
        submitted_at=at(submitted),
        **{**given, **fields},
    )


def co_sell(
    opportunity_id: str = "O1", partner_id: str = "P1", accepted: str = "2026-02-01", **fields: Any
) -> PartnerRole:
    """Return a co-sell role that both sides accepted, with evidence."""
    given: dict[str, Any] = {
        "role": "co_sell",
        "evidence": "plan",
        "accepted_by_partner_at": at(accepted),
        "accepted_by_us_at": at(accepted),
    }
    return PartnerRole(opportunity_id=opportunity_id, partner_id=partner_id, **{**given, **fields})


def referral(
    opportunity_id: str = "O1", partner_id: str = "P1", accepted: str = "2026-01-15", **fields: Any
) -> PartnerRole:
    """Return a referral that we accepted, with evidence."""
    return PartnerRole(
        opportunity_id=opportunity_id,
        partner_id=partner_id,
        role="referral",
        **{"accepted_by_us_at": at(accepted), "evidence": "e-mail", **fields},
    )


def touch(
    event_id: str = "E1",
    partner_id: str = "P1",
    occurred: str = "2026-03-01",
    **fields: Any,
) -> Touch:
    """Return a demo on deal O1, received when it occurred."""
    given: dict[str, Any] = {"kind": "demo", "received_at": at(occurred)}
    if "account_domain" not in fields:
        given["opportunity_id"] = "O1"
    return Touch(
        event_id=event_id, partner_id=partner_id, occurred_at=at(occurred), **{**given, **fields}
    )
