"""The files of a folder that are read when the folder is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.intake.formats import OLD_ENDINGS, READABLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LOCK_PREFIX = "~$"
"""How Excel names the file that says that a workbook is open."""


def files_named(paths: Sequence[Path]) -> tuple[list[Path], tuple[str, ...]]:
    """Return the files that ``paths`` name, folders opened, and what of the folders is not read.

    Of a folder the files in a format that is read count, by name; not the folders in it, hidden
    files and Excel's lock files. A file that is named twice counts once. Raises UsageError for a
    folder without such a file, or that cannot be read.
    """
    found: list[Path] = []
    skipped: list[str] = []
    for path in paths:
        if _is_folder(path):
            files, others = _contents(path)
            found += files
            skipped += others
        else:
            found.append(path)
    return list(dict.fromkeys(found)), tuple(skipped)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # a path that cannot even be looked up is told when it is read


def _contents(folder: Path) -> tuple[list[Path], list[str]]:
    files: list[Path] = []
    skipped = []
    try:
        inside = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be read: {error.strerror}; check the path and its permissions"
        ) from error
    for path in inside:
        why = _why_not(path)
        if why is None:
            files.append(path)
        else:
            skipped.append(f"{path.name}: {why}")
    if not files:
        raise UsageError(
            f"{folder} holds no file that can be read ({', '.join(READABLE)})"
            + (f"; not read: {'; '.join(skipped[:5])}" if skipped else "")
        )
    return files, skipped


def _why_not(path: Path) -> str | None:
    if path.name.startswith(LOCK_PREFIX):
        return "Excel's mark that a workbook is open; close it if it changed"
    if path.name.startswith("."):
        return "hidden"
    if path.is_dir():
        return "a folder in the folder; name it too"
    if not path.is_file():
        return "not a regular file"
    return _not_read(path.name.lower())


def _not_read(name: str) -> str | None:
    if name.endswith(READABLE):
        return None
    if name.endswith(OLD_ENDINGS):
        return "a workbook in a format that is not read; save it as .xlsx or CSV"
    return f"not a format that is read ({', '.join(READABLE)})"
