"""A small partner programme: twelve partners, their deals and marketing funds, always the same."""

from __future__ import annotations

from datetime import date, timedelta

from support.mdf_world import MdfWorld, at, claim, deal, fund, lead, partner, request
from xldesk.ledger.basis import Basis
from xldesk.records.record import Record
from xldesk.records.registration import DealRegistration
from xldesk.records.role import PartnerRole
from xldesk.records.touch import Touch
from xldesk.workbooks.content import Provenance

NAMES = (
    "Harbor Systems",
    "Vela Partners",
    "Brightline Consulting",
    "Quay Data",
    "Nordwind IT",
    "Altamira Cloud",
    "Sakura Solutions",
    "Redwood Analytics",
    "Lakeside Networks",
    "Cobalt Works",
    "Juniper Lane",
    "Mistral Group",
)
CURRENCIES = ("USD", "USD", "EUR", "USD", "EUR", "USD", "JPY", "USD", "GBP", "USD", "EUR", "GBP")
KINDS = ("event", "webinar", "digital", "content", "training", "telemarketing")
PROOF = ("attendee list.csv", "photos.zip", "campaign report.pdf", "recording link.txt")
QUARTER = "2026-Q2"


def fill(world: MdfWorld) -> MdfWorld:
    """Append the programme's records to ``world`` and return it."""
    world.add(*_partners())
    world.add(*_deals())
    world.add(*_funds(), *_requests(), *_claims())
    return world


def provenance(basis: Basis, scope: str = "Programme") -> Provenance:
    """Return what a workbook says about where its figures come from."""
    return Provenance(
        desk="Northwind programme",
        period=QUARTER,
        as_of=basis.as_of,
        snapshot_at=basis.snapshot_at or basis.as_of,
        position=basis.position,
        head_hash=basis.head_hash,
        policy_version=basis.policy_version,
        scope=scope,
    )


def _id(number: int) -> str:
    return f"P-{number:03d}"


def _unit(number: int) -> int:
    """Return how many minor units make a comparable amount in a partner's currency."""
    return 150 if CURRENCIES[number - 1] == "JPY" else 100


def _start(activity: int) -> date:
    """Return the first day of the activity of request Q-``activity``."""
    return date(2026, 1, 20) + timedelta(days=4 * activity)


def _planned(activity: int) -> int:
    """Return the planned spend of an activity; no two are alike, nor are their sums."""
    return (1_500 + 90 * activity) * _unit(1 + activity % 12) + 13 * activity


def _partners() -> list[Record]:
    return [
        partner(_id(n), name=name, currency=CURRENCIES[n - 1], tier="gold", is_customer=n % 4 == 0)
        for n, name in enumerate(NAMES, start=1)
    ]


def _deals() -> list[Record]:
    records: list[Record] = []
    for n in range(1, 121):
        who = 1 + n % 12
        number = f"W-{20400 + n}"
        created = date(2026, 1, 5) + timedelta(days=n)
        won = n % 3 != 0
        records.append(
            deal(
                number,
                amount=(12_000 + 731 * n) * _unit(who) + 17 * n,
                currency=CURRENCIES[who - 1],
                account_name=f"Account {n}",
                account_domain=f"account{n}.example",
                created_date=created,
                close_date=date(2026, 4, 1) + timedelta(days=n % 91) if won else None,
                stage="Closed Won" if won else "Proposal",
                is_won=won,
                is_closed=won,
            )
        )
        records += _acts(n, who, number, created)
    return records


