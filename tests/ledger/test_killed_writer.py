"""A writer killed at any point leaves the last complete entry, and the next one can write."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import ledger_writer
from xldesk.ledger.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.ledger_desk import Desk
    from xldesk.ledger.ledger import Ledger

TESTS = Path(__file__).resolve().parents[1]
DIED = (-signal.SIGKILL, -signal.SIGALRM)


class Children:
    """Writers in processes of their own, to be killed."""

    def __init__(self, desk: Desk) -> None:
        paths = [str(TESTS), str(TESTS.parent / "src"), os.environ.get("PYTHONPATH", "")]
        self._program = subprocess.Popen(
            [sys.executable, ledger_writer.__file__, str(desk.directory)]
            + ([desk.url] if desk.url else []),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )

    def order(self, how: str, number: int, value: int | None = None) -> list[int]:
        """Return the child's exit status, then lines and microseconds if it lived."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(f"{how} {number} {'' if value is None else value}\n")
        self._program.stdin.flush()
        return [int(word) for word in self._program.stdout.readline().split()]

    def close(self) -> None:
        self._program.communicate()


@pytest.fixture
def children(desk: Desk) -> Iterator[Children]:
    desk.create().close()
    started = Children(desk)
    yield started
    started.close()


@pytest.mark.parametrize("kills", [6, pytest.param(200, marks=pytest.mark.long)])
def test_a_writer_killed_anywhere_leaves_the_last_complete_entry(
    desk: Desk, children: Children, kills: int
) -> None:
    status, lines, microseconds = children.order("write", 1)
    assert status == 0
    chance = random.Random(kills)
    died = 0
    with desk.open() as ledger:
        for number in range(2, kills + 2):
            before = ledger.head()
            if number % 4:  # most at a line of our code, the others anywhere: in the database, …
                order = ("line", number, chance.randint(1, lines))
            else:
                order = ("timer", number, chance.randint(1_000, microseconds))
            status = children.order(*order)[0]
            assert status in {0, *DIED}, order
            died += status in DIED
            _check_whole(ledger, number, before.position if before else 0, order)
    assert died >= kills // 2


def _check_whole(ledger: Ledger, number: int, before: int, order: object) -> None:
    result = verify(ledger)
    assert result.problems == (), order
    assert result.entries in {before, before + 1}, order
    ledger_writer.write(ledger, number)
    after = ledger.head()
    assert after is not None
    assert after.position == before + 1, order
    found = ledger.snapshot().connect().execute(
        "SELECT count(*) FROM opportunity WHERE ledger_position = ?", [after.position]
    )  # fmt: skip
    assert found.fetchone() == (1_000 + number,), order
