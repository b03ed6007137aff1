"""A program that is asked something and ends in time, with all that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program printed, what it said on the side, and its exit code; None: out of time."""

    code: int | None
    out: str
    err: str


def ask(command: Sequence[str], seconds: float, said: str = "") -> Answer:
    """Run ``command`` with ``said`` as its input; after ``seconds`` it and its children end."""
    with subprocess.Popen(  # noqa: S603 -- our own programs, with paths that the user named
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(said, timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            out, err = process.communicate()
            return Answer(None, out, err)
        except BaseException:  # this program was told to stop, and the other is not waited for
            _end(process)
            raise
    return Answer(process.returncode, out, err)


def _end(process: subprocess.Popen[str]) -> None:
    """End a program and what it started: its own session, which nothing else is part of."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
