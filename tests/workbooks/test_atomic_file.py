"""A file is written whole under its name, behind its links, for those who could read it before."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from xldesk.errors import UsageError
from xldesk.workbooks.package import AtomicFile


def written(target: Path, content: bytes = b"new") -> None:
    with AtomicFile(target) as file:
        file.write(content)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("kept", [0o600, 0o640, 0o664])
def test_a_file_that_is_there_keeps_its_permissions(tmp_path: Path, kept: int) -> None:
    target = tmp_path / "book.xlsx"
    target.write_bytes(b"old")
    target.chmod(kept)
    written(target)
    assert (target.read_bytes(), mode(target)) == (b"new", kept)


def test_a_new_file_is_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    written(tmp_path / "book.xlsx")
    assert mode(tmp_path / "book.xlsx") == mode(tmp_path / "other")


def test_a_link_stays_and_the_file_behind_it_is_written(tmp_path: Path) -> None:
    real = tmp_path / "store" / "book.xlsx"
    real.parent.mkdir()
    real.write_bytes(b"old")
    for name, to in (("first.xlsx", real), ("second.xlsx", tmp_path / "first.xlsx")):
        (tmp_path / name).symlink_to(to)
    written(tmp_path / "second.xlsx")
    assert real.read_bytes() == b"new"
    assert (tmp_path / "second.xlsx").readlink() == tmp_path / "first.xlsx"
    assert sorted(path.name for path in real.parent.iterdir()) == ["book.xlsx"]


def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    for target in (tmp_path / "folder.xlsx", tmp_path / "missing" / "book.xlsx"):
        with pytest.raises(UsageError, match="cannot be written"):
            written(target)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]
