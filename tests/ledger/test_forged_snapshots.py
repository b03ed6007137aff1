"""A snapshot that somebody edited, its manifest too, is never written on and always named."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import duckdb
import pytest

from support.ledger_desk import OPPORTUNITIES, command, opportunity, unguarded
from xldesk.ledger.digest import sha256_file
from xldesk.ledger.ledger import Ledger
from xldesk.ledger.materialise import MANIFEST
from xldesk.ledger.segment import literal
from xldesk.ledger.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xldesk.ledger.snapshot import Snapshot

EDITED = "SELECT * REPLACE (amount + 1 AS amount)"


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Return a ledger of 1,500 opportunities, one of them twice."""
    with ledger.writing(command(1)) as writer:
        writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [1_500])
    with ledger.writing(command(2)) as writer:
        writer.add_records("opportunity", [opportunity(1, 7)])
    return ledger


def rewrite(snapshot: Snapshot, select: str = EDITED, kind: str = "opportunity") -> None:
    """Put other rows into a snapshot and say so in its manifest."""
    path = snapshot.directory / "opportunity.parquet"
    target = snapshot.directory / f"{kind}.parquet"
    made = snapshot.directory / "forged"
    with duckdb.connect() as engine:
        engine.execute(
            f"COPY ({select} FROM read_parquet({literal(path)})) TO {literal(made)} "
            "(FORMAT parquet)"
        )
    made.replace(target)
    manifest = json.loads((snapshot.directory / MANIFEST).read_text())
    entry = {**manifest["opportunity"], "bytes": target.stat().st_size}
    manifest[kind] = {**entry, "sha256": sha256_file(target)}
    (snapshot.directory / MANIFEST).write_text(json.dumps(manifest))


def total(snapshot: Snapshot) -> int:
    with snapshot.connect() as connection:
        (found,) = connection.execute("SELECT sum(amount) FROM opportunity").fetchall()
    return int(found[0])


def total_when_writing(ledger: Ledger, number: int) -> int:
    with ledger.writing(command(number)) as writer:
        return total(writer.current())


def test_a_file_of_the_same_length_is_not_used(filled: Ledger) -> None:
    snapshot = filled.snapshot()
    right = total(snapshot)
    path = snapshot.directory / "opportunity.parquet"
    path.write_bytes(b"x" * path.stat().st_size)
    assert total(filled.snapshot()) == right


def drop_a_kind(snapshot: Snapshot) -> None:
    (snapshot.directory / MANIFEST).write_text("{}")
    (snapshot.directory / "opportunity.parquet").unlink()


def add_a_kind(snapshot: Snapshot) -> None:
    shutil.copyfile(
        snapshot.directory / "opportunity.parquet", snapshot.directory / "touch.parquet"
    )


@pytest.mark.parametrize("harm", [drop_a_kind, add_a_kind])
def test_a_snapshot_of_other_kinds_is_not_used(
    filled: Ledger, harm: Callable[[Snapshot], None]
) -> None:
    snapshot = filled.snapshot()
    right = total(snapshot)
    harm(snapshot)
    assert len(verify(filled).problems) == 1
    assert total(filled.snapshot()) == right
    assert [path.name for path in snapshot.directory.glob("*.parquet")] == ["opportunity.parquet"]
    assert verify(filled).ok


@pytest.mark.parametrize(
    "select",
    [
        EDITED,
        "SELECT * REPLACE (CASE opportunity_id WHEN 'O-9' THEN 1 ELSE amount END AS amount)",
        "SELECT * EXCLUDE (term_months)",
        "SELECT *, 1 AS more",
    ],
)
def test_a_forged_snapshot_is_named(filled: Ledger, select: str) -> None:
    snapshot = filled.snapshot()
    rewrite(snapshot, select)
    assert verify(filled).problems == (
        (
            f"{snapshot.directory}: opportunity is not what the entries say; "
            "delete this folder, it is made anew"
        ),
    )
    shutil.rmtree(snapshot.directory)
    filled.snapshot()
    assert verify(filled).ok


def test_a_forged_snapshot_of_an_earlier_entry_is_named(filled: Ledger) -> None:
    filled.snapshot()
    earlier = filled.snapshot(1)
    rewrite(earlier)
    (problem,) = verify(filled).problems
    assert problem.startswith(f"{earlier.directory}: opportunity is not what the entries say")


def test_the_same_rows_in_other_bytes_are_whole(filled: Ledger) -> None:
    snapshot = filled.snapshot()
    before = sha256_file(snapshot.directory / "opportunity.parquet")
    rewrite(snapshot, "SELECT *")
    assert sha256_file(snapshot.directory / "opportunity.parquet") != before
    assert verify(filled).ok


def test_a_writer_does_not_build_on_a_forged_snapshot(filled: Ledger) -> None:
    snapshot = filled.snapshot()
    right = total(snapshot)
    rewrite(snapshot)
    assert total(filled.snapshot()) != right  # readers trust a manifest; verify does not
    assert total_when_writing(filled, 3) == right
    assert total(filled.snapshot()) == right
    assert verify(filled).ok


def test_a_writer_takes_over_no_forged_file(filled: Ledger) -> None:
    snapshot = filled.snapshot()
    right = total(snapshot)
    rewrite(snapshot)
    with filled.writing(command(3)) as writer:
        writer.keep()
    assert total_when_writing(filled, 4) == right


def test_another_process_leaves_a_true_snapshot_in_place(filled: Ledger) -> None:
    path = filled.snapshot().directory / "opportunity.parquet"
    written = path.stat().st_ino
    with Ledger.open(filled.directory, _url(filled)) as other:
        right = total_when_writing(other, 3)
        assert path.stat().st_ino == written
        assert total_when_writing(other, 3) == right
    assert path.stat().st_ino == written


def _url(ledger: Ledger) -> str | None:
    if ledger.database.is_sqlite:
        return None
    return ledger.database.engine.url.render_as_string(hide_password=False)


def test_a_snapshot_beyond_the_head_is_a_problem(tmp_path: Path) -> None:
    with Ledger.create(tmp_path) as ledger:
        for number in (1, 2):
            with ledger.writing(command(number)) as writer:
                writer.add_records("opportunity", [opportunity(number)])
        directory = ledger.snapshot().directory
        forger = unguarded(tmp_path)
        for table in ("entry_row", "row_set", "entry"):
            forger.execute(f"DELETE FROM {table} WHERE position = 2")
        forger.close()
        found = [line for line in verify(ledger).problems if not line.startswith("guard ")]
        assert len(found) == 1
        assert found[0].startswith(f"{directory}: it is of entry 2, but the last entry is 1: ")
        with ledger.writing(command(3)) as writer:
            writer.add_records("opportunity", [opportunity(3)])
        found = [line for line in verify(ledger).problems if not line.startswith("guard ")]
        assert len(found) == 1
        assert found[0].startswith(f"{directory}: entry 2 has another hash: ")
