"""What journeys need: the command line in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line import CommandLine


@pytest.fixture
def xldesk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """Return the command line in an empty folder of the test's own."""
    return CommandLine(tmp_path, monkeypatch, capsys)
