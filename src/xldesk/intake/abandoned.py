"""Remove staging folders that an intake left behind because it was killed."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREFIX = "xldesk-intake-"
CLAIM = "in-use"
OLD_SECONDS = 86_400
_NAME = re.compile(rf"{PREFIX}([1-9]\d{{0,9}})-.+")


def own_prefix() -> str:
    """Return how the names of this process's staging folders begin: they say whose they are."""
    return f"{PREFIX}{os.getpid()}-"


if sys.platform != "win32":
    import fcntl

    def _lock(descriptor: int) -> bool:
        """Take the lock of an open file and return True, or False where somebody holds it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

else:

    def _lock(descriptor: int) -> bool:
        raise OSError(f"file {descriptor}: there are no such locks here")


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold a lock in a staging folder that ends with this process, however it ends.

    Where the system has no such locks, the folder is not claimed.
    """
    if sys.platform == "win32":
        yield
        return
    unlocked = folder / f".{CLAIM}"
    with unlocked.open("xb") as stream:
        with suppress(OSError):  # some file systems know no locks
            # Only what is locked has the name: a claim without its lock was left behind.
            if _lock(stream.fileno()):
                unlocked.rename(folder / CLAIM)
        yield


def remove_abandoned(own: Path) -> list[Path]:
    """Remove the folders beside ``own`` whose intake is gone; return those that are gone now.

    They hold rows of a CRM, so they must not stay. Gone is a folder of the same user whose claim
    nobody holds any more; of one that was never claimed, what nobody wrote to for a day before
    ``own`` was made and whose process runs no more.
    """
    mine = own.stat()
    removed = []
    for folder in sorted(own.parent.glob(f"{PREFIX}*")):
        named = _NAME.fullmatch(folder.name)
        if folder == own or named is None:
            continue
        # Another intake may remove it at the same time: what is no longer there is no failure.
        with suppress(OSError):
            found = folder.lstat()
            is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == mine.st_uid
            if is_ours and _is_over(folder, int(named[1]), mine.st_mtime):
                shutil.rmtree(folder)
                removed.append(folder)
    return removed


def _is_over(folder: Path, process: int, now: float) -> bool:
    try:
        return not _is_held(folder / CLAIM)
    except FileNotFoundError:
        return not _runs(process) and now - _last_written(folder) > OLD_SECONDS


def _is_held(claim: Path) -> bool:
    """Tell whether a process holds a claim; raises FileNotFoundError where there is none."""
    if sys.platform == "win32":
        raise FileNotFoundError(claim)
    descriptor = os.open(claim, os.O_RDWR | os.O_NOFOLLOW)
    try:
        return not _lock(descriptor)
    finally:
        os.close(descriptor)


def _last_written(folder: Path) -> float:
    return max(path.lstat().st_mtime for path in (folder, *folder.rglob("*")))


def _runs(process: int) -> bool:
    """Tell whether a process runs; where that cannot be asked without harm, it may."""
    if sys.platform == "win32":
        return True  # there signal 0 is no question: it interrupts
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
