"""The commands of every how-to page work, in order, in an empty folder."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from support.answered import answered
from support.command_line import CommandLine
from support.sample_demo import sample_demo

PAGES = sorted((Path(__file__).resolve().parents[2] / "docs" / "how-to").glob("*.md"))
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELL = frozenset("|&;<>$*?~`")
"""Signs that need a shell; a line without them runs in this process, which has all loaded."""

BY_HAND = "# fill in Action and Comment of each line on the sheet Exceptions"
"""The one step of a page that people take in a spreadsheet program."""

EXIT_CODE = re.compile(r"#\s*exit code (\d+)")


def commands(page: Path) -> list[tuple[str, int]]:
    lines = "\n".join(BLOCK.findall(page.read_text("utf-8"))).splitlines()
    return [
        (line, int(code[1]) if (code := EXIT_CODE.search(line)) else 0)
        for line in lines
        if line.strip()
    ]


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the package under test on the path as ``xldesk``, for what a shell runs."""
    programs = tmp_path / "bin"
    programs.mkdir()
    script = programs / "xldesk"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xldesk "$@"\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.usefixtures("on_path")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_the_page_does_what_it_says(
    page: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    here = tmp_path / "work"
    here.mkdir()
    xldesk = CommandLine(here, monkeypatch, capsys)
    steps = commands(page)
    assert steps, f"{page.name} shows no commands"
    for line, expected in steps:
        if line.startswith("cd "):
            xldesk.enter(line.removeprefix("cd ").strip())
        elif line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            monkeypatch.setenv(name, value.strip('"'))
        elif line == BY_HAND:
            answered(xldesk.folder / "packs" / "attribution_audit.xlsx")
        elif line.startswith("xldesk demo "):
            name = line.removeprefix("xldesk demo ").strip()
            sample_demo(tmp_path_factory).desk.rename(xldesk.folder / name)
        elif line.startswith("xldesk ") and SHELL.isdisjoint(line):
            xldesk(*shlex.split(line, comments=True)[1:], code=expected)
        else:
            done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
            assert done.returncode == expected, f"{line}\n{done.stdout}\n{done.stderr}"
            assert "Traceback" not in done.stderr
