from __future__ import annotations

import io
import os
import random
import struct
import zipfile
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbooks.example_workbook import SPEC, content, write
from workbooks.repackage import repackaged
from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.check.document import Document
from xldesk.workbooks.check.named_cells import NamedCells
from xldesk.workbooks.check.rules import choices

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("valid") / "valid.xlsx"
    write(path, content(4))
    return path.read_bytes()


def zipped(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in entries:
            package.writestr(name, part)
    return buffer.getvalue()


def codes(path: Path, data: bytes) -> set[str]:
    path.write_bytes(data)
    report = check_workbook(path, specs=[SPEC])
    for finding in report.findings:
        assert str(finding).encode()
        assert "\n" not in str(finding)
    return set(report.counts)


ROOT = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="a" Target="w.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    b"</Relationships>"
)
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FILE-ZIP"),
        (b"PK\x03\x04", "FILE-ZIP"),
        (b"a,b\n1,2\n", "FILE-ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "FILE-LOCKED"),
        (b"PK\x05\x06" + b"\0" * 18, "FILE-XML"),
        (zipped(("a.txt", b"x")), "FILE-XML"),
        (zipped(("../evil.xml", b"x")), "FILE-ZIP"),
        (zipped(("/etc/x", b"x")), "FILE-ZIP"),
        (zipped(("a\\b.xml", b"x")), "FILE-ZIP"),
        (zipped(("C:/x.xml", b"x")), "FILE-ZIP"),
        (zipped(("A.xml", b"x"), ("a.xml", b"x")), "FILE-ZIP"),
        (zipped(("_rels/.rels", b"<broken")), "FILE-XML"),
        (zipped(("_rels/.rels", b"")), "FILE-XML"),
        (zipped(("_rels/.rels", ROOT)), "FILE-ZIP"),
        (zipped(("_rels/.rels", ROOT), ("w.xml", b"<workbook/>")), "FILE-XML"),
        (
            zipped(("_rels/.rels", b'<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>')),
            "FILE-XML",
        ),
        (
            zipped(("_rels/.rels", b'<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>')),
            "FILE-XML",
        ),
        (zipped(("_rels/.rels", b"<r>" * 100 + b"</r>" * 100)), "FILE-LIMIT"),
        (zipped(("_rels/.rels", b"<r>" * 5_000 + b"</r>" * 5_000)), "FILE-XML"),
    ],
)
def test_each_kind_of_damage_has_its_answer(tmp_path: Path, data: bytes, code: str) -> None:
    assert codes(tmp_path / "x.xlsx", data) == {code}


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.xlsx")
    (finding,) = check_workbook(tmp_path / "a.xlsx", specs=[SPEC]).findings
    assert (finding.code, finding.message) == ("FILE-READ", "it is a device or a pipe, and no file")


def test_paths_that_are_no_file_are_answered(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.xlsx"):
        assert set(check_workbook(path, specs=[SPEC]).counts) == {"FILE-READ"}


@pytest.mark.parametrize(
    "sheet",
    [
        b"<!DOCTYPE x [<!ENTITY e 'e'>]><worksheet xmlns='%s'><sheetData><row r='1'/></sheetData>"
        b"</worksheet>" % MAIN,
        b"<worksheet",
        b"",
        b"\xff\xfe\x00",
    ],
)
def test_a_broken_sheet_is_named(valid: bytes, tmp_path: Path, sheet: bytes) -> None:
    path = tmp_path / "valid.xlsx"
    path.write_bytes(valid)
    changed = repackaged(path, {"xl/worksheets/sheet3.xml": lambda _: sheet})
    report = check_workbook(changed, specs=[SPEC])
    assert "FILE-XML" in report.counts


@pytest.mark.parametrize(
    "cells",
    [
        b"<c r='XFE1'><v>1</v></c>",
        b"<c r='ZZZZZ1'><v>1</v></c>",
        b"<c r='' t='s'><v>99999999999999999999</v></c>",
        b"<c t='s'><v>-1</v></c>",
        b"<c t='s'/>",
        b"<c t='nonsense'><v>x</v></c>",
        b"<c t='inlineStr'><is/></c>",
        b"<c t='str'><v>_xD800_</v></c>",
        b"<c><v>1e999</v></c>",
        b"<c r='F6'><v>nan</v></c>",
        b"<!-- c --><?c c?><c><f/></c>",
    ],
)
def test_odd_cells_are_answered(valid: bytes, tmp_path: Path, cells: bytes) -> None:
    path = tmp_path / "valid.xlsx"
    path.write_bytes(valid)
    sheet = b"<worksheet xmlns='%s'><sheetData><row r='x'>%s</row></sheetData></worksheet>"
    changed = repackaged(path, {"xl/worksheets/sheet3.xml": lambda _: sheet % (MAIN, cells)})
    report = check_workbook(changed, specs=[SPEC])
    assert not report.ok
    assert all(str(finding).encode() for finding in report.findings)


def test_a_directory_that_lies_about_sizes_is_answered(valid: bytes, tmp_path: Path) -> None:
    at = valid.rindex(b"PK\x01\x02", 0, valid.rindex(b"xl/workbook.xml"))
    lying = bytearray(valid)
    struct.pack_into("<I", lying, at + 24, 5)
    assert codes(tmp_path / "x.xlsx", bytes(lying))


@given(st.data())
def test_changed_bytes_are_always_answered(
    valid: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    broken = bytearray(valid)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(broken))))
    codes(tmp_path_factory.mktemp("fuzz") / "x.xlsx", bytes(broken[:cut]))


@pytest.mark.parametrize("seed", range(40))
def test_changed_xml_is_always_answered(valid: bytes, tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    path = tmp_path / "valid.xlsx"
    path.write_bytes(valid)
    with zipfile.ZipFile(path) as package:
        name = draw.choice(package.namelist())
    bits = [b"<", b">", b'"', b"&#0;", b"&x;", b"\x00", b"999999999999", b"-1", b"<!--", b"", b"A"]

    def edit(part: bytes) -> bytes:
        for _ in range(draw.randrange(1, 6)):
            at = draw.randrange(len(part) + 1)
            part = part[:at] + draw.choice(bits) + part[at + draw.randrange(6) :]
        return part

    changed = repackaged(path, {name: edit})
    report = check_workbook(changed, specs=[SPEC])
    assert all(str(finding).encode() for finding in report.findings)


def test_lists_without_end_are_not_kept(
    valid: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "valid.xlsx"
    path.write_bytes(valid)
    assert check_workbook(path, specs=[SPEC]).ok
    monkeypatch.setattr(choices, "_MOST_CHARACTERS", 10)
    assert set(check_workbook(path, specs=[SPEC]).counts) == {"FILE-LIMIT"}


def test_the_master_flag_is_found_whatever_other_names_its_cell_has() -> None:
    names = {f"N{number}": "Checks!$B$6" for number in range(9)} | {"Flag": "Checks!$C$6"}
    cells = NamedCells(cast("Document", SimpleNamespace(names=names)))
    assert cells.of("Flag", "Checks", 6) == (3,)
    assert cells.of("Flag", "Checks", 7) == cells.of("Other", "Checks", 6) == ()
