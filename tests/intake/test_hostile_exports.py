"""Files made to do harm: one line each, before anything parses them, in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import understand_program
from support.workbooks import part_of, with_parts, workbook, zeros_zipped
from xldesk.errors import UsageError

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
DEALS = workbook(("Deals", [["opportunity_id", "stage", "currency"], ["O-1", "Proposal", "USD"]]))
MOST_MEGABYTES = 400
"""Peak of a process that has loaded everything and looked at every file below."""


def sheet_with(old: bytes, new: bytes) -> bytes:
    content = part_of(DEALS, SHEET)
    assert old in content
    return with_parts(DEALS, {SHEET: content.replace(old, new)})


def claiming(size: int) -> bytes:
    """Return a workbook whose directory says that a part of 30 MB has ``size`` bytes."""
    data = bytearray(zeros_zipped([bytes(30_000_000)], "xl/media/picture.bin", DEALS))
    # In the directory a part's size stands 22 bytes before its name.
    place = data.rfind(b"xl/media/picture.bin")
    data[place - 22 : place - 18] = size.to_bytes(4, "little")
    return bytes(data)


def encrypted_part() -> bytes:
    data = bytearray(DEALS)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(magic)
        data[place + offset] |= 1
    return bytes(data)


NULLS = bytes(1_000_000)
DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boom">]>'
WORKBOOK = "xl/workbook.xml"
HOSTILE = {
    "bomb": (claiming(2_100_000_000), "max_unpacked_megabytes"),
    "ratio": (zeros_zipped([NULLS] * 60, "xl/media/picture.bin", DEALS), "max_unpacked_ratio"),
    "lying": (claiming(1_000), "unpacks to more than its directory says"),
    "dtd": (with_parts(DEALS, {SHEET: DTD + part_of(DEALS, SHEET)}), "declares entities"),
    "late dtd": (
        with_parts(DEALS, {"xl/theme/theme1.xml": b" " * 2_000_000 + DTD}),
        r"theme1\.xml declares entities",
    ),
    "utf-16 part": (
        with_parts(DEALS, {SHEET: part_of(DEALS, SHEET).decode().encode("utf-16")}),
        "declares entities or another encoding",
    ),
    "cut": (DEALS[:-100], "cut off or damaged"),
    "half": (DEALS[: len(DEALS) // 2], "cut off or damaged"),
    "no sheets": (
        with_parts(DEALS, {WORKBOOK: b"<workbook><sheets/></workbook>"}),
        "has no worksheet",
    ),
    "no workbook": (with_parts(DEALS, {WORKBOOK: None}), "cut off or damaged"),
    "bad index": (with_parts(DEALS, {WORKBOOK: b"<workbook>"}), "cut off or damaged"),
    "bad sheet": (sheet_with(b"</sheetData>", b"</sheet>"), "cannot be read|is empty"),
    "binary": (with_parts(DEALS, {"xl/workbook.bin": b"x"}), r"binary workbook \(\.xlsb\)"),
    "ods": (with_parts(DEALS, {"content.xml": b"<x/>"}), r"OpenDocument file \(\.ods\)"),
    "word": (with_parts(DEALS, {"word/document.xml": b"<x/>"}), "a Word document"),
    "other zip": (
        with_parts(DEALS, {"[Content_Types].xml": None}),
        "is a zip file, not a workbook",
    ),
    "encrypted zip": (encrypted_part(), "is encrypted"),
    "password": (
        b"\xd0\xcf\x11\xe0" + bytes(5_000) + "EncryptedPackage".encode("utf-16-le"),
        "a workbook with a password",
    ),
    "xls": (b"\xd0\xcf\x11\xe0" + bytes(5_000), r"an old Excel workbook \(\.xls\), whatever"),
    "far corner": (
        sheet_with(b"</sheetData>", b'<row><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        "limits.max_sheet_cells",
    ),
    "no places": (sheet_with(b'<c r="A2"', b"<c"), "do not say where they stand"),
    "tall merges": (
        sheet_with(
            b"</sheetData>",
            b"</sheetData><mergeCells>" + b'<mergeCell ref="A3:A900000"/>' * 60 + b"</mergeCells>",
        ),
        "limits.max_merged_ranges",
    ),
    "parts": (
        with_parts(DEALS, {f"xl/media/{n}.bin": b"" for n in range(5_100)}),
        "limits.max_parts",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_one_line(desk: IntakeDesk, name: str) -> None:
    data, words = HOSTILE[name]
    head = desk.head
    with pytest.raises(UsageError, match=words) as caught:
        desk.read(data, "deals.xlsx")
    assert "\n" not in caught.value.message
    assert "deals.xlsx" in caught.value.message
    assert desk.head == head


def test_they_are_refused_in_little_memory(tmp_path: Path) -> None:
    paths = []
    for name, (data, _) in HOSTILE.items():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(data)
    done = subprocess.run(
        [sys.executable, str(Path(understand_program.__file__)), *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["file"] for line in lines] == [path.name for path in paths]
    assert not [line for line in lines if line["said"].startswith("understood")]
    assert lines[-1]["peak_megabytes"] < MOST_MEGABYTES


def test_a_part_that_is_named_twice_is_refused(desk: IntakeDesk, tmp_path: Path) -> None:
    path = tmp_path / "twice.xlsx"
    path.write_bytes(DEALS)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET, "<worksheet/>")
    with pytest.raises(UsageError, match=r"holds xl/worksheets/sheet1\.xml twice"):
        desk.read(path.read_bytes(), "deals.xlsx")


def test_a_long_text_that_many_cells_share_is_refused(desk: IntakeDesk) -> None:
    text = b"x" * 30_000
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(3, 60_000)
    )
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    changes = {
        SHEET: part_of(DEALS, SHEET).replace(b"</sheetData>", cells + b"</sheetData>"),
        STRINGS: strings + text + b"</t></si></sst>",
    }
    with pytest.raises(UsageError, match=r"limits\.max_unpacked_megabytes"):
        desk.read(with_parts(DEALS, changes), "deals.xlsx")
