"""Look at a file's bytes before reading it: is it text, in which encoding, with what digest."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import os
import re
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from xldesk.errors import UsageError
from xldesk.intake.formats import Format, format_of

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.policy.process import Limits

CHUNK_BYTES = 1 << 20
PROBED_BYTES = 1 << 16
MEGABYTE = 1_000_000
HARMLESS_BYTES = 10 * MEGABYTE
"""Up to here it does not matter how well something was compressed."""
FEW_NULS = 16
"""So many may be damage in single rows, which are rejected one by one."""
DEFAULT_ENCODING = "utf-8"

_UTF32_BOMS: tuple[bytes, ...] = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16_BOMS: tuple[bytes, ...] = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_INVALID = re.compile("[\udc80-\udcff]")
_VALID_BEYOND_ASCII = re.compile("[\u0080-\ud7ff\ue000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can be read. ``digest`` is the SHA-256 of its bytes, ``size`` their number.

    Of a compressed text, ``size`` is that of the text. ``name`` stands in rejected rows and
    places; ``state`` tells whether the file changes meanwhile.
    """

    path: Path
    name: str
    encoding: str
    size: int
    digest: str
    state: tuple[int, int]
    format: Format = "csv"

    def open_bytes(self) -> IO[bytes]:
        """Open the text's bytes, unpacked where they are compressed."""
        return _unpacked(self.path, self.format)

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


def survey(path: Path, name: str, encoding: str | None, limits: Limits) -> SourceFile:
    """Return the file at ``path``, looked through once.

    Raises UsageError, with the place and what to do, for a file that is not there, cannot be
    read, is empty, beyond the ``limits``, of a format that is not read, or not text in the
    encoding said.
    """
    try:
        return _survey(path, name, encoding, limits)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror or error}; check the path and its permissions"
        ) from error


def _survey(path: Path, name: str, encoding: str | None, limits: Limits) -> SourceFile:
    if not path.exists():
        raise UsageError(f"{path}: there is no such file; check the path")
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name the files in it")
    if not path.is_file():
        raise UsageError(f"{path} is not a regular file; save the export as a file first")
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        found = os.fstat(stream.fileno())
        if found.st_size > limits.max_file_megabytes * MEGABYTE:
            raise UsageError(
                f"{path} has {found.st_size / MEGABYTE:,.1f} MB, the policy allows "
                f"{limits.max_file_megabytes:,} (limits.max_file_megabytes); split it or raise "
                "the limit"
            )
        start = stream.read(PROBED_BYTES)
        _refuse_empty(path, start)
        kind = format_of(path, start)
        stream.seek(0)
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    size, chosen = found.st_size, DEFAULT_ENCODING
    if kind in {"csv", "csv.gz"}:
        try:
            size, chosen = _text(path, kind, encoding, limits, found.st_size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UsageError(
                f"{path} is a compressed file that is cut off or damaged; export it again"
            ) from error
    return SourceFile(
        path=path,
        name=name,
        encoding=chosen,
        size=size,
        digest=digest.hexdigest(),
        state=_state(found),
        format=kind,
    )


def _text(
    path: Path, kind: Format, encoding: str | None, limits: Limits, packed: int
) -> tuple[int, str]:
    """Return how many bytes a text has and its encoding; refuse what is no text."""
    with _unpacked(path, kind) as stream:
        start = stream.read(PROBED_BYTES)
        _refuse_empty(path, start)
        if kind == "csv.gz" and format_of(path, start) != "csv":
            raise UsageError(f"{path} holds something else than a CSV file; unpack it first")
        if encoding is None and start.startswith(_UTF16_BOMS + _UTF32_BOMS):
            wide = start.startswith(_UTF32_BOMS)
            encoding = "utf-32" if wide else "utf-16"
        _refuse_binary(path, start, encoding)
        looked = _Utf8Look(path) if _is_utf8(encoding) else None
        size = 0
        chunk = start
        while chunk:
            size += len(chunk)
            if kind == "csv.gz":
                refuse_unpacked(path, size, packed, limits)
            if looked:
                looked.at(chunk)
            chunk = stream.read(CHUNK_BYTES)
        if looked:
            looked.conclude()
    return size, "utf-8-sig" if _is_utf8(encoding) else encoding or DEFAULT_ENCODING


def refuse_unpacked(path: Path, size: int, packed: int, limits: Limits) -> None:
    """Raise UsageError where what a file of ``packed`` bytes unpacks to is beyond the limits."""
    if size > limits.max_unpacked_megabytes * MEGABYTE:
        raise UsageError(
            f"{path} unpacks to more than {limits.max_unpacked_megabytes:,} MB, which the policy "
            "allows (limits.max_unpacked_megabytes); split it or raise the limit"
        )
    if size > HARMLESS_BYTES and size > packed * limits.max_unpacked_ratio:
        raise UsageError(
            f"{path} unpacks to more than {limits.max_unpacked_ratio:,} times its size, which the "
            "policy allows (limits.max_unpacked_ratio); no export does: ask where it comes from"
        )


def _unpacked(path: Path, kind: Format) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if kind == "csv.gz" else path.open("rb")


def _state(found: os.stat_result) -> tuple[int, int]:
    return (found.st_size, found.st_mtime_ns)


def _is_utf8(encoding: str | None) -> bool:
    return codecs.lookup(encoding or DEFAULT_ENCODING).name in {"utf-8", "utf-8-sig"}


def _refuse_empty(path: Path, start: bytes) -> None:
    if not start.strip(b"\r\n\t \xef\xbb\xbf"):
        raise UsageError(f"{path} is empty; check the export")


def _refuse_binary(path: Path, start: bytes, encoding: str | None) -> None:
    if not _is_utf8(encoding):
        return
    nuls = start.count(0)
    if nuls * 5 > len(start) * 2 and _alternates(start):
        order = "be" if start[::2].count(0) > start[1::2].count(0) else "le"
        raise UsageError(
            f'{path} is in UTF-16; say encoding = "utf-16-{order}" in a mapping, '
            "or export it as UTF-8"
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
