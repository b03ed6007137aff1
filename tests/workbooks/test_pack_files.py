"""The files of a pack: the same from one process or several, and what they replace is kept."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from support.mdf_world import MdfWorld
from support.programme import NAMES, fill, provenance
from xldesk.errors import UsageError
from xldesk.workbooks import mdf_tracker_partner, pack_file
from xldesk.workbooks.many_files import FEWEST, each
from xldesk.workbooks.pack_file import PREVIOUS, PackJob, put
from xldesk.workbooks.package import AtomicFile


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[PackJob]]:
    """More files than are begun in one process alone, in a folder of no name yet."""
    with MdfWorld(tmp_path_factory.mktemp("files") / "desk") as world:
        fill(world)
        basis = world.basis()
        wanted = [(f"P-{at:03d}", provenance(basis, f"P-{at:03d}")) for at in range(1, len(NAMES))]
        name = mdf_tracker_partner.SPEC.name
        made = [
            PackJob(name, content, Path(f"tracker_{partner}.xlsx"))
            for partner, content in mdf_tracker_partner.contents(basis, wanted)
        ]
        yield [
            job._replace(target=Path(f"{again}_{job.target.name}"))
            for again in range(FEWEST // len(made) + 2)
            for job in made
        ]


def in_folder(jobs: list[PackJob], folder: Path) -> list[PackJob]:
    folder.mkdir()
    return [job._replace(target=folder / job.target.name) for job in jobs]


def test_several_processes_write_what_one_does(jobs: list[PackJob], tmp_path: Path) -> None:
    alone = list(each(put, in_folder(jobs, tmp_path / "alone")))
    shared = list(each(put, in_folder(jobs, tmp_path / "shared"), 2, here=True))
    assert len(jobs) > FEWEST
    assert [one.digest for one in shared] == [one.digest for one in alone]
    for one, other in zip(alone, shared, strict=True):
        assert other.path.read_bytes() == one.path.read_bytes()
    assert sorted((tmp_path / "shared").iterdir()) == sorted(one.path for one in shared)


def test_what_says_something_else_is_kept_and_the_same_is_not(
    jobs: list[PackJob], tmp_path: Path
) -> None:
    first, second = in_folder(jobs[:2], tmp_path / "pack")
    put(first)
    issued = first.target.read_bytes()
    assert put(first).kept is None
    again = put(second._replace(target=first.target))
    assert again.kept is not None
    assert again.kept.parent.name == PREVIOUS
    assert again.kept.read_bytes() == issued
    assert first.target.read_bytes() != issued
    assert sorted(path.name for path in first.target.parent.iterdir()) == sorted(
        [PREVIOUS, first.target.name]
    )


def test_a_link_that_leads_nowhere_is_replaced_and_not_followed(
    jobs: list[PackJob], tmp_path: Path
) -> None:
    [job] = in_folder(jobs[:1], tmp_path / "pack")
    elsewhere = tmp_path / "elsewhere.xlsx"
    job.target.symlink_to(elsewhere)
    put(job)
    assert not elsewhere.exists()
    assert not job.target.is_symlink()
    assert job.target.is_file()


def test_a_replaced_file_keeps_who_may_read_it(jobs: list[PackJob], tmp_path: Path) -> None:
    first, second = in_folder(jobs[:2], tmp_path / "pack")
    put(first)
    first.target.chmod(0o640)
    put(second._replace(target=first.target))
    assert stat.S_IMODE(first.target.stat().st_mode) == 0o640


class Half:
    """A file that takes the beginning of what is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, content: bytes) -> None:
        self._file.write(content[:999])
        raise OSError(errno.ENOSPC, "No space left on device")


class OnFullDisk(AtomicFile):
    def __enter__(self) -> Any:
        return Half(super().__enter__())


def test_half_of_what_was_there_is_never_kept(
    jobs: list[PackJob], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = in_folder(jobs[:2], tmp_path / "pack")
    put(first)
    issued = first.target.read_bytes()

    monkeypatch.setattr(pack_file, "AtomicFile", OnFullDisk)
    with pytest.raises(UsageError, match="No space"):
        put(second._replace(target=first.target))
    assert first.target.read_bytes() == issued
    assert list((first.target.parent / PREVIOUS).iterdir()) == []
    assert sorted(path.name for path in first.target.parent.iterdir()) == sorted(
        [PREVIOUS, first.target.name]
    )


def test_what_is_no_file_is_not_written_over(jobs: list[PackJob], tmp_path: Path) -> None:
    [job] = in_folder(jobs[:1], tmp_path / "pack")
    os.mkfifo(job.target)
    with pytest.raises(UsageError, match="is no file; move it away"):
        put(job)
    assert stat.S_ISFIFO(job.target.stat().st_mode)
