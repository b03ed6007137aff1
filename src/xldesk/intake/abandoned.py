"""Remove staging folders that an intake left behind because it was killed."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

PREFIX = "xldesk-intake-"
OLD_SECONDS = 86_400
_NAME = re.compile(rf"{PREFIX}([1-9]\d{{0,9}})-.+")


def own_prefix() -> str:
    """Return how the names of this process's staging folders begin: they say whose they are."""
    return f"{PREFIX}{os.getpid()}-"


def remove_abandoned(own: Path) -> list[Path]:
    """Remove the folders beside ``own`` whose intake is gone; return those that are gone now.

    They hold rows of a CRM, so they must not stay. Gone is what nobody wrote to for a day before
    ``own`` was made, in a folder of the same user whose process runs no more.
    """
    mine = own.stat()
    removed = []
    for folder in sorted(own.parent.glob(f"{PREFIX}*")):
        named = _NAME.fullmatch(folder.name)
        if folder == own or named is None or _runs(int(named[1])):
            continue
        # Another intake may remove it at the same time: what is no longer there is no failure.
        with suppress(OSError):
            found = folder.lstat()
            is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == mine.st_uid
            if is_ours and mine.st_mtime - _last_written(folder) > OLD_SECONDS:
                shutil.rmtree(folder)
                removed.append(folder)
    return removed


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
