"""The computer that Excel runs on, as far as settings depend on it; tests make their own."""

from __future__ import annotations

import locale
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

import xldesk_udfs


@dataclass(frozen=True, slots=True)
class Machine:
    """``system`` is Windows, Darwin or Linux; ``modules`` the folder of our Excel modules.

    ``modules`` is None where the interpreter finds them by itself. ``encoding`` is that of the
    user's settings file: what VBA reads.
    """

    system: str
    home: Path
    interpreter: str
    modules: str | None
    encoding: str = "utf-8"


def this_machine() -> Machine:
    """Return the computer at hand."""
    folder = Path(xldesk_udfs.__file__).resolve().parents[1]
    is_installed = folder.name in {"site-packages", "dist-packages"}
    return Machine(
        system=platform.system(),
        home=Path.home(),
        interpreter=sys.executable,
        modules=None if is_installed else str(folder),
        encoding=locale.getencoding(),
    )
