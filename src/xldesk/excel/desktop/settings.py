"""The settings by which xlwings, and our VBA, find Python, our modules and the desk."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xldesk.desk_folder import SETTINGS
from xldesk.errors import UsageError
from xldesk_udfs import registry

if TYPE_CHECKING:
    from xldesk.excel.desktop.machine import Machine

INTERPRETER = "INTERPRETER_WIN"
PYTHONPATH = "PYTHONPATH"
UDF_MODULES = "UDF MODULES"
DESK = "XLDESK_DESK"
"""The names of settings: ours is the last, the others are those that xlwings reads."""

MODULES = registry.MODULE
_SECTION = "excel"


@dataclass(frozen=True, slots=True)
class DesktopSettings:
    """Where Python, further modules and the desk are; what is None is left to the user's own."""

    interpreter: str | None
    pythonpath: str | None
    desk: str | None

    def entries(self) -> dict[str, str]:
        """Return the settings that say something, by name, in the order they are written."""
        said = {
            INTERPRETER: self.interpreter,
            PYTHONPATH: self.pythonpath,
            UDF_MODULES: MODULES,
            DESK: self.desk,
        }
        return {name: value for name, value in said.items() if value is not None}


def settings_of(desk: Path | None, machine: Machine) -> DesktopSettings:
    """Return the settings of workbooks: what ``[excel]`` of desk.toml says, else this machine's.

    Paths of a machine that is not Windows mean nothing to Excel, so they are left out. Raises
    UsageError for a section with other keys or values than texts.
    """
    given = _written(desk / SETTINGS) if desk is not None else {}
    is_windows = machine.system == "Windows"
    here = str(desk.resolve()) if desk is not None else None
    return DesktopSettings(
        given.get("interpreter", machine.interpreter if is_windows else None),
        given.get("pythonpath", machine.modules if is_windows else None),
        given.get("desk", here if is_windows else None),
    )


def _written(path: Path) -> dict[str, str]:
    try:
        section: Any = tomllib.loads(path.read_text("utf-8")).get(_SECTION, {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    known = ("interpreter", "pythonpath", "desk")
    if not isinstance(section, dict):
        raise UsageError(f"{path}: {_SECTION} is a section with {', '.join(known)}")
    for key, value in section.items():
        if key not in known:
            raise UsageError(f"{path}: [{_SECTION}] has {', '.join(known)}, not {key!r}")
        if not isinstance(value, str) or '"' in value or not value.isprintable():
            raise UsageError(f"{path}: [{_SECTION}] {key} is a text without quotation marks")
    return section
