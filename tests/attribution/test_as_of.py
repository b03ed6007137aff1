"""Attribution answers with what was known at the time that is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from support.world import World
from xldesk.attribution.run import attribute
from xldesk.records.opportunity import Opportunity
from xldesk.records.partner import Partner
from xldesk.records.registration import DealRegistration
from xldesk.records.role import PartnerRole
from xldesk.records.touch import Touch
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.ledger.basis import Basis


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


DEAL = {
    "opportunity_id": "O",
    "account_domain": "acme.example",
    "product_family": "core",
    "amount": 100_000,
    "currency": "USD",
    "stage": "Proposal",
    "created_date": date(2026, 1, 20),
}
PARTNERS = [Partner(partner_id=name, name=name) for name in ("A", "B", "C")]


def credit(basis: Basis, model: str | None = None) -> dict[str, int]:
    validate(basis)
    attribute(basis, model)
    rows: list[Any] = basis.con.execute("SELECT partner_id, credit FROM credit").fetchall()
    return dict(rows)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "desk").add(*PARTNERS, Opportunity.model_validate(DEAL))


def test_a_registration_counts_from_its_approval(world: World) -> None:
    given = {
        "registration_id": "R",
        "partner_id": "A",
        "opportunity_id": "O",
        "product_family": "core",
        "account_domain": "acme.example",
        "evidence": ("mail",),
        "submitted_at": at(1, 10),
    }
    world.add(DealRegistration.model_validate(given), at=at(1, 10))
    decided = given | {"status": "approved", "decided_at": at(2, 1)}
    world.add(DealRegistration.model_validate(decided), at=at(2, 3))
    with world:
        assert credit(world.basis(at(1, 31))) == {"DIRECT": 100_000}
        assert credit(world.basis(at(2, 2))) == {"DIRECT": 100_000}
        assert credit(world.basis(at(2, 4))) == {"A": 100_000}


def test_a_decision_entered_ahead_is_not_seen_before_its_time(world: World) -> None:
    registration = DealRegistration(
        registration_id="R",
        partner_id="A",
        opportunity_id="O",
        product_family="core",
        evidence=("mail",),
        submitted_at=at(1, 10),
        status="approved",
        decided_at=at(3, 1),
    )
    role = PartnerRole(
        opportunity_id="O",
        partner_id="B",
        role="co_sell",
        accepted_by_partner_at=at(1, 25),
        accepted_by_us_at=at(4, 1),
        accepted_at_stage="Discovery",
    )
    world.add(registration, role, at=at(2, 1))
    with world:
        assert credit(world.basis(at(2, 10))) == {"DIRECT": 100_000}
        assert credit(world.basis(at(3, 10))) == {"A": 100_000}
        assert credit(world.basis(at(4, 10))) == {"A": 66_667, "B": 33_333}


def test_an_open_deal_is_measured_to_as_of(world: World) -> None:
    touches = [
        Touch(event_id=f"E-{name}", partner_id=name, opportunity_id="O", kind="demo",
              occurred_at=when, received_at=when)
        for name, when in (("A", at(2, 1)), ("B", at(5, 2)))
    ]  # fmt: skip
    for touch in touches:
        world.add(touch, at=touch.received_at)
    with world:
        assert credit(world.basis(at(4, 1)), "time_decay") == {"A": 100_000}
        # 90 days apart are two half-lives of 45 days: 1 to 4, on any later day.
        assert credit(world.basis(at(5, 2, 12)), "time_decay") == {"A": 20_000, "B": 80_000}
        assert credit(world.basis(at(7, 1)), "time_decay") == {"A": 20_000, "B": 80_000}
        # 180 days after its demo A has left the influence window.
        assert credit(world.basis(at(7, 31))) == {"A": 5_000, "B": 5_000, "DIRECT": 90_000}
        assert credit(world.basis(at(8, 1))) == {"B": 10_000, "DIRECT": 90_000}


def test_a_later_row_changes_later_answers_only(world: World) -> None:
    won = DEAL | {
        "amount": 60_000,
        "stage": "Closed Won",
        "is_closed": True,
        "is_won": True,
        "close_date": date(2026, 6, 30),
    }
    world.add(Opportunity.model_validate(won), at=at(7, 1))
    with world:
        assert credit(world.basis(at(6, 30))) == {"DIRECT": 100_000}
        assert credit(world.basis(at(7, 1))) == {"DIRECT": 60_000}
