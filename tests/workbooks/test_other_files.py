"""A file that is called a workbook and is something else is called what it is."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from xldesk.workbooks.check import check_workbook

if TYPE_CHECKING:
    from pathlib import Path

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(*streams: str, shift: int = 9, sector: int = 0) -> bytes:
    """Return the beginning of a compound file with these streams in its first directory sector."""
    header = bytearray(COMPOUND.ljust(1 << shift, b"\0"))
    struct.pack_into("<H", header, 30, shift)
    struct.pack_into("<I", header, 48, sector)
    entries = (name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return bytes(header) + b"\0" * (sector << shift) + b"".join(entries)


@pytest.mark.parametrize(
    ("name", "data", "code", "said", "remedy"),
    [
        ("~$x.xlsx", b"\x05Ada Example", "FILE-ZIP", "somebody has the workbook open", "closed"),
        (".~lock.x.xlsx#", b",ada,;", "FILE-ZIP", "somebody has the workbook open", "closed"),
        ("x.xls", b"a;b\n1;2\n", "FILE-ZIP", "this is text, not a workbook", "save it as .xlsx"),
        ("x.xlsx", "Stra\xdfe;\xd6l\r\n".encode("cp1252"), "FILE-ZIP", "this is text", "intake"),
        ("x.xlsx", "a\tb\r\n".encode("utf-16"), "FILE-ZIP", "this is text", "intake"),
        ("x.xls", compound("Workbook"), "FILE-ZIP", "before 2007", "save it as .xlsx"),
        ("x.xlsx", compound("Book", sector=7), "FILE-ZIP", "before 2007", "save it as .xlsx"),
        ("x.xlsx", compound("Workbook", shift=12), "FILE-ZIP", "before 2007", "as .xlsx"),
        ("x.xlsx", compound("EncryptedPackage"), "FILE-LOCKED", "by a password", "a password"),
        ("x.xls", compound("EncryptedPackage"), "FILE-LOCKED", "by a password", "a password"),
        ("x.xls", COMPOUND, "FILE-ZIP", "before 2007", "save it as .xlsx"),
        ("x.xlsx", COMPOUND + b"\xff" * 60, "FILE-LOCKED", "by a password, or in", "a password"),
        ("x.xlsx", b"\x00\x01\x02", "FILE-ZIP", "its zip is damaged", "ask for the file again"),
    ],
)  # fmt: skip
def test_it_is_told_by_its_first_bytes(
    tmp_path: Path, name: str, data: bytes, code: str, said: str, remedy: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (found,) = check_workbook(tmp_path / name).findings
    assert found.code == code
    assert said in found.message
    assert remedy in found.remedy
    assert ("password" in found.message) == (code == "FILE-LOCKED")
