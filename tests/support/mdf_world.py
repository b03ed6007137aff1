"""A desk with one marketing fund and what tests put into it, ready to be asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from support.world import AS_OF, World
from xldesk.attribution.run import attribute
from xldesk.incentives.mdf import mdf_figures
from xldesk.ledger.basis import Basis
from xldesk.policy.rulebook import Policy
from xldesk.records.mdf import MdfClaim, MdfFund, MdfRequest, MdfTransaction
from xldesk.records.opportunity import Opportunity
from xldesk.records.partner import Partner
from xldesk.records.record import Record
from xldesk.records.touch import Touch
from xldesk.validation.run import validate


def at(day: str, hour: int = 10) -> datetime:
    """Return a time of a day written as ``2026-03-01``, in UTC."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def partner(partner_id: str = "P-1", **changes: Any) -> Partner:
    given = {"partner_id": partner_id, "name": f"Partner {partner_id}", "currency": "USD"}
    return Partner(**{**given, **changes})


def fund(fund_id: str = "F-1", **changes: Any) -> MdfFund:
    """Return a fund of 10,000.00 for 2026, of P-1."""
    given = {
        "fund_id": fund_id,
        "partner_id": "P-1",
        "period": "FY2026",
        "budget": 1_000_000,
        "currency": "USD",
        "expiry": date(2026, 12, 31),
    }
    return MdfFund(**{**given, **changes})


def request(request_id: str = "Q-1", **changes: Any) -> MdfRequest:
    """Return an approved event of 2,000.00 in March 2026, submitted in time."""
    given = {
        "request_id": request_id,
        "fund_id": "F-1",
        "partner_id": "P-1",
        "name": "Spring event",
        "activity_kind": "event",
        "activity_start": date(2026, 3, 10),
        "activity_end": date(2026, 3, 11),
        "planned_spend": 200_000,
        "currency": "USD",
        "submitted_at": at("2026-02-02"),
        "submitted_by": "Pia",
        "status": "approved",
        "approved_amount": 200_000,
        "decided_at": at("2026-02-05"),
        "decided_by": "Max",
    }
    return MdfRequest(**{**given, **changes})


def claim(claim_id: str = "K-1", **changes: Any) -> MdfClaim:
    """Return an approved claim of 1,500.00 for Q-1 with invoice and all proof."""
    given = {
        "claim_id": claim_id,
        "request_id": "Q-1",
        "partner_id": "P-1",
        "invoice_number": "INV-7",
        "invoice_amount": 150_000,
        "claimed_amount": 150_000,
        "currency": "USD",
        "evidence": ("attendee_list.csv", "Photos-March.zip"),
        "submitted_at": at("2026-03-20"),
        "submitted_by": "Pia",
        "status": "approved",
        "approved_amount": 150_000,
        "decided_at": at("2026-03-25"),
        "decided_by": "Max",
    }
    return MdfClaim(**{**given, **changes})


def paid_claim(claim_id: str = "K-1", **changes: Any) -> MdfClaim:
    given = {"status": "paid", "paid_amount": 150_000, "paid_at": date(2026, 4, 2)}
    return claim(claim_id, **{**given, **changes})


def movement(number: int, kind: str, amount: int, **changes: Any) -> MdfTransaction:
    given = {
        "transaction_id": f"T-{number}",
        "fund_id": "F-1",
        "kind": kind,
        "amount": amount,
        "currency": "USD",
        "posted_at": at("2026-04-01"),
    }
    return MdfTransaction(**{**given, **changes})


def deal(opportunity_id: str, amount: int = 1_000_000, **changes: Any) -> Opportunity:
    """Return a deal of 10,000.00 won at the end of June 2026."""
    given = {
        "opportunity_id": opportunity_id,
        "account_name": f"Customer {opportunity_id}",
        "account_id": f"A-{opportunity_id}",
        "amount": amount,
        "currency": "USD",
        "stage": "Closed Won",
        "created_date": date(2026, 1, 20),
        "close_date": date(2026, 6, 30),
        "is_closed": True,
        "is_won": True,
    }
    return Opportunity(**{**given, **changes})


def lead(number: int, opportunity_id: str, request_id: str = "Q-1", **changes: Any) -> Touch:
    """Return a touch that links a deal to an activity."""
    when = at("2026-03-12") + timedelta(hours=number)
    given = {
        "event_id": f"E-{number}",
        "partner_id": "P-1",
        "opportunity_id": opportunity_id,
        "mdf_request_id": request_id,
        "kind": "mdf_lead",
        "occurred_at": when,
        "received_at": when,
    }
    return Touch(**{**given, **changes})


class MdfWorld:
    """A world with partner P-1 and the fund F-1; ``figures`` asks for the tables."""

    def __init__(self, directory: Path, policy: Policy | None = None) -> None:
        self.world = World(directory, policy)
        self.world.add(partner())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.world.close()

    def add(self, *records: Record) -> Self:
        self.world.add(*records)
        return self

    def basis(self, as_of: datetime = AS_OF) -> Basis:
        """Return a basis on which validation, attribution and MDF have run."""
        basis = self.world.basis(as_of)
        validate(basis)
        attribute(basis)
        mdf_figures(basis)
        return basis


def row(basis: Basis, table: str, **key: str) -> dict[str, Any]:
    """Return the one row of ``table`` with this key."""
    found = rows(basis, table, **key)
    assert len(found) == 1, found
    return found[0]


def rows(basis: Basis, table: str, **key: str) -> list[dict[str, Any]]:
    """Return the rows of ``table`` with these values, unordered."""
    where = " AND ".join(f"{name} = ?" for name in key) or "true"
    result = basis.con.execute(f"SELECT * FROM {table} WHERE {where}", list(key.values()))
    names = [column[0] for column in result.description]
    return [dict(zip(names, values, strict=True)) for values in result.fetchall()]
