"""Two intakes at once, and a disk that is full: real processes, nothing half written."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from support import intake_program
from xldesk.ledger.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.intake_desk import IntakeDesk

HEADER = "opportunity_id,name,amount,currency,stage\n"


def deals(first: int, last: int) -> str:
    return HEADER + "".join(f"O-{n},Deal {n},{n}.25,USD,Proposal\n" for n in range(first, last))


@contextmanager
def program(act: str, desk: IntakeDesk, path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, intake_program.__file__, act, str(desk.ledger.directory), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    try:
        yield process
    finally:
        process.communicate()


def test_the_second_intake_is_told_that_the_ledger_is_busy(desk: IntakeDesk) -> None:
    path = desk.write(deals(0, 10))
    head = desk.head
    with program("hold", desk, path), program("busy", desk, path) as second:
        told, _ = second.communicate("\n")
        assert second.returncode == 2
        assert told.startswith("LedgerBusyError: ")
        assert "another writer is at work" in told
    assert desk.head == head
    assert desk.read(deals(0, 10)).added == 10


def test_two_intakes_at_once_both_come_in_whole(desk: IntakeDesk) -> None:
    one, other = (
        desk.write(deals(0, 3_000), "one.csv"),
        desk.write(deals(2_000, 5_000), "other.csv"),
    )
    with program("read", desk, one) as first, program("read", desk, other) as second:
        for process in (first, second):
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        told = [process.communicate()[0].split() for process in (first, second)]
    assert sorted(told) == [["3000", "2000", "1000"], ["3000", "3000", "0"]]
    assert desk.rows("opportunity", "count(*), CAST(sum(amount) AS BIGINT)") == [
        (5_000, sum(n * 100 + 25 for n in range(5_000)))
    ]
    assert verify(desk.ledger).ok


@pytest.mark.parametrize(
    ("act", "rows", "place"), [("full_later", 900, "ledger.db"), ("full", 20_000, "TMPDIR")]
)
def test_a_full_disk_is_one_line_and_leaves_nothing(
    desk: IntakeDesk, act: str, rows: int, place: str
) -> None:
    path = desk.write(deals(0, rows))
    head = desk.head
    with program(act, desk, path) as process:
        told, _ = process.communicate("\n")
    assert process.returncode == 2
    assert told.count("\n") == 1
    assert "disk" in told
    assert place in told
    assert desk.head == head
    assert verify(desk.ledger).ok
    assert desk.read(deals(0, rows)).added == rows