def _acts(n: int, who: int, number: str, created: date) -> list[Record]:
    day = created.isoformat()
    if n % 4 == 0:
        return [
            DealRegistration(
                registration_id=f"R-{n}",
                partner_id=_id(who),
                opportunity_id=number,
                customer_name=f"Account {n}",
                account_domain=f"account{n}.example",
                country="US",
                product_family="",
                evidence=() if n % 20 == 0 else ("mail",),
                submitted_at=at(day) - timedelta(days=9 if n % 16 else -9),
                submitted_by="Pia",
                status="approved",
                decided_at=at(day) - timedelta(days=8 if n % 16 else -10),
                decided_by="Pia" if n % 24 == 0 else "Max",
            )
        ]
    if n % 4 == 1:
        accepted = at(day) + timedelta(days=3)
        return [
            PartnerRole(
                opportunity_id=number,
                partner_id=_id(who),
                role="co_sell",
                evidence=None if n % 20 == 1 else "plan",
                accepted_by_partner_at=accepted,
                accepted_at_stage="Qualification",
                accepted_by_us_at=None if n % 9 == 0 else accepted,
            )
        ]
    if n % 4 == 2:
        when = at(day) + timedelta(days=20)
        return [
            Touch(
                event_id=f"T-{n}",
                partner_id=_id(who),
                opportunity_id=number,
                kind="demo",
                occurred_at=when,
                received_at=when,
            )
        ]
    activity = n % 36 or 36
    when = at(_start(activity).isoformat()) + timedelta(days=3)
    return [
        lead(
            n,
            number,
            f"Q-{activity}",
            partner_id=_id(1 + activity % 12),
            occurred_at=when,
            received_at=when,
        )
    ]


def _funds() -> list[Record]:
    return [
        fund(
            f"F-{n:02d}{half}",
            partner_id=_id(n),
            period=f"2026-{half}",
            budget=20_000 * _unit(n),
            currency=CURRENCIES[n - 1],
            expiry=date(2026, 3, 31) if half == "Q1" else date(2026, 9, 30),
        )
        for n in range(1, 13)
        for half in ("Q1", "Q2")
    ]


def _requests() -> list[Record]:
    records: list[Record] = []
    for n in range(1, 37):
        who = 1 + n % 12
        start = _start(n)
        approved = n % 9 != 0
        planned = _planned(n)
        records.append(
            request(
                f"Q-{n}",
                fund_id=f"F-{who:02d}{'Q1' if start < date(2026, 3, 1) else 'Q2'}",
                partner_id=_id(who),
                name=f"{KINDS[n % 6].capitalize()} {n}",
                activity_kind=KINDS[n % 6],
                place=("Berlin", "Austin", "Osaka", "online")[n % 4],
                activity_start=start,
                activity_end=start + timedelta(days=1),
                planned_spend=planned,
                currency=CURRENCIES[who - 1],
                expected_leads=20 + n,
                expected_pipeline=None if n % 11 == 0 else planned * 12,
                expected_close_rate="0.25",
                submitted_at=at(start.isoformat()) - timedelta(days=30 if n % 7 else 5),
                status="approved" if approved else "submitted",
                approved_amount=planned if approved else None,
                decided_at=at(start.isoformat()) - timedelta(days=10 if n % 13 else -2)
                if approved
                else None,
                decided_by="Max" if approved else None,
            )
        )
    return records


def _claims() -> list[Record]:
    records: list[Record] = []
    for n in range(1, 30):
        if n % 9 == 0 or n % 5 == 0:
            continue
        who = 1 + n % 12
        start = _start(n)
        amount = _planned(n) * 8 // 10
        status = ("submitted", "approved", "paid", "paid")[n % 4]
        sent = at(start.isoformat()) + timedelta(days=40 if n % 14 == 0 else 12)
        records.append(
            claim(
                f"K-{n}",
                request_id=f"Q-{n}",
                partner_id=_id(who),
                claimed_amount=amount,
                invoice_number=f"INV-{n}",
                invoice_amount=amount,
                currency=CURRENCIES[who - 1],
                evidence=("copy of the content.pdf", "call report.pdf") if n % 8 == 0 else PROOF,
                submitted_at=sent,
                status=status,
                distinct_service="Venue and catering",
                fair_value=amount if n % 3 else None,
                approved_amount=None if status == "submitted" else amount,
                decided_at=None if status == "submitted" else sent + timedelta(days=5),
                decided_by=None if status == "submitted" else "Max",
                paid_amount=amount if status == "paid" else None,
                paid_at=(sent + timedelta(days=15)).date() if status == "paid" else None,
            )
        )
    return records
