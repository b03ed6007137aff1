"""SQLite keeps bytes where text belongs, and text where numbers do: it is named, never a crash."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from support.ledger_desk import START, command, fill, opportunity
from xldesk.errors import LedgerCorruptError
from xldesk.ledger.backup import backup
from xldesk.ledger.database import FILE_NAME
from xldesk.ledger.ledger import Ledger
from xldesk.ledger.materialise import FOLDER as SNAPSHOTS
from xldesk.ledger.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LATER = START.replace(year=2027)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a filled ledger to copy and forge."""
    directory = tmp_path_factory.mktemp("original") / "desk"
    with Ledger.create(directory) as ledger:
        fill(ledger)
        ledger.snapshot()
    return directory


@pytest.fixture
def forged(original: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that makes a copy with a change that no guard shows."""

    def make(change: str) -> Path:
        desk = tmp_path / "desk"
        shutil.copytree(original, desk)
        connection = sqlite3.connect(desk / FILE_NAME, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(change).rowcount > 0
        for _, guard in guards:
            connection.execute(guard)
        connection.close()
        return desk

    return make


BYTES = "holds bytes where text belongs"

CHANGES = [
    ("UPDATE entry SET details = CAST(details AS BLOB)", f"entry 1: details {BYTES}"),
    ("UPDATE entry SET reason = CAST(reason AS BLOB)", f"entry 1: reason {BYTES}"),
    ("UPDATE entry SET hash = CAST(hash AS BLOB)", f"entry 1: hash {BYTES}"),
    ("UPDATE entry SET at = CAST(at AS BLOB)", f"entry 1: at {BYTES}"),
    ("UPDATE entry SET at = 'noon'", "entry 1: its content does not match its hash"),
    ("UPDATE entry SET authenticated = 'x'", "entry 1: authenticated holds text where a whole"),
    ("UPDATE entry SET details = '['", "entry 1: its content does not match its hash"),
    (
        "UPDATE entry SET details = replace(hex(zeroblob(50000)), '0', '[')",
        "entry 1: its content does not match its hash",
    ),
    ("UPDATE entry_row SET content = CAST(content AS BLOB)", f"entry 2: row 1.1: content {BYTES}"),
    ("UPDATE entry_row SET digest = x'00ff'", f"entry 2: row 1.1: digest {BYTES}"),
    ("UPDATE entry_row SET source_file = x'ff'", f"entry 2: row 1.1: source_file {BYTES}"),
    (
        "UPDATE entry_row SET source_row = 'x'",
        "entry 2: row 1.1: source_row holds text where a whole number belongs",
    ),
    (
        "UPDATE entry_row SET ordinal = ordinal + 0.5",
        "entry 2: row 1.1.5: ordinal holds a number with decimals where a whole number belongs",
    ),
    (
        "UPDATE entry_row SET part = x'01' WHERE position = 5",
        r"entry 5: row b'\x01'.1: part holds bytes where a whole number belongs",
    ),
    (
        "UPDATE entry_row SET source_file = CAST(x'ff' AS TEXT)",
        "entry 2: row 1.1: source_file holds text that is not UTF-8",
    ),
    ("UPDATE row_set SET digest = x'00'", f"entry 2: row set 1: digest {BYTES}"),
    ("UPDATE row_set SET kind = CAST(kind AS BLOB)", f"entry 2: row set 1: kind {BYTES}"),
    (
        "UPDATE row_set SET kind = 'nokind'",
        "entry 2: row set 1 (nokind) is of a kind that no ledger holds",
    ),
    (
        "UPDATE row_set SET row_count = '4.5'",
        "entry 2: row set 1: row_count holds a number with decimals where a whole number belongs",
    ),
    ("UPDATE row_set SET part = 'x' WHERE position = 5", "entry 5: row set x: part holds text"),
    (
        "UPDATE row_set SET segment = 'a' || char(0) WHERE segment IS NOT NULL",
        "entry 3: segment a\0.parquet (1200 rows of opportunity) has a name that no segment has",
    ),
    (
        "UPDATE row_set SET segment = '../ledger' WHERE segment IS NOT NULL",
        "entry 3: segment ../ledger.parquet (1200 rows of opportunity) has a name that no",
    ),
    ("UPDATE policy SET content = CAST(content AS BLOB)", f"entry 1: its policy: content {BYTES}"),
    (
        "UPDATE policy SET source_text = CAST(source_text AS BLOB)",
        f"entry 1: its policy: source_text {BYTES}",
    ),
    ("UPDATE policy SET version = x'00'", f"entry 1: its policy: version {BYTES}"),
    (
        "UPDATE contact SET content = CAST(content AS BLOB)",
        f"entry 4: contact 2.1.1: content {BYTES}",
    ),
    ("UPDATE contact SET salt = x'00'", f"entry 4: contact 2.1.1: salt {BYTES}"),
    ("UPDATE contact SET member = 'x' WHERE member = 2", "entry 4: contact 2.2.x: member holds"),
]


@pytest.mark.parametrize(("change", "named"), CHANGES)
def test_verify_names_the_place(forged: Callable[[str], Path], change: str, named: str) -> None:
    with Ledger.open(forged(change)) as ledger:
        found = verify(ledger).problems
    assert any(problem.startswith(named) for problem in found), found


@pytest.mark.parametrize(
    "table", ["entry.details", "entry_row.content", "policy.content", "contact.content"]
)
def test_bytes_that_say_the_same_are_one_problem(forged: Callable[[str], Path], table: str) -> None:
    name, column = table.split(".")
    change = (
        f"UPDATE {name} SET {column} = CAST({column} AS BLOB) "
        f"WHERE rowid = (SELECT max(rowid) FROM {name})"
    )
    with Ledger.open(forged(change)) as ledger:
        (problem,) = verify(ledger).problems
    assert problem.endswith(f"{column} {BYTES}")


def read_everything(ledger: Ledger) -> None:
    """Read what the commands read, a snapshot made anew among it."""
    shutil.rmtree(ledger.directory / SNAPSHOTS)
    ledger.head()
    ledger.entries()
    ledger.policy_at(LATER)
    ledger.policies_governing(LATER)
    ledger.contacts("P-1")
    ledger.snapshot().connect().execute("FROM opportunity").fetchall()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET hash = CAST(hash AS BLOB)",
        "UPDATE entry SET reason = CAST(x'ff' AS TEXT)",
        "UPDATE entry SET at = 'noon'",
        "UPDATE entry SET at = '2026-01-05'",
        "UPDATE entry SET details = CAST(details AS BLOB)",
        "UPDATE entry SET details = '['",
        "UPDATE entry SET details = '[]'",
        "UPDATE entry SET details = replace(hex(zeroblob(50000)), '0', '[')",
        """UPDATE entry SET details = '{"in_force_from":"noon"}'""",
        "UPDATE entry SET authenticated = x'01'",
        "UPDATE entry_row SET content = CAST(content AS BLOB)",
        "UPDATE entry_row SET content = 'x'",
        "UPDATE entry_row SET content = '{}'",
        "UPDATE entry_row SET content = replace(content, '100', '900') WHERE position = 2",
        "UPDATE entry_row SET source_row = 'x'",
        "UPDATE row_set SET kind = 'nokind'",
        "UPDATE row_set SET kind = CAST(kind AS BLOB)",
        "UPDATE row_set SET segment = x'00' WHERE segment IS NOT NULL",
        "UPDATE row_set SET segment = '../ledger' WHERE segment IS NOT NULL",
        "UPDATE row_set SET part = 1.5 WHERE segment IS NOT NULL",
        "UPDATE policy SET content = CAST(content AS BLOB)",
        "UPDATE policy SET content = '{}'",
        "UPDATE policy SET version = x'00'",
        "UPDATE contact SET content = CAST(content AS BLOB)",
        "UPDATE contact SET content = '{'",
    ],
)
def test_what_reads_such_a_ledger_says_to_verify_it(
    forged: Callable[[str], Path], change: str
) -> None:
    with Ledger.open(forged(change)) as ledger, pytest.raises(LedgerCorruptError) as raised:
        read_everything(ledger)
    assert "run `xldesk ledger verify`" in raised.value.message
    assert "\n" not in raised.value.message


@pytest.mark.parametrize("segment", ["x'00'", "'../ledger'", "'a' || char(0)"])
def test_no_backup_is_made_of_a_segment_with_another_name(
    forged: Callable[[str], Path], tmp_path: Path, segment: str
) -> None:
    change = f"UPDATE row_set SET segment = {segment} WHERE segment IS NOT NULL"
    with (
        Ledger.open(forged(change)) as ledger,
        pytest.raises(LedgerCorruptError, match="is not the name of a segment"),
    ):
        backup(ledger, tmp_path / "desk.xldesk")
    assert not (tmp_path / "desk.xldesk").exists()


def test_nothing_is_added_to_such_a_ledger(forged: Callable[[str], Path]) -> None:
    desk = forged("UPDATE entry SET hash = CAST(hash AS BLOB)")
    with (
        Ledger.open(desk) as ledger,
        pytest.raises(LedgerCorruptError),
        ledger.writing(command(6)) as writer,
    ):
        writer.add_records("opportunity", [opportunity(9)])


def test_the_original_is_whole(original: Path, tmp_path: Path) -> None:
    shutil.copytree(original, tmp_path / "desk")
    with Ledger.open(tmp_path / "desk") as ledger:
        assert verify(ledger).ok
        read_everything(ledger)
