"""What ``xldesk demo sample`` says and leaves: run once, copied for each who asks."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from support.made_once import copy_of

if TYPE_CHECKING:
    import pytest


@dataclass(frozen=True)
class SampleDemo:
    """The folder where the command was run, with the desk ``sample`` in it, and its words."""

    folder: Path

    @property
    def desk(self) -> Path:
        """The desk's folder."""
        return self.folder / "sample"

    @property
    def out(self) -> str:
        """What was printed."""
        return (self.folder / "out.txt").read_text("utf-8")

    @property
    def err(self) -> str:
        """What was said on the side."""
        return (self.folder / "err.txt").read_text("utf-8")


def sample_demo(factory: pytest.TempPathFactory) -> SampleDemo:
    """Return a copy of the caller's own."""
    return SampleDemo(copy_of(factory, "sample-demo", _make, factory.mktemp("demo")))


def _make(folder: Path) -> None:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "xldesk", "demo", "sample"],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("XLDESK_")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    (folder / "out.txt").write_text(done.stdout, "utf-8")
    (folder / "err.txt").write_text(done.stderr, "utf-8")
