"""The command line in a desk that a file's tests all begin with, made by commands once a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from support.command_line import CommandLine
from support.made_once import copy_of

if TYPE_CHECKING:
    import pytest


def prepared(
    xldesk: CommandLine,
    factory: pytest.TempPathFactory,
    name: str,
    make: Callable[[CommandLine], object],
) -> CommandLine:
    """Return ``xldesk`` inside a copy, of its own, of the desk that ``make`` leaves it in.

    ``name`` says which desk that is, in no other file.
    """
    here = xldesk.folder

    def once(folder: Path) -> None:
        folder.mkdir()
        xldesk.enter(folder)
        make(xldesk)
        inside = xldesk.folder.relative_to(folder)
        (folder / "inside.txt").write_text(str(inside), "utf-8")
        xldesk.enter(here)

    copy = copy_of(factory, name, once, here)
    inside = copy / "inside.txt"
    xldesk.enter(inside.read_text("utf-8"))
    inside.unlink()
    return xldesk
