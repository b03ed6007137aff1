"""What a file is that is called a workbook and is no zip: told by its first bytes and its name."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an OLE compound file begins: a workbook before 2007, a macro project, an OLE object."""

LOCK_PREFIXES = ("~$", ".~lock.")
"""How Excel and LibreOffice name the file that says that a workbook is open."""

LOOKED_AT = 4096
"""Bytes of a file that tell what it is."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_IN_TEXT = frozenset(b"\t\n\f\r")
_SECTOR_SHIFT, _FIRST_DIRECTORY_SECTOR = 30, 48
"""Where a compound file's header says how large its sectors are, and which lists its streams."""

_LARGEST_SHIFT = 20
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_BEFORE_2007 = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


class Other(NamedTuple):
    """Why a file is not read: the code, what it is, and what to do."""

    code: str
    message: str
    remedy: str


_SAVE = "open it in a spreadsheet program and save it as .xlsx"
_OLD = Other("FILE-ZIP", "the file is a workbook in the format before 2007 (.xls)", _SAVE)
_WITH_PASSWORD = Other(
    "FILE-LOCKED", "the file is protected by a password", "save it as .xlsx without a password"
)
_EITHER = Other(
    "FILE-LOCKED",
    "the file is protected by a password, or in the format before 2007",
    "save it as .xlsx without a password",
)


def other_file(path: Path, head: bytes) -> Other | None:
    """Return what the file at ``path`` is, None where it may be a workbook or its zip is damaged.

    ``head`` are its first ``LOOKED_AT`` bytes. Raises OSError where it cannot be read.
    """
    if path.name.startswith(LOCK_PREFIXES):
        message = "this is the lock file of a spreadsheet program: somebody has the workbook open"
        return Other("FILE-ZIP", message, "name the workbook itself, once it was saved and closed")
    if not head:
        return Other("FILE-ZIP", "the file is empty", "ask for the file again")
    if head.startswith(b"%PDF"):
        message = "the file is a PDF, whatever its name says"
        return Other("FILE-ZIP", message, "ask for the workbook it was made from, as .xlsx")
    if head.startswith(COMPOUND):
        return _compound(path, head)
    if head.startswith(_UTF_16) or all(byte >= ord(" ") or byte in _IN_TEXT for byte in head):
        remedy = f"{_SAVE}; the rows of an export are read by: xldesk intake FILE"
        return Other("FILE-ZIP", "this is text, not a workbook, whatever its name says", remedy)
    return None


def _compound(path: Path, head: bytes) -> Other:
    """Return what a compound file is, by the names of its first streams, else by its own name."""
    names = _stream_names(path, head)
    if _PROTECTED in names:
        return _WITH_PASSWORD
    if any(name in names for name in _BEFORE_2007) or path.suffix.lower() == ".xls":
        return _OLD
    return _EITHER


def _stream_names(path: Path, head: bytes) -> bytes:
    """Return the sector in which a compound file lists its first streams ([MS-CFB] 2.2, 2.6)."""
    if len(head) < _FIRST_DIRECTORY_SECTOR + 4:
        return b""
    (shift,) = struct.unpack_from("<H", head, _SECTOR_SHIFT)
    (sector,) = struct.unpack_from("<I", head, _FIRST_DIRECTORY_SECTOR)
    if shift > _LARGEST_SHIFT:
        return b""
    with path.open("rb") as file:
        file.seek((sector + 1) << shift)
        return file.read(LOOKED_AT)
