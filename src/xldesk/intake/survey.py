"""Look at a file's bytes before reading it: is it text, in which encoding, with what digest."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

CHUNK_BYTES = 1 << 20
PROBED_BYTES = 1 << 16
MEGABYTE = 1_000_000
FEW_NULS = 16
"""So many may be damage in single rows, which are rejected one by one."""
DEFAULT_ENCODING = "utf-8"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "an Excel workbook (.xlsx) or another zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed (gzip) file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
)
_WIDE_BOMS: tuple[bytes, ...] = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_INVALID = re.compile("[\udc80-\udcff]")
_VALID_BEYOND_ASCII = re.compile("[\u0080-\ud7ff\ue000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can be read as text. ``digest`` is the SHA-256 of its bytes.

    ``name`` stands in rejected rows and places; ``state`` tells whether it changes meanwhile.
    """

    path: Path
    name: str
    encoding: str
    size: int
    digest: str
    state: tuple[int, int]

    def refuse_changed(self) -> None:
        """Raise UsageError where the file is no longer the one that was looked at."""
        try:
            now = _state(self.path.stat())
        except OSError as error:
            raise UsageError(
                f"{self.path} went away while it was read: {error.strerror}"
            ) from error
        if now != self.state:
            raise UsageError(
                f"{self.path} changed while it was read; nothing was written: "
                "run the command again when the export is finished"
            )


def survey(path: Path, name: str, encoding: str | None, max_megabytes: int) -> SourceFile:
    """Return the file at ``path``, looked through once.

    Raises UsageError, with the place and what to do, for a file that is not there, cannot be
    read, is empty, larger than ``max_megabytes``, or not text in the encoding said.
    """
    try:
        return _survey(path, name, encoding, max_megabytes)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}; check the path and its permissions"
        ) from error


def _survey(path: Path, name: str, encoding: str | None, max_megabytes: int) -> SourceFile:
    if not path.exists():
        raise UsageError(f"{path}: there is no such file; check the path")
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name the files in it")
    if not path.is_file():
        raise UsageError(f"{path} is not a regular file; save the export as a file first")
    with path.open("rb") as stream:
        found = os.fstat(stream.fileno())
        if found.st_size > max_megabytes * MEGABYTE:
            raise UsageError(
                f"{path} has {found.st_size / MEGABYTE:,.1f} MB, the policy allows "
                f"{max_megabytes:,} (limits.max_file_megabytes); split it or raise the limit"
            )
        start = stream.read(PROBED_BYTES)
        _refuse_other_formats(path, start, encoding)
        stream.seek(0)
        digest = hashlib.sha256()
        looked = _Utf8Look(path) if _is_utf8(encoding) else None
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            if looked:
                looked.at(chunk)
        if looked:
            looked.conclude()
    return SourceFile(
        path=path,
        name=name,
        encoding="utf-8-sig" if _is_utf8(encoding) else encoding or DEFAULT_ENCODING,
        size=found.st_size,
        digest=digest.hexdigest(),
        state=_state(found),
    )


def _state(found: os.stat_result) -> tuple[int, int]:
    return (found.st_size, found.st_mtime_ns)


def _is_utf8(encoding: str | None) -> bool:
    return codecs.lookup(encoding or DEFAULT_ENCODING).name in {"utf-8", "utf-8-sig"}


def _refuse_other_formats(path: Path, start: bytes, encoding: str | None) -> None:
    if not start.strip(b"\r\n\t \xef\xbb\xbf"):
        raise UsageError(f"{path} is empty; check the export")
    for magic, what in _MAGIC:
        if start.startswith(magic):
            raise UsageError(f"{path} is {what}, not CSV; save or export it as CSV (UTF-8)")
    if not _is_utf8(encoding):
        return
    nuls = start.count(0)
    if start.startswith(_WIDE_BOMS) or (nuls * 5 > len(start) * 2 and _alternates(start)):
        raise UsageError(
            f'{path} is in UTF-16; say encoding = "utf-16" in a mapping, or export it as UTF-8'
        )
    if nuls > FEW_NULS and nuls * 10 > len(start):
        raise UsageError(f"{path} is a binary file, not CSV; export it as CSV (UTF-8)")


def _alternates(start: bytes) -> bool:
    """Tell whether NULs stand at every other place, as in UTF-16 of Latin letters."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    return max(even, odd) > 9 * min(even, odd)


class _Utf8Look:
    """Looks for bytes that are not UTF-8, and whether other letters beyond ASCII are."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._lines = 1
        self._row_of_first: int | None = None
        self._valid = False
        self._like_cp1252 = True

    def at(self, chunk: bytes) -> None:
        text = self._decoder.decode(chunk)
        if not (chunk.isascii() and text.isascii()):
            self._valid = self._valid or bool(_VALID_BEYOND_ASCII.search(text))
            first = _INVALID.search(text)
            if first:
                self._like_cp1252 = self._like_cp1252 and not _NOT_CP1252.search(chunk)
                if self._row_of_first is None:
                    self._row_of_first = self._lines + text.count("\n", 0, first.start())
        self._lines += text.count("\n")

    def conclude(self) -> None:
        # Without any letter in UTF-8, the whole file is in another encoding: one line says so.
        # With some, encodings are mixed, and the rows concerned are rejected one by one.
        if self._row_of_first is not None and not self._valid and self._like_cp1252:
            raise UsageError(
                f"{self._path}:{self._row_of_first} is not UTF-8; the file looks like Windows "
                'text: say encoding = "cp1252" in a mapping, or export it as UTF-8'
            )
