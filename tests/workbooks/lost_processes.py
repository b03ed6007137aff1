"""What other processes do in tests, and how they are lost; little to import, each begins anew."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.workbooks.lone_process import Stopped

ENDING = frozenset({9, 10, 40})


def doubled(number: int) -> tuple[int, int]:
    return number * 2, os.getpid()


def refused(number: int) -> int:
    if number == 30:
        raise UsageError("thirty is not taken")
    return number


def ended(number: int) -> int:
    """Kill the process over some numbers, refuse another, and return the rest."""
    if number in ENDING:
        os.kill(os.getpid(), signal.SIGKILL)
    return refused(number)


def held_up(number: int) -> int:
    threading.Event().wait()
    return number


def lost(number: int, why: Stopped) -> tuple[int, Stopped]:
    return number, why


def named(path: Path) -> str:
    """Kill the process over one file, and return the name of any other."""
    if path.name == "30.xlsx":
        os.kill(os.getpid(), signal.SIGKILL)
    return path.name


def begun(file: Path) -> None:
    """Write which process this is, and wait for ever."""
    file.write_text(str(os.getpid()))
    threading.Event().wait()


def leave_others_behind(folder: Path) -> None:
    """Begin processes that work on files of a folder, and never come to an end."""
    from xldesk.workbooks.many_files import FEWEST, each

    list(each(begun, [folder / str(number) for number in range(FEWEST)], 2))
