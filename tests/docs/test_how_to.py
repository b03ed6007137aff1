"""The commands of every how-to page work, in order, in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).resolve().parents[2] / "docs" / "how-to").glob("*.md"))
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXIT_CODE = re.compile(r"#\s*exit code (\d+)")


def commands(page: Path) -> list[tuple[str, int]]:
    lines = "\n".join(BLOCK.findall(page.read_text("utf-8"))).splitlines()
    return [
        (line, int(code[1]) if (code := EXIT_CODE.search(line)) else 0)
        for line in lines
        if line.strip()
    ]


@pytest.fixture
def on_path(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which ``xldesk`` is the package under test."""
    programs = tmp_path / "bin"
    programs.mkdir()
    script = programs / "xldesk"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xldesk "$@"\n', "utf-8")
    script.chmod(0o755)
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("XLDESK_DESK", None)
    return environment


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_the_page_does_what_it_says(
    page: Path, tmp_path: Path, on_path: dict[str, str]
) -> None:
    here = tmp_path / "work"
    here.mkdir()
    steps = commands(page)
    assert steps, f"{page.name} shows no commands"
    for line, expected in steps:
        if line.startswith("cd "):
            here = here / line.removeprefix("cd ").strip()
            assert here.is_dir(), line
            continue
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            on_path[name] = value.strip('"')
            continue
        done = subprocess.run(
            line, shell=True, cwd=here, env=on_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == expected, f"{line}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
