"""What the doctor looks at outside of the desk; tests bring their own."""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from xldesk.excel.desktop.machine import Machine, this_machine

if TYPE_CHECKING:
    from types import ModuleType


class Surroundings(Protocol):
    """A computer as the doctor sees it."""

    @property
    def machine(self) -> Machine:
        """The system, the home folder and this Python."""

    @property
    def python(self) -> tuple[int, int]:
        """The version of this Python."""

    @property
    def bits(self) -> int:
        """32 or 64: how wide this Python's addresses are."""

    def registry(self, hive: str, key: str, value: str) -> str | int | None:
        """Return a value of Windows' registry, None where it is not set. ``hive`` is HKCU, HKLM."""

    def has_module(self, name: str) -> bool:
        """Tell whether Python has a module."""

    def program(self, *names: str) -> str | None:
        """Return where the first of these programs is."""

    def stream(self, path: Path, name: str) -> str | None:
        """Return the text that Windows keeps beside a file under ``name``, None without one."""

    def free_bytes(self, folder: Path) -> int:
        """Return the room on the disk of ``folder``; raises OSError."""


class ThisComputer:
    """The computer at hand."""

    def __init__(self) -> None:
        self._machine = this_machine()

    @property
    def machine(self) -> Machine:
        """The system, the home folder and this Python."""
        return self._machine

    @property
    def python(self) -> tuple[int, int]:
        """The version of this Python."""
        return sys.version_info[:2]

    @property
    def bits(self) -> int:
        """32 or 64: how wide this Python's addresses are."""
        return 8 * struct.calcsize("P")

    def registry(self, hive: str, key: str, value: str) -> str | int | None:
        """Return a value of Windows' registry, None where it is not set."""
        if self._machine.system != "Windows":
            return None
        winreg: ModuleType = importlib.import_module("winreg")
        root = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE"}[hive]
        try:
            with winreg.OpenKey(getattr(winreg, root), key) as opened:
                found = winreg.QueryValueEx(opened, value)[0]
        except FileNotFoundError:
            return None
        return found if isinstance(found, str | int) else None

    def has_module(self, name: str) -> bool:
        """Tell whether Python has a module."""
        return importlib.util.find_spec(name) is not None

    def program(self, *names: str) -> str | None:
        """Return where the first of these programs is."""
        return next((found for name in names if (found := shutil.which(name))), None)

    def stream(self, path: Path, name: str) -> str | None:
        """Return the text that Windows keeps beside a file under ``name``, None without one."""
        if self._machine.system != "Windows":
            return None
        try:
            return Path(f"{path}:{name}").read_text("utf-8", "replace")
        except FileNotFoundError:
            return None

    def free_bytes(self, folder: Path) -> int:
        """Return the room on the disk of ``folder``; raises OSError."""
        return shutil.disk_usage(folder).free
