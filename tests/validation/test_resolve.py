"""A finding is resolved by two people, and stays in the ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from support.deals import at, partner, registration, won
from support.world import ACTOR, World
from xldesk.errors import UsageError
from xldesk.validation.findings import finding_by_key, finding_counts, findings
from xldesk.validation.resolve import resolve
from xldesk.validation.run import validate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xldesk.ledger.basis import Basis
    from xldesk.ledger.entry import Receipt

KEY = "REG-LATE|deal_registration|R1|O1"
DECIDED = at("2026-07-01")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path) as made:
        yield made.add(partner("P1"), won(), registration(submitted="2026-01-24"))


def validated(world: World, as_of: datetime) -> Basis:
    basis = world.basis(as_of)
    validate(basis)
    return basis


def settled(world: World, outcome: str = "waived", **changes: object) -> Receipt:
    given: dict[str, object] = {
        "outcome": outcome,
        "reason": "the mail of January 19 was lost on our side",
        "actor": ACTOR,
        "approver": "Fay",
        "until": None,
        "at": DECIDED,
    }
    basis = validated(world, DECIDED)
    key = str(changes.pop("finding_key", KEY))
    return resolve(world.ledger, basis, key, **{**given, **changes})  # type: ignore[arg-type]


def blocked(basis: Basis) -> list[tuple[str, ...]]:
    return basis.con.execute("SELECT * FROM blocked_contribution").fetchall()


@pytest.mark.parametrize("outcome", ["waived", "not_an_issue"])
def test_it_releases_the_contribution(world: World, outcome: str) -> None:
    before = validated(world, at("2026-06-30"))
    assert blocked(before) == [("deal_registration", "R1", "O1", "REG-LATE")]

    receipt = settled(world, outcome)

    assert receipt.entry is not None
    assert receipt.entry.details["approver"] == "Fay"
    assert receipt.rows == {"finding_resolution": 1}
    after = validated(world, DECIDED)
    assert blocked(after) == []
    assert finding_counts(after) == {}
    assert findings(after) == []
    (shown,) = findings(after, resolved=True)
    assert (shown.key, shown.resolution) == (KEY, outcome)
    assert finding_by_key(after, KEY) == shown


def test_what_was_known_before_stays_as_it_was(world: World) -> None:
    settled(world)
    assert len(findings(validated(world, at("2026-06-30")))) == 1


def test_what_was_called_fixed_and_fires_again_is_open(world: World) -> None:
    settled(world, "fixed")
    basis = validated(world, DECIDED)
    assert [finding.resolution for finding in findings(basis)] == [None]
    assert blocked(basis) == [("deal_registration", "R1", "O1", "REG-LATE")]


def test_a_waiver_ends_after_its_last_day(world: World) -> None:
    settled(world, until=date(2026, 7, 31))
    assert findings(validated(world, at("2026-07-31"))) == []
    assert len(findings(validated(world, at("2026-08-01")))) == 1


def test_the_latest_resolution_counts(world: World) -> None:
    settled(world, "not_an_issue")
    settled(world, "fixed", at=at("2026-07-02"))
    assert len(findings(validated(world, at("2026-07-02")))) == 1


def test_a_waived_claim_takes_part_in_the_next_rule(tmp_path: Path) -> None:
    first = registration("R1", "P1", "2026-01-10", opportunity_id="O1")
    second = registration("R2", "P2", "2026-01-12", opportunity_id="O1")
    with World(tmp_path) as world:
        world.add(partner("P1"), partner("P2"), won(), first, second)
        settled(world, finding_key="REG-DUP|deal_registration|R2")
        (left,) = findings(validated(world, DECIDED))
    assert left.key == "SRC-MULTIPLE|deal_registration|R2|O1"


def test_the_same_decision_twice_is_one_entry(world: World) -> None:
    first, second = settled(world), settled(world)
    assert not first.existed
    assert second.existed
    assert first.entry == second.entry


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"approver": " TESS "}, "can approve their own resolution"),
        ({"approver": " "}, "two named people"),
        ({"reason": " "}, "needs a reason"),
        ({"outcome": "ignored"}, "is not one of fixed, waived, not_an_issue"),
        ({"until": date(2026, 6, 30)}, "is over already"),
        ({"outcome": "fixed", "until": date(2026, 8, 1)}, "only a waiver has a last day"),
        ({"finding_key": "REG-LATE|deal_registration|R1|O2"}, f"did you mean {KEY}"),
        ({"finding_key": "R1"}, f"did you mean {KEY}"),
        ({"finding_key": "nonsense"}, "no finding has the key 'nonsense'; xldesk validate"),
    ],
)
def test_refused(world: World, changes: dict[str, object], told: str) -> None:
    head = world.ledger.head()
    with pytest.raises(UsageError, match=told.replace("|", r"\|")):
        settled(world, **changes)
    assert world.ledger.head() == head


def test_the_same_decision_again_is_answered_by_its_first_entry(world: World) -> None:
    first = settled(world)
    position = world.ledger.head().position
    again = settled(world, at=at("2026-07-02"))
    assert again.existed
    assert again.entry == first.entry
    assert world.ledger.head().position == position


@pytest.mark.parametrize(
    "changes", [{"approver": "Gil"}, {"reason": "another reason"}], ids=["person", "reason"]
)
def test_a_decision_that_stands_is_not_made_twice(world: World, changes: dict[str, object]) -> None:
    settled(world)
    position = world.ledger.head().position
    with pytest.raises(
        UsageError, match=r"waived already, by tess and Fay on 2026-07-01: the mail"
    ):
        settled(world, **changes)
    assert world.ledger.head().position == position


@pytest.mark.parametrize(
    ("outcome", "changes"),
    [("waived", {"until": date(2026, 9, 30)}), ("not_an_issue", {})],
    ids=["last day", "outcome"],
)
def test_another_decision_takes_its_place(
    world: World, outcome: str, changes: dict[str, object]
) -> None:
    settled(world)
    assert not settled(world, outcome, **changes).existed
    (shown,) = findings(validated(world, DECIDED), resolved=True)
    assert shown.resolution == outcome


def test_what_was_called_fixed_and_fires_again_is_decided_again(world: World) -> None:
    settled(world, "fixed")
    assert not settled(world, "fixed", reason="mended once more").existed
