"""A full disk, a folder that cannot be written, a file that is no ledger: one line each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from support import ledger_limits
from support.ledger_desk import OPPORTUNITIES, command, opportunity
from xldesk.errors import LedgerCorruptError, LedgerError, UsageError
from xldesk.ledger.database import FILE_NAME
from xldesk.ledger.ledger import Ledger
from xldesk.ledger.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture
def desk_folder() -> Iterator[Path]:
    """Return a desk with one entry in a folder that everybody may enter."""
    parent = Path(tempfile.mkdtemp(prefix="xldesk-faults-"))
    parent.chmod(0o755)
    folder = parent / "desk"
    with Ledger.create(folder) as ledger, ledger.writing(command(1)) as writer:
        writer.add_records("opportunity", [opportunity(1)])
        writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [20_000])
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(parent)


def run(act: str, desk: Path) -> subprocess.CompletedProcess[str]:
    paths = [str(TESTS), str(TESTS.parent / "src"), os.environ.get("PYTHONPATH", "")]
    return subprocess.run(
        [sys.executable, ledger_limits.__file__, act, str(desk)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize(
    ("act", "place"),
    [
        ("rows", FILE_NAME),
        ("pages", FILE_NAME),
        ("segment", ""),
        ("snapshot", ""),
        ("create", "another"),
        ("archive", "desk.xldesk"),
    ],
)
def test_a_full_disk_is_one_line_and_leaves_nothing(
    desk_folder: Path, act: str, place: str
) -> None:
    before = files(desk_folder.parent)
    result = run(act, desk_folder)
    assert (result.returncode, result.stderr) == (2, "")
    assert result.stdout.count("\n") == 1
    assert result.stdout.startswith(str(desk_folder.parent))
    assert place in result.stdout
    assert "full" in result.stdout
    made = set(files(desk_folder.parent)) - set(before) - {"desk/snapshots"}
    assert {name for name in made if not name.startswith("desk/another")} == set()
    with Ledger.open(desk_folder) as ledger:
        assert verify(ledger).problems == ()
        assert len(ledger.entries()) == 1
        with ledger.writing(command(2)) as writer:
            writer.add_records("opportunity", [opportunity(2)])
        assert len(ledger.snapshot().connect().execute("FROM opportunity").fetchall()) == 20_000
    Ledger.create(desk_folder / "another").close()


@pytest.mark.parametrize("act", ["read_only", "create_read_only", "snapshot_read_only"])
def test_a_folder_that_cannot_be_written_is_one_line(desk_folder: Path, act: str) -> None:
    desk_folder.chmod(0o555)
    result = run(act, desk_folder)
    assert (result.returncode, result.stderr) == (2, "")
    assert result.stdout.count("\n") == 1
    assert result.stdout.startswith(str(desk_folder))
    assert "cannot be written: check the folder's permissions" in result.stdout


def test_a_folder_that_cannot_be_written_can_be_read(desk_folder: Path) -> None:
    desk_folder.chmod(0o555)
    result = run("read", desk_folder)
    assert (result.returncode, result.stdout, result.stderr) == (0, "1\n", "")


def test_who_may_only_read_sees_what_is_written_meanwhile(desk_folder: Path) -> None:
    with Ledger.open(desk_folder) as ledger:
        with ledger.writing(command(2)) as writer:
            writer.keep()
        desk_folder.chmod(0o555)
        result = run("read", desk_folder)
        assert (result.returncode, result.stdout, result.stderr) == (0, "2\n", "")


def test_a_desk_below_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="leads through a file"):
        Ledger.create(tmp_path / "file" / "desk")


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database, whatever its name says" * 100)
    with pytest.raises(LedgerCorruptError, match="damaged: run `xldesk ledger verify`"):
        Ledger.open(tmp_path)


def test_an_empty_file_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    with pytest.raises(LedgerError, match="there is no ledger here"):
        Ledger.open(tmp_path)


def test_a_harmed_segment_makes_no_snapshot(sqlite_ledger: Ledger) -> None:
    with sqlite_ledger.writing(command(1)) as writer:
        writer.add_query("opportunity", duckdb.connect(), OPPORTUNITIES, [2_000])
    (path,) = (sqlite_ledger.directory / "segments").iterdir()
    content = path.read_bytes()
    for harmed in (content[:-1], content[:500] + b"\x00" + content[501:], b""):
        path.write_bytes(harmed)
        with pytest.raises(LedgerCorruptError, match=f"{path.name}: this segment was changed"):
            sqlite_ledger.snapshot()
    path.unlink()
    with pytest.raises(LedgerCorruptError, match=f"{path.name}: this segment is missing"):
        sqlite_ledger.snapshot()


def test_a_source_that_cannot_be_read_is_not_called_a_full_disk(sqlite_ledger: Ledger) -> None:
    sql = "SELECT * FROM read_csv('/nowhere/deals.csv')"
    with (
        pytest.raises(LedgerError, match="No files found") as told,
        sqlite_ledger.writing(command(1)) as writer,
    ):
        writer.add_query("opportunity", duckdb.connect(), sql)
    assert "full" not in told.value.message


def test_another_kind_of_database_is_refused_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"postgresql\+pg8000") as refused:
        Ledger.open(tmp_path, "mysql://ada:secret@host/desk")
    assert "secret" not in refused.value.message


@pytest.mark.postgres
def test_a_server_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as refused:
        Ledger.open(tmp_path, "postgresql+pg8000://ada:secret@127.0.0.1:1/desk")
    assert "secret" not in refused.value.message
    assert refused.value.message.startswith("postgresql+pg8000://ada:***@127.0.0.1:1/desk: ")
    assert "\n" not in refused.value.message
