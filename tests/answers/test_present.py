"""The present is one moment for a whole calculation, and a new one when something is new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from support.mdf_world import partner
from support.world import World, changed
from xldesk.answers.present import Present
from xldesk.desk import Desk
from xldesk.ledger.entry import Actor
from xldesk.ledger.ledger import Ledger
from xldesk.policy.load import default_policy

MORNING = datetime(2026, 7, 8, 9, tzinfo=UTC)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    policy = changed(default_policy(), calendar={"time_zone": "Asia/Tokyo"})
    with World(tmp_path, policy) as made:
        yield made


@pytest.mark.parametrize(
    ("first", "later", "same"),
    [
        (MORNING, timedelta(minutes=59), True),
        (MORNING, timedelta(hours=1), False),
        (MORNING, timedelta(seconds=-1), False),
        (datetime(2026, 7, 8, 14, 59, 59, tzinfo=UTC), timedelta(seconds=1), False),
    ],
)
def test_it_ends_with_the_hour_and_the_day(
    world: World, first: datetime, later: timedelta, same: bool
) -> None:
    clock = [first]
    present = Present(world.ledger, lambda: clock[0])
    head = world.ledger.head()
    assert present.at(head) == first
    clock[0] = first + later
    assert present.at(head) == (first if same else clock[0])


def test_it_ends_with_a_new_entry_and_when_it_is_forgotten(world: World) -> None:
    clock = [MORNING]
    present = Present(world.ledger, lambda: clock[0])
    assert present.at(world.ledger.head()) == MORNING
    clock[0] += timedelta(minutes=1)
    world.add(partner())
    assert present.at(world.ledger.head()) == clock[0]
    clock[0] += timedelta(minutes=1)
    present.forget()
    assert present.at(world.ledger.head()) == clock[0]


def test_a_sample_desk_is_asked_without_a_second_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = datetime(2026, 7, 8, 9, tzinfo=UTC)
    folder = tmp_path / "sample"
    Desk.create(folder, actor=Actor("Ada", "revops"), at=then, stands_at=then).close()
    opened: list[bool] = []
    really = Ledger.open

    def counted(directory: Path, *, url: str | None = None, for_reading: bool = False) -> Ledger:
        opened.append(for_reading)
        return really(directory, url=url, for_reading=for_reading)

    monkeypatch.setattr(Ledger, "open", counted)
    with Desk.open(folder).answers(lambda: then + timedelta(days=90)) as answers:
        assert {answers.status().as_of for _ in range(3)} == {then}
    assert opened == [True]
