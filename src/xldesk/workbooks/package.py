"""The zip around a workbook: parts of a template copied as they are, others written anew.

Copying compressed bytes is what makes a stamp fast; the standard library's zipfile can only
decompress and compress again. Times and order are fixed, so equal content gives equal bytes.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from isal import isal_zlib

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5HI")
_OFFSET = struct.Struct("<I")
_END = struct.Struct("<4s4H2IH")
_DEFLATED = 8
_DOS_DATE = 33
"""1980-01-01, the first day a zip can hold."""
_FILES = count(1)
"""Numbers of the files that this process began."""
_LIMIT = 0xFFFFFFFF
_BUFFER_BYTES = 256 * 1024
_HELD_BYTES = 1024 * 1024
"""A part that packs into less is written at once, with its header before it."""
_SMALL_BYTES = 64 * 1024
"""A part up to this size is packed without a code of its own: a sixth more, in half the time."""
LEVEL = 2
"""Of isal's 0 to 3; a sheet takes a tenth more than zlib's level 6 makes of it, in a ninth of the
time."""


@dataclass(slots=True)
class Part:
    """One part of a package: its name, compressed bytes, check sum and size."""

    name: str
    compressed: bytes
    crc: int
    size: int
    _framed: Framed | None = field(default=None, compare=False, repr=False)

    def content(self) -> bytes:
        """Return the part decompressed."""
        return zlib.decompress(self.compressed, -zlib.MAX_WBITS)

    def framed(self) -> Framed:
        """Return the part as a zip holds it; most parts go into many of them."""
        if self._framed is None:
            packed = len(self.compressed)
            header = _header(self.name, self.crc, packed, self.size)
            entry = _entry(self.name, self.crc, packed, self.size)
            self._framed = Framed(header + self.compressed, *entry)
        return self._framed


class Framed(NamedTuple):
    """A part after its header, and its line of the directory before and after the offset."""

    whole: bytes
    entry: bytes
    name: bytes


def deflated(name: str, content: bytes) -> Part:
    """Return ``content`` as a part, compressed."""
    level = LEVEL if len(content) > _SMALL_BYTES else 0
    packed = isal_zlib.compress(content, level, -isal_zlib.MAX_WBITS)
    return Part(name, packed, isal_zlib.crc32(content), len(content))


def read_parts(template: bytes) -> dict[str, Part]:
    """Return the parts of a deflated zip in their order, still compressed."""
    parts: dict[str, Part] = {}
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        for info in package.infolist():
            names, extra = struct.unpack_from("<2H", template, info.header_offset + 26)
            start = info.header_offset + _LOCAL.size + names + extra
            compressed = template[start : start + info.compress_size]
            parts[info.filename] = Part(info.filename, compressed, info.CRC, info.file_size)
    return parts


class PackageWriter:
    """Writes a zip: whole parts, or parts that come in chunks."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._directory: list[bytes] = []
        self._count = 0
        self._offset = 0

    def add(self, part: Part) -> None:
        """Write ``part`` with its compressed bytes as they are."""
        whole, entry, name = part.framed()
        self._target.write(whole)
        self._enter(entry, name, len(whole))

    def add_chunks(self, name: str, chunks: Iterable[bytes]) -> None:
        """Compress ``chunks`` one after the other into part ``name``."""
        source = iter(chunks)
        first, second = next(source, b""), next(source, None)
        if second is None:
            self.add(deflated(name, first))
            return
        packer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
        held: list[bytes] = []
        crc = size = packed = 0
        is_streamed = False
        for chunk in chain((first, second), source):
            crc = isal_zlib.crc32(chunk, crc)
            size += len(chunk)
            held.append(packer.compress(chunk))
            packed += len(held[-1])
            if packed > _HELD_BYTES:
                if not is_streamed:
                    self._target.write(_header(name, 0, 0, 0))
                    is_streamed = True
                self._target.writelines(held)
                held.clear()
        held.append(packer.flush())
        packed += len(held[-1])
        if size > _LIMIT or self._offset + packed > _LIMIT:
            raise UsageError(
                f"{name} grows beyond 4 GiB, the limit of an .xlsx part;"
                " choose a shorter period or fewer partners"
            )
        if not is_streamed:
            held.insert(0, _header(name, crc, packed, size))
        self._target.writelines(held)
        if is_streamed:
            end = self._target.tell()
            self._target.seek(self._offset)
            self._target.write(_header(name, crc, packed, size))
            self._target.seek(end)
        entry, encoded = _entry(name, crc, packed, size)
        self._enter(entry, encoded, _LOCAL.size + len(encoded) + packed)

    def _enter(self, entry: bytes, name: bytes, length: int) -> None:
        """Put a part that was written into the directory; it is so long, with its header."""
        self._directory += (entry, _OFFSET.pack(self._offset), name)
        self._count += 1
        self._offset += length

    def close(self) -> None:
        """Write the directory that ends the zip."""
        directory = b"".join(self._directory)
        self._target.write(directory)
        self._target.write(
            _END.pack(
                b"PK\x05\x06", 0, 0, self._count, self._count, len(directory), self._offset, 0
            )
        )


