"""The zip of an unknown file, read with care: its directory first, then parts within limits."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from functools import lru_cache
from time import monotonic
from typing import IO, TYPE_CHECKING, Self, cast

from isal import isal_zlib

from xldesk.workbooks.check.limits import MEBIBYTE, Limits
from xldesk.workbooks.check.other_files import COMPOUND, LOOKED_AT, other_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOCKED = 0x1
_UNCHANGED = 0x80E
"""Flags that leave packed data and ASCII names as they are: level, sizes behind, and UTF-8."""

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

_HELD_FILE = 4 * MEBIBYTE
"""A file of up to this is read at once, since each look at a part in it costs a system call."""

_NOT_DEFLATED = cast("type[Exception]", isal_zlib.IsalError)
_LOCAL = struct.Struct("<4s2xHH16xHH")
_LOCAL_BEGINS = b"PK\x03\x04"

_SMALL_PACKED, _SMALL_PART = 1024, 16 * 1024
"""Bytes of a small part, packed and as it is."""

_KEPT_PART = MEBIBYTE
_KEPT_BYTES = 8 * MEBIBYTE
"""Parts of up to a mebibyte are read once, as long as they are no more than this together."""

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises for one damaged zip or another."""


class ArchiveError(Exception):
    """A zip that is not read further; ``code`` says why, the message what was seen.

    ``remedy`` is what to do, None where it is the same for all of one code.
    """

    def __init__(self, code: str, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy


class Archive:
    """The parts of a package by name; use as a context manager."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._limits = limits
        self._until = monotonic() + limits.seconds
        self._held = _looked_at(path, limits)
        self._zip = _opened(path if self._held is None else io.BytesIO(self._held))
        infos = self._zip.infolist()
        problem = next(_directory_problems(infos, path.stat().st_size, limits), None)
        if problem is not None:
            self._zip.close()
            raise ArchiveError(*problem)
        self._infos = {info.filename.lower(): info for info in infos}
        self._kept: dict[str, bytes] = {}
        self._room = _KEPT_BYTES
        self.names: tuple[str, ...] = tuple(info.filename for info in infos)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._infos

    def keep_time(self) -> None:
        """Raise ArchiveError once reading the file has taken longer than it may."""
        if monotonic() > self._until:
            seconds = self._limits.seconds
            raise ArchiveError("FILE-TIME", f"reading it takes more than {seconds:g} seconds")

    def read(self, name: str) -> bytes:
        """Return a part that stays small; raises ArchiveError when it is missing or too large."""
        self.keep_time()
        info = self._info(name)
        if info.filename in self._kept:
            return self._kept[info.filename]
        if info.file_size > self._limits.small_part_bytes:
            raise ArchiveError("FILE-LIMIT", f"part {name} has {info.file_size:,} bytes")
        content = self._unpacked(info)
        if content is None:
            try:
                content = self._zip.read(info)
            except UNREADABLE as error:
                raise ArchiveError("FILE-ZIP", f"part {name} is damaged") from error
        if len(content) <= min(_KEPT_PART, self._room):
            self._room -= len(content)
            self._kept[info.filename] = content
        return content

    def open(self, name: str) -> IO[bytes]:
        """Return a part for reading as a stream; raises ArchiveError."""
        self.keep_time()
        info = self._info(name)
        if info.filename in self._kept:
            return io.BytesIO(self._kept[info.filename])
        content = self._unpacked(info) if info.file_size <= _KEPT_PART else None
        if content is not None:
            return io.BytesIO(content)
        try:
            return self._zip.open(info)
        except UNREADABLE as error:
            raise ArchiveError("FILE-ZIP", f"part {name} is damaged") from error

    def heads(self) -> Iterator[tuple[str, bytes | None]]:
        """Yield each part's name and first eight bytes, once the whole part was read.

        None stands for a part that is damaged: its packed data break off, or their checksum is
        another than the zip's directory says.
        """
        for name in self.names:
            try:
                if self._info(name).file_size <= min(_KEPT_PART, self._room):
                    yield name, self.read(name)[: len(COMPOUND)]
                    continue
                with self._zip.open(self._info(name)) as stream:
                    head = stream.read(len(COMPOUND))
                    while stream.read(MEBIBYTE):
                        pass
            except (ArchiveError, *UNREADABLE):
                yield name, None
            else:
                yield name, head

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes | None:
        """Return a part of a file held whole that is as its directory says, None for any other.

        ``zipfile`` says the same more slowly, and what is wrong with the others.
        """
        packed = self._packed(info)
        if packed is None:
            return None
        is_small = len(packed) <= _SMALL_PACKED and info.file_size <= _SMALL_PART
        return (_small_part if is_small else _inflated)(packed, info.file_size, info.CRC)

    def _packed(self, info: zipfile.ZipInfo) -> bytes | None:
        """Return the packed data of a part whose own header says what the directory says."""
        name = info.orig_filename
        is_usual = info.compress_type == zipfile.ZIP_DEFLATED and name.isascii()
        if self._held is None or not is_usual or info.flag_bits & ~_UNCHANGED:
            return None
        begin = info.header_offset
        head = self._held[begin : begin + _LOCAL.size]
        if len(head) < _LOCAL.size:
            return None
        begins, flags, method, name_length, extra_length = _LOCAL.unpack(head)
        begin += _LOCAL.size
        is_same = self._held[begin : begin + name_length] == name.encode()
        is_deflated = (begins, method) == (_LOCAL_BEGINS, zipfile.ZIP_DEFLATED)
        if not is_same or not is_deflated or flags & ~_UNCHANGED:
            return None
        begin += name_length + extra_length
        return self._held[begin : begin + info.compress_size]

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = self._infos.get(name.lower())
        if info is None:
            raise ArchiveError("FILE-ZIP", f"part {name[:200]!r} is missing")
        return info


def _inflated(packed: bytes, size: int, checksum: int) -> bytes | None:
    """Return the ``size`` bytes that were ``packed``; None where they are others."""
    unpacker = isal_zlib.decompressobj(-isal_zlib.MAX_WBITS)
    try:
        content = unpacker.decompress(packed, size + 1)
    except _NOT_DEFLATED:
        return None
    is_whole = unpacker.eof and not unpacker.unused_data and len(content) == size
    return content if is_whole and isal_zlib.crc32(content) == checksum else None


_small_part = lru_cache(maxsize=500)(_inflated)
"""Of the small parts of a file many are the same, byte for byte, in all of its form."""


def _looked_at(path: Path, limits: Limits) -> bytes | None:
    """Return a small file's bytes, None for a large one; raises ArchiveError for no workbook."""
    try:
        found = path.stat()
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            raise ArchiveError("FILE-READ", "it is a device or a pipe, and no file")
        size = found.st_size
        with path.open("rb") as file:
            head = file.read(LOOKED_AT)
            other = other_file(path, head)
            held = head + file.read(_HELD_FILE + 1) if size <= _HELD_FILE else b""
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ArchiveError("FILE-READ", f"the file cannot be read ({reason})") from error
    if size > limits.file_bytes:
        raise ArchiveError("FILE-LIMIT", f"the file has {size:,} bytes")
    if other is not None:
        raise ArchiveError(*other)
    return held if len(held) == size else None


def _opened(file: Path | IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except UNREADABLE as error:
        raise ArchiveError("FILE-ZIP", "the file is not a workbook: its zip is damaged") from error


def _directory_problems(
    infos: list[zipfile.ZipInfo], size: int, limits: Limits
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a zip's directory, before any part is unpacked."""
    if len(infos) > limits.parts:
        yield "FILE-LIMIT", f"the zip has {len(infos):,} parts"
    if sum(info.file_size for info in infos) > limits.unpacked_bytes:
        yield "FILE-LIMIT", "the parts unpack to more than the limit"
    if sum(info.compress_size for info in infos) > size:
        yield "FILE-ZIP", "parts of the zip overlap"
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if name.lower() in seen:
            yield "FILE-ZIP", f"part {name[:200]!r} stands twice"
        seen.add(name.lower())
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            yield "FILE-ZIP", f"part {name[:200]!r} leads outside the file"
        if info.flag_bits & _LOCKED:
            yield "FILE-LOCKED", "parts of the zip are protected by a password"
        if info.compress_type not in _METHODS:
            yield "FILE-ZIP", f"part {name[:200]!r} is packed by an unusual method"
        if info.file_size > MEBIBYTE and info.file_size > limits.ratio * max(1, info.compress_size):
            yield "FILE-LIMIT", f"part {name[:200]!r} unpacks to more than {limits.ratio} times"
