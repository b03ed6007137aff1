"""Rows of a killed intake do not stay in the temporary folder; those of a live one do."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from xldesk.intake.abandoned import CLAIM, OLD_SECONDS, PREFIX, claimed, own_prefix
from xldesk.intake.staging import staging_folder


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def gone() -> int:
    """Return the id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def left(temporary: Path, process: int, *, old: bool, name: str = "") -> Path:
    folder = temporary / (name or f"{PREFIX}{process}-abc")
    (folder / "staging.duckdb.spill").mkdir(parents=True)
    (folder / "staging.duckdb").write_bytes(b"rows")
    if old:
        before = folder.stat().st_mtime - OLD_SECONDS - 60
        for path in (*folder.rglob("*"), folder):
            os.utime(path, (before, before))
    return folder


def test_only_an_old_folder_of_a_dead_process_is_removed(temporary: Path, gone: int) -> None:
    dead = left(temporary, gone, old=True)
    alive = left(temporary, os.getpid(), old=True)
    with staging_folder() as own:
        assert own.name.startswith(own_prefix())
        assert sorted(temporary.iterdir()) == sorted([alive, own])
    assert not dead.exists()
    assert list(temporary.iterdir()) == [alive]


WAITING = """
import sys, tempfile
from xldesk.intake.staging import staging_folder
tempfile.tempdir = sys.argv[1]
with staging_folder() as folder:
    (folder / "staging.duckdb").write_bytes(b"rows")
    print(folder, flush=True)
    sys.stdin.read()
"""


def test_the_folder_of_a_killed_intake_goes_with_the_next_one(temporary: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, str(temporary)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        with staging_folder():
            assert folder.parent == temporary
            assert (folder / "staging.duckdb").read_bytes() == b"rows"
        assert folder.exists()
        process.kill()
        process.wait()
    assert folder.exists()
    with staging_folder() as own:
        assert list(temporary.iterdir()) == [own]


def test_a_claim_is_believed_more_than_age_and_process(temporary: Path, gone: int) -> None:
    held, let_go = (left(temporary, gone, old=True, name=f"{PREFIX}{gone}-{n}") for n in "ab")
    with claimed(held):
        with claimed(let_go):
            pass
        os.utime(let_go)
        with staging_folder() as own:
            assert sorted(temporary.iterdir()) == sorted([held, own])
    with staging_folder() as own:
        assert list(temporary.iterdir()) == [own]


def test_a_claim_that_leads_elsewhere_removes_nothing(temporary: Path, gone: int) -> None:
    folder = left(temporary, gone, old=False)
    (folder / CLAIM).symlink_to(folder / "staging.duckdb")
    with staging_folder():
        pass
    assert folder.exists()


@pytest.mark.parametrize("fresh_part", ["", "staging.duckdb"])
def test_what_was_written_to_within_a_day_stays(
    temporary: Path, gone: int, fresh_part: str
) -> None:
    folder = left(temporary, gone, old=True)
    os.utime(folder / fresh_part)
    with staging_folder():
        pass
    assert folder.exists()


def test_other_names_and_links_stay(temporary: Path, gone: int) -> None:
    elsewhere = left(temporary, gone, old=True, name="elsewhere")
    unnamed = left(temporary, gone, old=True, name=f"{PREFIX}abcdefgh")
    link = temporary / f"{PREFIX}{gone}-link"
    link.symlink_to(elsewhere)
    with staging_folder():
        pass
    assert (elsewhere / "staging.duckdb").exists()
    assert unnamed.exists()
    assert link.is_symlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of another user")
def test_folders_of_others_stay(temporary: Path, gone: int) -> None:
    folder = left(temporary, gone, old=True)
    os.chown(folder, 65_534, -1)
    with staging_folder():
        pass
    assert folder.exists()