def _header(name: str, crc: int, packed: int, size: int) -> bytes:
    """Return what stands before a part."""
    encoded = name.encode()
    fields = (20, 0, _DEFLATED, 0, _DOS_DATE, crc, packed, size, len(encoded), 0)
    return _LOCAL.pack(b"PK\x03\x04", *fields) + encoded


def _entry(name: str, crc: int, packed: int, size: int) -> tuple[bytes, bytes]:
    """Return a part's line of the directory: what stands before its offset and after."""
    encoded = name.encode()
    fields = (20, 20, 0, _DEFLATED, 0, _DOS_DATE, crc, packed, size, len(encoded))
    return _CENTRAL.pack(b"PK\x01\x02", *fields, 0, 0, 0, 0, 0), encoded


class AtomicFile:
    """A file that appears under its name only when complete; an error leaves nothing behind.

    Where the name is a link, the file that it leads to is written. A file that is there already
    keeps who may read and write it.
    """

    def __init__(self, target: Path) -> None:
        self._target = target

    def __enter__(self) -> IO[bytes]:
        try:
            self._mode = self._find()
            handle = self._opened()
        except OSError as error:
            raise self._failed(error) from error
        self._file = os.fdopen(handle, "w+b", _BUFFER_BYTES)
        return self._file

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._file.close()
                if self._mode is not None:
                    self._temporary.chmod(self._mode)
                self._temporary.replace(self._target)
        except OSError as failure:
            self._discard()
            raise self._failed(failure) from failure
        if error is not None:
            self._discard()
            if isinstance(error, OSError):
                raise self._failed(error) from error

    def _find(self) -> int | None:
        """Return the permissions of the file that is there, None without one; follow links."""
        try:
            found = os.lstat(self._target)
            if stat.S_ISLNK(found.st_mode):
                self._target = Path(os.path.realpath(self._target))
                found = self._target.stat()
        except FileNotFoundError:
            return None
        return stat.S_IMODE(found.st_mode) & 0o777

    def _opened(self) -> int:
        """Open a file beside the target that nobody else has.

        Only its owner may look into one that takes the place of another, until it has that one's
        permissions.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        permissions = 0o666 if self._mode is None else 0o600
        while True:
            name = f".{self._target.name}.{os.getpid()}-{next(_FILES)}.part"
            self._temporary = self._target.parent / name
            with suppress(FileExistsError):  # left by a process that is no more
                return os.open(self._temporary, flags, permissions)

    def _discard(self) -> None:
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._temporary.unlink(missing_ok=True)

    def _failed(self, error: OSError) -> UsageError:
        reason = error.strerror or type(error).__name__
        return UsageError(
            f"{self._target}: cannot be written ({reason});"
            " make room or choose another folder, nothing was left behind"
        )
