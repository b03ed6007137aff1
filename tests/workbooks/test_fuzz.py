"""Whatever a file is, checking and reading it ends in an answer, within a set memory."""

from __future__ import annotations

import base64
import json
import os
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from workbooks import fuzz_program
from workbooks.edge_workbooks import edge_workbooks
from workbooks.example_workbook import SPEC as EXAMPLE
from workbooks.mutations import MUTATIONS, mutated
from workbooks.repackage import repackaged
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.read import read_workbook

MOST_MEGABYTES = 400
"""Of which the program itself takes about 70; 8 MiB of markup as a tree take 260."""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return an example workbook, and a tracker with rows of extreme values."""
    return edge_workbooks(tmp_path_factory.mktemp("sources"), lines=4, rows=3)


def answered(first: int, last: int, files: list[Path]) -> dict[str, Any]:
    """Return what a program of its own says of damaged ``files``; see ``fuzz_program``."""
    done = subprocess.run(
        [sys.executable, str(Path(fuzz_program.__file__)), str(first), str(last), *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr[-3_000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def every_answer(first: int, last: int, files: list[Path]) -> None:
    told = answered(first, last, files)
    answers = told["answers"]
    assert answers["check ok"] + answers["check blocks"] == last - first
    assert answers["read ok"] + answers["read blocks"] == last - first
    assert (
        min(answers.values()) > (last - first) // 20
    )  # damage that all or none survive proves little
    assert told["peak_megabytes"] < MOST_MEGABYTES


def test_damaged_workbooks_are_answered(sources: list[Path]) -> None:
    every_answer(0, 80, sources)


@pytest.mark.long
def test_thousands_of_damaged_workbooks_are_answered(sources: list[Path]) -> None:
    every_answer(1_000, 7_000, sources)


def test_the_same_seed_damages_a_file_in_the_same_way(sources: list[Path]) -> None:
    package = sources[0].read_bytes()
    for seed in range(len(MUTATIONS)):
        assert mutated(package, seed) == mutated(package, seed)
        assert mutated(package, seed) != package


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PADDING = base64.b64encode(random.Random(1).randbytes(80_000)).decode()
"""What does not pack, so that the rest may pack the better."""

SHEET = "xl/worksheets/sheet3.xml"
JUNK = "<b/>" * 20_000
BOMBS = {
    "a row of cells": (
        SHEET,
        "<worksheet xmlns='{}'><sheetData><row>",
        "<c/>",
        "</row></sheetData>",
    ),
    "what follows the rows": (SHEET, "<worksheet xmlns='{}'><sheetData/>", "<a/>", ""),
    "rows in elements": (SHEET, "<worksheet xmlns='{}'>", f"<a>{JUNK}<row/>{JUNK}</a>", ""),
    "names": ("xl/workbook.xml", "<workbook xmlns='{}'>", "<a/>", ""),
    "strings": ("xl/sharedStrings.xml", "<sst xmlns='{}'>", f"<si>{JUNK}</si>", "</sst>"),
}
"""A part, how it begins, what stands in it again and again, and how it ends."""


def planted(source: Path, target: Path, bomb: tuple[str, str, str, str]) -> Path:
    """Return a copy of ``source`` with a part that unpacks to some 16 MB."""
    name, start, piece, end = bomb
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'Id="rId99" Target="sharedStrings.xml" Type="{kind}"'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for other in old.namelist():
            part = old.read(other)
            if other == "xl/_rels/workbook.xml.rels":
                part = part.replace(b"</", f"<Relationship {relation}/></".encode())
            if other != name:
                new.writestr(other, part)
        with new.open(name, "w") as stream:
            stream.write(f"{start.format(MAIN)}<!--{PADDING}-->".encode())
            for _ in range(16):
                stream.write((piece * (1_000_000 // len(piece))).encode())
            stream.write(end.encode())
    return target


def test_large_trees_are_not_built(sources: list[Path], tmp_path: Path) -> None:
    files = [planted(sources[0], tmp_path / f"{name}.xlsx", bomb) for name, bomb in BOMBS.items()]
    told = answered(0, 0, files)
    assert sum(told["answers"].values()) == 2 * len(files)
    assert told["peak_megabytes"] < MOST_MEGABYTES


DIGITS = "9" * 5_000
"""More than Python makes an integer of."""


@pytest.mark.parametrize(
    ("pattern", "becomes"),
    [
        (r'<row r="6"', f'<row r="{DIGITS}"'),
        (r'<c r="B6".*?</c>', f'<c r="B6" t="s"><v>{DIGITS}</v></c>'),
    ],
)
def test_numbers_of_thousands_of_digits_are_answered(
    sources: list[Path], tmp_path: Path, pattern: str, becomes: str
) -> None:
    def plant(part: bytes) -> bytes:
        text, count = re.subn(pattern, becomes, part.decode(), count=1)
        assert count == 1
        return text.encode()

    path = tmp_path / "digits.xlsx"
    path.write_bytes(sources[0].read_bytes())
    changed = repackaged(path, {SHEET: plant})
    assert check_workbook(changed, specs=[EXAMPLE]).workbook == "example"
    assert read_workbook(changed, [EXAMPLE]).workbook == "example"
