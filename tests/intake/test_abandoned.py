"""Rows of a killed intake do not stay in the temporary folder; those of a live one do."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import pytest

from xldesk.intake.abandoned import OLD_SECONDS, PREFIX, own_prefix
from xldesk.intake.staging import staging_folder

if TYPE_CHECKING:
    from pathlib import Path


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
