"""A ledger opened for reading refuses to be written, and its head is watched cheaply."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
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


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Return the file of another ledger with the same number of entries and the same length."""
    with World(tmp_path / "other") as made:
        made.add(partner("P-8"))
    return tmp_path / "other" / "ledger.db"


def _renamed(other: Path, path: Path) -> None:
    other.replace(path)


def _overwritten(other: Path, path: Path) -> None:
    shutil.copyfile(other, path)


@pytest.mark.parametrize("replaced", [_renamed, _overwritten])
def test_a_ledger_that_comes_in_the_place_of_another_is_seen(
    world: World, tmp_path: Path, other: Path, replaced: Callable[[Path, Path], None]
) -> None:
    world.add(partner("P-9"))
    world.close()
    with Ledger.open(tmp_path, for_reading=True) as reading:
        watch = HeadWatch(reading)
        before = watch.head()
        replaced(other, tmp_path / "ledger.db")
        after = watch.head()
        watch.close()
    with Ledger.open(tmp_path, for_reading=True) as reading:
        assert after == reading.head()
    assert before is not None
    assert after is not None
    assert (before.position, before.at) == (after.position, after.at)
    assert before.hash != after.hash


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "No such file"), (b"not a ledger" * 99, "damaged"), (b"", "there is no ledger here")],
)
def test_what_is_no_ledger_any_more_is_refused_until_it_is_one_again(
    world: World, tmp_path: Path, content: bytes | None, said: str
) -> None:
    world.close()
    path, aside = tmp_path / "ledger.db", tmp_path / "aside.db"
    with Ledger.open(tmp_path, for_reading=True) as reading:
        watch = HeadWatch(reading)
        before = watch.head()
        path.rename(aside)
        if content is not None:
            path.write_bytes(content)
        for _ in range(2):
            with pytest.raises(LedgerError, match=said):
                watch.head()
        assert path.exists() == (content is not None)
        aside.replace(path)
        assert watch.head() == before is not None
        watch.close()
