"""Tell a file's format from its first bytes; its name may say anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

Format = Literal["csv", "csv.gz", "xlsx", "parquet"]

READABLE = (".csv", ".tsv", ".txt", ".csv.gz", ".xlsx", ".xlsm", ".parquet")
"""How the names of files end that are read from a folder."""

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls")
"""How the names of workbooks end."""

OLD_ENDINGS = (".xls", ".xlsb", ".xlt")
"""How those of workbooks end that are not read from a folder."""

_READ: tuple[tuple[bytes, Format], ...] = (
    (b"PK\x03\x04", "xlsx"),
    (b"PK\x05\x06", "xlsx"),
    (b"\x1f\x8b", "csv.gz"),
    (b"PAR1", "parquet"),
    (b"PARE", "parquet"),
)
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a text with formats (RTF)"),
    (b"<html", "a web page (HTML)"),
    (b"<!doctype", "a web page (HTML)"),
    (b"<?xml", "XML"),
)


def format_of(path: Path, start: bytes) -> Format:
    """Return the format of the file that begins with ``start``: what is no other is CSV.

    Raises UsageError, saying what to do, for a format that is not read.
    """
    for magic, found in _READ:
        if start.startswith(magic):
            return found
    if start.startswith(_OLD_CONTAINER):
        raise UsageError(f"{path} is {_in_old_container(path)}")
    head = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:40].lower()
    for magic, what in _OTHERS:
        if head.startswith(magic.lower()):
            raise UsageError(
                f"{path} is {what}, not a table; save or export it as CSV (UTF-8) or .xlsx"
            )
    return "csv"


def _in_old_container(path: Path) -> str:
    """Return what a file in Microsoft's old container is: an encrypted workbook, or an .xls."""
    tail = b""
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            if _ENCRYPTED in tail + chunk:
                return (
                    "a workbook with a password; open it in Excel, take the password away "
                    "(File, Info, Protect Workbook) and save it"
                )
            tail = chunk[-len(_ENCRYPTED) :]
    named = ", whatever its name says" if path.suffix.lower() != ".xls" else ""
    return f"an old Excel workbook (.xls){named}; open it in Excel and save it as .xlsx or CSV"
