"""Computers that tests make up: with Windows or without, and what stands on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from xldesk.excel.desktop.machine import Machine


def machine_of(home: Path, system: str = "Windows", encoding: str = "cp1252") -> Machine:
    """Return a computer whose Python, and home folder, stand in ``home``."""
    return Machine(system, home, str(home / "python" / "python.exe"), None, encoding)


@dataclass
class MadeUp:
    """Surroundings in which all is well, unless a test changes one thing."""

    machine: Machine
    python: tuple[int, int] = (3, 12)
    bits: int = 64
    registered: dict[tuple[str, str, str], str | int] = field(default_factory=dict)
    modules: set[str] = field(
        default_factory=lambda: {"pythoncom", "win32com", "pyopenvba", "ironcalc"}
    )
    programs: dict[str, str] = field(default_factory=lambda: {"soffice": "/usr/bin/soffice"})
    streams: dict[str, str] = field(default_factory=dict)
    free: int | OSError = 10**12

    def registry(self, hive: str, key: str, value: str) -> str | int | None:
        return self.registered.get((hive, key, value))

    def has_module(self, name: str) -> bool:
        return name in self.modules

    def program(self, *names: str) -> str | None:
        return next((self.programs[name] for name in names if name in self.programs), None)

    def stream(self, path: Path, name: str) -> str | None:
        return self.streams.get(f"{path.name}:{name}")

    def free_bytes(self, _folder: Path) -> int:
        if isinstance(self.free, OSError):
            raise self.free
        return self.free
