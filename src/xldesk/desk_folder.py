"""The folder of a desk: made whole beside its place, and moved there in one step."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = "desk.toml"
"""The file by which a folder is known as a desk."""

OWN_FILES = ("ledger.db", SETTINGS, "policy.toml")
OWN_FOLDERS = ("segments", "snapshots", "mappings")
"""What nobody writes over: the ledger's database with its logs beside it comes first."""


def desk_above(start: Path) -> Path | None:
    """Return the nearest folder from ``start`` upwards that is a desk, None where none is."""
    here = start.resolve()
    return next((one for one in (here, *here.parents) if (one / SETTINGS).is_file()), None)


@contextmanager
def built_aside(directory: Path) -> Iterator[Path]:
    """Yield a folder that becomes ``directory`` at the end, or leaves nothing behind."""
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory.parent, prefix=".desk-") as work:
            aside = Path(work) / "desk"
            aside.mkdir()
            yield aside
            if directory.is_dir():
                _move_into(aside, directory)
            else:
                aside.rename(directory)
    except OSError as error:
        raise UsageError(f"cannot make a desk in {directory}: {error.strerror or error}") from error


def _move_into(aside: Path, directory: Path) -> None:
    """Move what stands in ``aside`` into an empty folder, the settings last, or nothing of it.

    The folder itself stays: somebody may be in it.
    """
    moved: list[Path] = []
    try:
        for path in sorted(aside.iterdir(), key=lambda path: path.name == SETTINGS):
            moved.append(path.rename(directory / path.name))  # noqa: PERF401 -- moved back
    except OSError:
        for path in moved:
            path.rename(aside / path.name)
        raise


def refuse_occupied(directory: Path) -> None:
    """Raise UsageError where a desk cannot be made in ``directory``: it is one, or holds others."""
    if (directory / SETTINGS).exists():
        raise UsageError(f"{directory} is a desk already; choose another folder")
    if directory.exists() and not directory.is_dir():
        raise UsageError(f"{directory} is a file; choose a folder")
    if directory.is_dir() and any(directory.iterdir()):
        raise UsageError(f"{directory} is not empty; choose a new or empty folder")


def refuse_own_file(directory: Path, path: Path) -> None:
    """Raise UsageError where ``path`` is the desk's own: its settings, rules, ledger or folders."""
    inside = Path(os.path.realpath(path))
    own = Path(os.path.realpath(directory))
    if not inside.is_relative_to(own) or inside == own:
        return
    first = inside.relative_to(own).parts[0]
    if first in OWN_FILES or first.startswith(OWN_FILES[0]) or first in OWN_FOLDERS:
        raise UsageError(f"{path} is a part of the desk itself; choose another file")


def settings_text(settings: dict[str, Any]) -> str:
    """Return the text of a desk's settings file."""
    lines = [
        "# This desk. Its rules stand in policy.toml, its data in the ledger.",
        f"name = {json.dumps(settings['name'], ensure_ascii=False)}",
    ]
    if "stands_at" in settings:
        lines += [
            "# Sample data: until something newer comes in, questions are answered as of then.",
            f"stands_at = {settings['stands_at'].isoformat()}",
        ]
    if "ledger" in settings:
        lines += ["", "[ledger]", f"url = {json.dumps(settings['ledger']['url'])}"]
    return "\n".join(lines) + "\n"


def without_ledger(text: str) -> str:
    """Return the text of a settings file without its section ``[ledger]``; the rest stays."""
    kept: list[str] = []
    is_ledger = False
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("["):
            is_ledger = line.split("]")[0].strip(" [") == "ledger"
        if not is_ledger:
            kept.append(line)
    return "".join(kept)
