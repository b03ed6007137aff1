"""What the comparison of stories leaves aside is never told of a deal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.deals import co_sell, partner, registration, touch, won
from support.mdf_world import claim, fund, request
from support.told_rows import told_rows
from support.world import World
from xldesk.attribution.story import Story, tell
from xldesk.attribution.story_changes import compare
from xldesk.attribution.story_needs import OTHER_KINDS, rules_not_compared, told_the_same
from xldesk.records.finding import FindingResolution
from xldesk.records.kinds import KINDS
from xldesk.validation.registry import RULES
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from xldesk.ledger.basis import Basis
    from xldesk.records.record import Record

DEALS: list[Record] = [
    *(partner(f"P{number}") for number in range(1, 4)),
    won("O1"),
    won("O2", account_domain="borel.example"),
    won("O3", account_domain="quay.example"),
    registration(),
    touch("E1", "P2", mdf_request_id="Q-1"),
    touch("E2", "P2", "2024-03-01", opportunity_id="O2", mdf_request_id="Q-1"),
    co_sell("O3", partner_id="P3"),
]
"""On O1 a touch counts that cites a request, on O2 one does not count, on O3 there is none."""

MONEY: list[Record] = [fund(partner_id="P2"), request(partner_id="P2"), claim(partner_id="P2")]


@dataclass(frozen=True)
class Told:
    """Stories now and before money was recorded, and of which it is said that none changed."""

    now: dict[str, Story]
    before: dict[str, Story]
    same: dict[str, bool]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    with World(tmp_path_factory.mktemp("desk")) as world:
        world.add(*DEALS).add(*MONEY)
        basis = world.basis()
        now, before = stories(basis), stories(world.basis(position=2))
        same = {d: told_the_same(world.ledger, basis, s, position=2) for d, s in now.items()}
    return Told(now, before, same)


def stories(basis: Basis) -> dict[str, Story]:
    validate(basis)
    return {deal: tell(basis, deal) for deal in ("O1", "O2", "O3")}


def test_money_changes_only_what_is_said_of_a_request_nobody_knew(told: Told) -> None:
    assert told.same == {"O1": True, "O2": False, "O3": True}
    changed = {deal: bool(compare(told.before[deal], now)) for deal, now in told.now.items()}
    assert changed == {"O1": False, "O2": True, "O3": False}


@pytest.mark.parametrize(
    "later",
    [
        [partner("P9")],
        [won("O9")],
        [touch("E9", "P3", opportunity_id="O9")],
        [
            FindingResolution(
                finding_key="REF-UNKNOWN|touch|E1|mdf_request_id",
                outcome="not_an_issue",
                reason="its request comes later",
                actor="tess",
                approver="Fay",
            )
        ],
    ],
    ids=["partner", "deal", "touch", "resolution"],
)
def test_anything_else_may_have_changed_a_story(
    tmp_path: Path, told: Told, later: list[Record]
) -> None:
    with World(tmp_path) as world:
        world.add(*DEALS).add(*later).add(*MONEY)
        story = told.now["O1"]
        assert not told_the_same(world.ledger, world.basis(), story, position=2)
        resolved = later[0].KIND == FindingResolution.KIND
        assert told_the_same(world.ledger, world.basis(), story, position=3) is not resolved


def test_rules_are_left_out_unless_somebody_resolved_what_they_found(tmp_path: Path) -> None:
    resolution = FindingResolution(
        finding_key="ROLE-EVIDENCE|partner_role|O3/P3/co_sell", outcome="waived",
        reason="seen on paper", actor="tess", approver="Fay",
    )  # fmt: skip
    with World(tmp_path) as world:
        world.add(*DEALS, *MONEY, resolution)
        whole, confined = world.basis(), world.basis()
        left_out = rules_not_compared(confined)
        validate(whole)
        validate(confined, leave_out=left_out)
        assert told_rows(whole.con) == told_rows(confined.con)
    assert "ROLE-EVIDENCE" not in left_out
    assert {"MDF-PROOF", "SPIF-CAP", "TOUCH-BACKDATED"} <= left_out <= RULES.keys()


def test_kinds_set_aside_exist() -> None:
    assert not OTHER_KINDS - KINDS.keys()
