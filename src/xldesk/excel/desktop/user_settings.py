"""The user's own xlwings settings: one line a setting, as xlwings' VBA reads and writes them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xldesk.errors import MissingError, UsageError
from xldesk.excel.desktop.settings import PYTHONPATH, UDF_MODULES
from xldesk.workbooks.package import AtomicFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xldesk.excel.desktop.machine import Machine

_LINE = re.compile(r'\s*"(?P<name>[^"]*)"\s*,\s*"(?P<value>[^"]*)"\s*')
_LISTS = frozenset({PYTHONPATH, UDF_MODULES})
"""Settings of several entries with ``;`` between them: the user's own stay beside ours."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the settings file says and what it is to say; ``path`` need not be there yet."""

    path: Path
    before: str
    after: str

    @property
    def is_needed(self) -> bool:
        """Whether the file says something else than it should."""
        return self.before != self.after

    def lines(self) -> list[str]:
        """Return the lines that go (``-``) and come (``+``), with those around them."""
        before, after = self.before.splitlines(), self.after.splitlines()
        return list(difflib.unified_diff(before, after, lineterm=""))[2:]

    def write(self, machine: Machine) -> None:
        """Put the new text in the place of the old one; raises UsageError where that fails."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            content = self.after.encode(machine.encoding)
        except OSError as error:
            raise UsageError(f"{self.path.parent}: {error.strerror or error}") from error
        except UnicodeEncodeError as error:
            raise UsageError(
                f"{self.path} cannot hold {error.object[error.start : error.end]!r}: Excel's VBA "
                "reads it in the language of Windows; choose a folder named in its letters"
            ) from error
        with AtomicFile(self.path) as file:
            file.write(content)


def settings_file(machine: Machine) -> Path:
    """Return where xlwings looks for the user's settings.

    Raises MissingError where Excel cannot call Python: everywhere but on Windows.
    """
    if machine.system != "Windows":
        raise MissingError(
            "Excel calls Python functions and macros on Windows alone; for a Mac and the web an "
            "add-in is planned and not there yet, until then use the command line. Nothing was "
            "changed"
        )
    return machine.home / ".xlwings" / "xlwings.conf"


def planned(machine: Machine, entries: Mapping[str, str]) -> Change:
    """Return how the user's settings change so that they say ``entries`` by name.

    Raises MissingError as ``settings_file`` does, UsageError for a file that cannot be read.
    """
    path = settings_file(machine)
    before = text_of(path, machine)
    return Change(path, before, merged(before, entries))


def text_of(path: Path, machine: Machine) -> str:
    """Return what the settings file says, nothing where there is none; raises UsageError."""
    try:
        return path.read_bytes().decode(machine.encoding) if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def values(text: str) -> dict[str, str]:
    """Return the settings of a file by name in capitals; of one name the first counts."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is not None:
            found.setdefault(match["name"].upper(), match["value"])
    return found


def merged(text: str, entries: Mapping[str, str]) -> str:
    """Return ``text`` with ``entries``: every other line stays, and in its place.

    A setting that is a list keeps what the user has in it. Merging twice changes nothing more.
    """
    present = values(text)
    wanted = {
        name: _joined(present.get(name, ""), value) if name in _LISTS else value
        for name, value in entries.items()
    }
    ending = "\r\n" if "\r\n" in text or not text else "\n"
    written: set[str] = set()
    lines = []
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        name = match["name"].upper() if match is not None else ""
        if name not in wanted:
            lines.append(line)
        elif name not in written:
            same = match is not None and match["value"] == wanted[name]
            lines.append(line if same else _line(name, wanted[name]))
            written.add(name)
    lines += [_line(name, value) for name, value in wanted.items() if name not in written]
    return ending.join(lines) + ending


def _joined(present: str, value: str) -> str:
    """Return the list ``present`` with the entries of ``value`` that it lacks at its end."""
    entries = [entry for entry in present.split(";") if entry]
    known = {entry.lower() for entry in entries}
    return ";".join([*entries, *(new for new in value.split(";") if new.lower() not in known)])


def _line(name: str, value: str) -> str:
    return f'"{name}","{value}"'
