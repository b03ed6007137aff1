from __future__ import annotations

import random
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbooks.lint.sound_workbook import saved, sound_book
from workbooks.repackage import repackaged
from xldesk.workbooks.check import CheckReport, Limits
from xldesk.workbooks.lint import lint_workbook

if TYPE_CHECKING:
    from pathlib import Path

BITS = [b"<", b">", b'"', b"&#0;", b"&x;", b"\x00", b"999999999999", b"-1", b"<!--", b"", b"A"]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return saved(sound_book(), tmp_path_factory.mktemp("sound")).read_bytes()


def answered(report: CheckReport) -> CheckReport:
    for finding in report.findings:
        assert str(finding).encode()
        assert "\n" not in str(finding)
    return report


@given(st.data())
def test_changed_bytes_are_always_answered(
    sound: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    broken = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("fuzz") / "x.xlsx"
    path.write_bytes(bytes(broken))
    answered(lint_workbook(path))


@pytest.mark.parametrize("seed", range(40))
def test_changed_xml_is_always_answered(sound: bytes, tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    path = tmp_path / "sound.xlsx"
    path.write_bytes(sound)
    with zipfile.ZipFile(path) as package:
        name = draw.choice(package.namelist())

    def edit(part: bytes) -> bytes:
        for _ in range(draw.randrange(1, 6)):
            at = draw.randrange(len(part) + 1)
            part = part[:at] + draw.choice(BITS) + part[at + draw.randrange(6) :]
        return part

    answered(lint_workbook(repackaged(path, {name: edit})))


@pytest.mark.parametrize("seed", range(20))
def test_numbers_of_any_size_in_attributes_are_always_answered(
    sound: bytes, tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)
    path = tmp_path / "sound.xlsx"
    path.write_bytes(sound)
    odd = [b"-1", b"99999999999999999999", b"1e9", b"", b"nan", "²".encode(), b"16385", b"0"]

    def edit(part: bytes) -> bytes:
        return re.sub(rb'(?<==")\d+(?=")', lambda _: draw.choice(odd), part)

    for name in ("xl/styles.xml", "xl/worksheets/sheet2.xml", "xl/drawings/drawing1.xml"):
        answered(lint_workbook(repackaged(path, {name: edit})))


@pytest.mark.parametrize(
    "formula", ["'" * 9_000, "[" * 9_000, "A1+" * 3_000, "IF(" * 3_000, "1," * 5_000, '"' * 8_999]
)
def test_long_formulas_without_sense_are_answered(
    sound: bytes, tmp_path: Path, formula: str
) -> None:
    path = tmp_path / "sound.xlsx"
    path.write_bytes(sound)
    cells = f'<row r="1"><c r="A1"><f>{formula}</f></c></row>'.encode()

    def edit(part: bytes) -> bytes:
        return re.sub(rb"(?<=<sheetData>).*(?=</sheetData>)", cells, part, flags=re.DOTALL)

    report = answered(lint_workbook(repackaged(path, {"xl/worksheets/sheet3.xml": edit})))
    assert report.counts["LINT-LENGTH"] == 1


def test_more_formulas_than_are_kept_in_mind_are_all_read(
    sound: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xldesk.workbooks.lint.lint.MOST_FORMULAS", 50)
    path = tmp_path / "sound.xlsx"
    path.write_bytes(sound)
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><f>B1*%d</f></c></row>' % (row, row, row + 200)
        for row in range(1, 181)
    )

    def edit(part: bytes) -> bytes:
        return re.sub(rb"(?<=<sheetData>).*(?=</sheetData>)", rows, part, flags=re.DOTALL)

    report = lint_workbook(repackaged(path, {"xl/worksheets/sheet3.xml": edit}))
    assert report.counts["LINT-CONSTANT"] == 180


def test_limits_hold_for_the_lint_too(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sound.xlsx"
    path.write_bytes(sound)
    assert set(lint_workbook(path, limits=Limits(rows=3)).counts) == {"FILE-LIMIT"}
    assert set(lint_workbook(tmp_path / "missing.xlsx").counts) == {"FILE-READ"}
