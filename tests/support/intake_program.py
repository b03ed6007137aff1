"""A program that reads an export into a ledger, started by tests that need a process of its own.

``python intake_program.py ACT LEDGER FILE``: ``read`` waits for a line on standard input first, so
that several can start together; ``busy`` does not wait for another writer; ``full`` lets no
file grow beyond some bytes, as a full disk does, ``full_later`` once the file is staged; ``hold``
keeps the writer's lock until its standard input ends. Prints the counts, or the one line it was
refused with.
"""

from __future__ import annotations

import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from xldesk.errors import XldeskError
from xldesk.intake.reading import read_files
from xldesk.ledger.entry import Actor, Command
from xldesk.ledger.ledger import Ledger
from xldesk.policy.load import default_policy

AT = datetime(2026, 7, 8, 9, tzinfo=UTC)
ACTOR = Actor("Ada Example", "revops")
FULL_AT = 100 << 10


def main(act: str, directory: Path, path: Path) -> None:
    """Do one act."""
    with Ledger.open(directory) as ledger:
        if act == "hold":
            hold(ledger)
            return
        say("ready")
        sys.stdin.readline()
        if act == "full":
            fill_disk()
        if act == "full_later":
            writing = ledger.writing

            def into_full_disk(command: Command, wait_seconds: float) -> object:
                fill_disk()
                return writing(command, wait_seconds)

            ledger.writing = into_full_disk  # type: ignore[method-assign, assignment]
        wait = 0.1 if act == "busy" else 30.0
        try:
            report = read_files(
                ledger, default_policy(), [path], actor=ACTOR, at=AT, wait_seconds=wait
            )[0]
        except XldeskError as error:
            say(f"{type(error).__name__}: {error.message}")
            sys.exit(error.exit_code)
        say(f"{report.rows_read} {report.added} {report.unchanged}")


def fill_disk() -> None:
    """Let no file grow any more."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL_AT, FULL_AT))


def say(line: str) -> None:
    """Answer whoever started this."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def hold(ledger: Ledger) -> None:
    """Keep the writer's lock until nobody is listening any more."""
    with ledger.writing(Command("hold", "test", ACTOR, AT, "hold the lock", "hold")):
        say("ready")
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
