"""A program that writes to a desk under a limit, and prints the one line it is told.

Started as ``python ledger_limits.py ACT DESK``; exit status 0 where the act succeeded, 2 where the
ledger refused it with a LedgerError, anything else where it let another error through.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

import duckdb

from support.ledger_desk import OPPORTUNITIES, command, opportunity
from xldesk.errors import LedgerError
from xldesk.ledger.backup import backup
from xldesk.ledger.ledger import Ledger

NOBODY = 65_534


def limit_files(size: int) -> None:
    """Let no file grow beyond ``size`` bytes: what a full disk does to a write."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def rows(desk: Path) -> None:
    """Append 1,000 rows where the log can hold none."""
    with Ledger.open(desk) as ledger:
        limit_files(64 << 10)
        with ledger.writing(command(2)) as writer:
            writer.add_records("opportunity", [opportunity(number) for number in range(1_000)])


def segment(desk: Path) -> None:
    """Append a segment larger than any file may be."""
    with Ledger.open(desk) as ledger:
        limit_files(64 << 10)
        with ledger.writing(command(2)) as writer:
            writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [200_000])


def pages(desk: Path) -> None:
    """Append rows where the database may not have one page more."""
    with Ledger.open(desk) as ledger:
        raw = ledger.database.engine.raw_connection()
        raw.cursor().execute("PRAGMA max_page_count = 1")
        raw.close()
        with ledger.writing(command(2)) as writer:
            writer.add_records("opportunity", [opportunity(number) for number in range(1_000)])


def snapshot(desk: Path) -> None:
    """Make a snapshot larger than any file may be."""
    with Ledger.open(desk) as ledger:
        limit_files(8 << 10)
        ledger.snapshot()


def archive(desk: Path) -> None:
    """Write a backup larger than any file may be."""
    with Ledger.open(desk) as ledger:
        limit_files(20 << 10)
        backup(ledger, desk.parent / "desk.xldesk")


def create(desk: Path) -> None:
    """Make a ledger where there is no room for one."""
    limit_files(4 << 10)
    Ledger.create(desk / "another")


def read_only(desk: Path) -> None:
    """Append as somebody who may only read."""
    _give_up_rights()
    with Ledger.open(desk) as ledger, ledger.writing(command(2)) as writer:
        writer.keep()


def create_read_only(desk: Path) -> None:
    """Make a ledger in a folder of somebody else."""
    _give_up_rights()
    Ledger.create(desk / "another")


def read(desk: Path) -> None:
    """Read as somebody who may only read."""
    _give_up_rights()
    with Ledger.open(desk) as ledger:
        head = ledger.head()
        assert head is not None
        assert len(ledger.entries()) == head.position
        sys.stdout.write(f"{head.position}\n")


def snapshot_read_only(desk: Path) -> None:
    """Make a snapshot as somebody who may only read."""
    _give_up_rights()
    with Ledger.open(desk) as ledger:
        ledger.snapshot()


def _give_up_rights() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


if __name__ == "__main__":
    try:
        globals()[sys.argv[1]](Path(sys.argv[2]))
    except LedgerError as error:
        sys.stdout.write(f"{error.message}\n")
        sys.exit(2)
