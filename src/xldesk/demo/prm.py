"""The exports of partners, registrations, roles and touches, as the PRM writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.demo.table import Row, Table
from xldesk.records.money import major

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xldesk.demo.partners import Partner
    from xldesk.demo.registrations import Registration
    from xldesk.demo.roles import Role
    from xldesk.demo.touches import Touch


def stamp(moment: datetime | None) -> str:
    """Return a time as the PRM writes it: ISO 8601 in UTC; nothing for none."""
    return "" if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def plain_amount(minor: int | None, currency: str) -> str:
    """Return an amount with a decimal point and without separators; nothing for none."""
    return "" if minor is None else str(major(minor, currency))


def yes_no(value: object) -> str:
    """Return ``true`` or ``false``."""
    return "true" if value else "false"


def partner_table(partners: Sequence[Partner]) -> Table:
    """Return the export of partners, each with the person to write to."""
    rows = [
        {
            "partner_id": partner.partner_id,
            "name": partner.name,
            "type": partner.type,
            "tier": partner.tier,
            "region": partner.region,
            "currency": partner.currency,
            "status": "inactive" if partner.agreement_end else "active",
            "agreement_start": partner.agreement_start.isoformat(),
            "agreement_end": str(partner.agreement_end or ""),
            "is_customer": yes_no(partner.is_customer),
            "contact_name": partner.contacts[0].name,
            "contact_email": partner.contacts[0].email,
            "contact_role": partner.contacts[0].role,
            "contact_language": partner.contacts[0].language,
        }
        for partner in partners
    ]
    return Table("partners", "partner", tuple(rows[0]), rows)


def registration_table(registrations: Sequence[Registration]) -> Table:
    """Return the export of registrations by time of submission, the last one without a partner."""
    ordered = sorted(
        registrations, key=lambda r: (r.submitted_at, r.customer_name, r.family, r.partner_id)
    )
    rows = [_registration(r, number) for number, r in enumerate(ordered, 1)]
    unreadable = {**rows[-1], "registration_id": f"REG-{len(rows) + 1:04}", "partner_id": ""}
    return Table(
        "registrations", "deal_registration", tuple(rows[0]), [*rows, unreadable], unreadable=1
    )


def _registration(registration: Registration, number: int) -> Row:
    return {
        "registration_id": f"REG-{number:04}",
        "partner_id": registration.partner_id,
        "opportunity_id": registration.opportunity_id or "",
        "customer_name": registration.customer_name,
        "account_domain": registration.account_domain or "",
        "country": registration.country,
        "product_family": registration.family,
        "amount": plain_amount(registration.amount, registration.currency),
        "currency": registration.currency,
        "expected_close": registration.expected_close.isoformat(),
        "evidence": "; ".join(registration.evidence),
        "submitted_at": stamp(registration.submitted_at),
        "submitted_by": registration.submitted_by,
        "status": registration.status,
        "decided_at": stamp(registration.decided_at),
        "decided_by": registration.decided_by or "",
        "reject_reason": registration.reject_reason or "",
        "expires_at": stamp(registration.expires_at),
        "extended": yes_no(registration.extended),
    }


def role_table(roles: Sequence[Role]) -> Table:
    """Return the export of roles by deal, partner and role."""
    ordered = sorted(roles, key=lambda r: (r.opportunity_id, r.partner_id, r.role))
    rows = [_role(role) for role in ordered]
    return Table("roles", "partner_role", tuple(rows[0]), rows)


def _role(role: Role) -> Row:
    share = "" if role.agreed is None else f"{'-' * (role.agreed < 0)}0.{abs(role.agreed):02}"
    return {
        "opportunity_id": role.opportunity_id,
        "partner_id": role.partner_id,
        "role": role.role,
        "is_primary": yes_no(role.is_primary),
        "agreed_share": share,
        "accepted_by_partner_at": stamp(role.accepted_by_partner_at),
        "accepted_by_us_at": stamp(role.accepted_by_us_at),
        "accepted_at_stage": role.accepted_at_stage or "",
        "reason_code": role.reason_code,
        "evidence": role.evidence,
        "recorded_at": stamp(role.recorded_at),
        "recorded_by": role.recorded_by,
    }


def touch_table(touches: Sequence[Touch]) -> Table:
    """Return the export of touches by time of receipt, the last one of a day that never was."""
    ordered = sorted(
        touches,
        key=lambda t: (
            t.received_at, t.occurred_at, t.partner_id, t.opportunity_id or "", t.kind,
        ),
    )  # fmt: skip
    rows = [_touch(touch, number) for number, touch in enumerate(ordered, 1)]
    unreadable = {
        **rows[-1],
        "event_id": f"EVT-{len(rows) + 1:06}",
        "occurred_at": "2026-06-31T10:00:00Z",
    }
    return Table("touches", "touch", tuple(rows[0]), [*rows, unreadable], unreadable=1)


def _touch(touch: Touch, number: int) -> Row:
    return {
        "event_id": f"EVT-{number:06}",
        "partner_id": touch.partner_id,
        "opportunity_id": touch.opportunity_id or "",
        "account_domain": touch.account_domain or "",
        "mdf_request_id": touch.mdf_request_id or "",
        "kind": touch.kind,
        "occurred_at": stamp(touch.occurred_at),
        "source_system": "prm",
        "received_at": stamp(touch.received_at),
    }
