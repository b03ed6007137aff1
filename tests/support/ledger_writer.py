"""A program that writes to a ledger in children that are killed on the way.

Started as ``python ledger_writer.py DESK [URL]``. Each line it reads is an order: ``write N``
(command N, to its end), ``line N K`` (killed before the K-th line of the ledger's code) or
``timer N MICROSECONDS``. It answers with the child's exit status (negative: the signal that ended
it), the lines of the ledger's code that ran and the microseconds it took, where it lived to say.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

import xldesk.ledger
from support.ledger_desk import OPPORTUNITIES, Desk, command, opportunity
from xldesk.records.partner import Contact

if TYPE_CHECKING:
    from types import FrameType

    from xldesk.ledger.ledger import Ledger

LEDGER_CODE = str(Path(xldesk.ledger.__file__).parent)


def write(ledger: Ledger, number: int) -> None:
    """Carry out command ``number``: rows, a segment of its own, contacts."""
    with ledger.writing(command(number)) as writer:
        if writer.existing is None:
            writer.current()
            writer.add_records("opportunity", [opportunity(number, number)])
            writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [1_000 + number])
            writer.put_contacts("P-1", [Contact(name=f"N{number}", email="n@quay.example")])


def _count_lines(kill_before: int | None) -> list[int]:
    counted = [0]

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.startswith(LEDGER_CODE):
            return None
        if event == "line":
            counted[0] += 1
            if counted[0] == kill_before:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    return counted


def _child(desk: Desk, how: str, number: int, value: int, answer: int) -> None:
    begun = time.perf_counter()
    counted = [0]
    if how == "timer":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, value / 1_000_000)
    else:
        counted = _count_lines(value if how == "line" else None)
    with desk.open() as ledger:
        write(ledger, number)
    sys.settrace(None)
    took = int((time.perf_counter() - begun) * 1_000_000)
    os.write(answer, f"{counted[0]} {took}".encode())
    os._exit(0)


def main() -> None:
    """Carry out orders until there are no more."""
    desk = Desk(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
    for order in sys.stdin:
        how, number, *value = order.split()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                _child(desk, how, int(number), int(value[0]) if value else 0, writing)
            finally:
                os._exit(1)
        os.close(writing)
        _, status = os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as told:
            rest = told.read().decode()
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {rest}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
