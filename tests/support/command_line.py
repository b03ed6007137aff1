"""The command line as a user meets it: what it prints, says on the side, and returns."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xldesk.cli.app import run

if TYPE_CHECKING:
    import pytest


@dataclass(frozen=True)
class Answer:
    """What one command line returned and printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def figures(self) -> Any:
        """What was attributed, without the time at which it was asked."""
        found = self.json
        del found["basis"]["as_of"]
        return found


class CommandLine:
    """Runs ``xldesk`` in this process, in a folder of its own."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._patch = monkeypatch
        self._capsys = capsys
        monkeypatch.delenv("XLDESK_DESK", raising=False)
        monkeypatch.chdir(folder)

    def enter(self, folder: Path | str) -> None:
        """Go to a folder, as ``cd`` does."""
        self.folder = self.folder / folder
        self._patch.chdir(self.folder)

    def __call__(self, *words: object, code: int = 0) -> Answer:
        """Run one command line; its exit code must be ``code``."""
        self._capsys.readouterr()
        found = run([str(word) for word in words])
        printed = self._capsys.readouterr()
        assert found == code, f"xldesk {' '.join(map(str, words))}\n{printed.out}\n{printed.err}"
        return Answer(found, printed.out, printed.err)
