"""A command that is told to stop ends as by itself: nothing that it was making stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from xldesk.workbooks.recalculation.bounded_process import ask

WAITING = """
import sys
from xldesk.cli import main
from xldesk.cli.app import app
from xldesk_udfs.macros.setting import scratch

@app.command()
def wait() -> None:
    with scratch() as folder:
        (folder / "issued.xlsx").write_text("whose contents are nobody else's business")
        print("at work", flush=True)
        sys.stdin.read()

sys.argv = ["xldesk", "wait"]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a program is ended without being told")
def test_a_command_that_is_told_to_stop_leaves_no_folder_behind(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        assert [path.name for path in tmp_path.glob("*/*")] == ["issued.xlsx"]
        process.terminate()
        _, said = process.communicate()
    assert (process.returncode, said) == (143, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_program_that_was_asked_ends_with_the_one_that_is_told_to_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[subprocess.Popen[str]] = []

    def stopped(process: subprocess.Popen[str], *_: object, **__: object) -> NoReturn:
        asked.append(process)
        raise SystemExit(143)

    monkeypatch.setattr(subprocess.Popen, "communicate", stopped)
    hanging = "import signal; signal.alarm(20); signal.pause()"
    with pytest.raises(SystemExit):
        ask([sys.executable, "-c", hanging], 60)
    assert asked[0].returncode == -signal.SIGKILL
