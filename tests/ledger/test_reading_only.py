"""A ledger opened for reading refuses to be written, and its head is watched cheaply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from support.mdf_world import partner
from support.world import World
from xldesk.errors import LedgerError
from xldesk.ledger.entry import Actor, Command
from xldesk.ledger.ledger import Ledger
from xldesk.ledger.watch import HeadWatch

COMMAND = Command(
    command_id="c-1",
    kind="intake",
    actor=Actor("tess", "revops"),
    at=datetime(2026, 7, 8, tzinfo=UTC),
    reason="a test",
    content_digest="c-1",
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path) as made:
        yield made


@pytest.fixture
def reading(world: World, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path, for_reading=True) as ledger:
        yield ledger


def test_it_reads_what_another_writes(world: World, reading: Ledger) -> None:
    before = reading.head()
    world.add(partner("P-9"))
    after = reading.head()
    assert before is not None
    assert after is not None
    assert after.position == before.position + 1


def test_no_command_is_written_through_it(reading: Ledger) -> None:
    with (
        pytest.raises(LedgerError, match="opened for reading"),
        reading.writing(COMMAND),
    ):
        pass


def test_the_database_itself_refuses(reading: Ledger) -> None:
    with (
        reading.database.engine.connect() as connection,
        pytest.raises(OperationalError, match="readonly"),
    ):
        connection.execute(text("DELETE FROM entry"))


def test_the_head_is_read_once_until_somebody_commits(
    world: World, reading: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    head = Ledger.head

    def counted(ledger: Ledger) -> Any:
        reads.append(1)
        return head(ledger)

    watch = HeadWatch(reading)
    monkeypatch.setattr(Ledger, "head", counted)
    seen = [watch.head() for _ in range(100)]
    assert len(reads) == 1
    assert seen == [head(reading)] * 100
    world.add(partner("P-9"))
    assert watch.head() == head(reading) != seen[0]
    watch.close()
    assert watch.head() == head(reading)
    watch.close()
