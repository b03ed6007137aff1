"""The parts of a zip file, unpacked by our own hand: what its directory claims is not believed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from xldesk.errors import UsageError
from xldesk.intake.survey import refuse_unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xldesk.policy.process import Limits

CHUNK_BYTES = 1 << 20
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_MAGIC = b"PK\x03\x04"
_ENCRYPTED_FLAG = 1


def checked_parts(path: Path, limits: Limits) -> dict[str, zipfile.ZipInfo]:
    """Return the parts of a zip file by name, after its directory was checked.

    Raises UsageError for a file that is cut off, has more parts or claims to unpack to more than
    the ``limits`` allow, or holds parts that are encrypted, packed in an unusual way, or twice.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError) as error:
        raise damaged(path) from error
    if len(infos) > limits.max_parts:
        raise UsageError(
            f"{path} has {len(infos):,} parts, the policy allows {limits.max_parts:,} "
            "(limits.max_parts); save the workbook again without pictures and macros"
        )
    refuse_unpacked(path, sum(info.file_size for info in infos), path.stat().st_size, limits)
    parts: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise UsageError(f"{path} is encrypted; save it without a password")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise UsageError(f"{path}: {info.filename} is packed in an unusual way; save it again")
        if info.filename.casefold() in parts:
            raise UsageError(f"{path} holds {info.filename} twice; save the workbook again")
        parts[info.filename.casefold()] = info
    return parts


def damaged(path: Path) -> UsageError:
    """Return the error of a workbook that is not whole."""
    return UsageError(
        f"{path} is an Excel workbook (.xlsx) that is cut off or damaged; export or copy it again"
    )


def unpacked(path: Path, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part's bytes in small pieces.

    Raises UsageError where the part is not whole, or is longer than the directory says.
    """
    done = 0
    try:
        for piece in _pieces(path, info):
            done += len(piece)
            if done > info.file_size:
                raise UsageError(
                    f"{path}: {info.filename} unpacks to more than its directory says; this is no "
                    "workbook of a spreadsheet program: ask where it comes from"
                )
            yield piece
    except (zlib.error, struct.error) as error:
        raise damaged(path) from error
    if done != info.file_size:
        raise damaged(path)


def _pieces(path: Path, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(info.header_offset)
        magic, name_length, extra_length = _LOCAL_HEADER.unpack(stream.read(_LOCAL_HEADER.size))
        if magic != _LOCAL_MAGIC:
            raise damaged(path)
        stream.seek(name_length + extra_length, 1)
        inflate = zlib.decompressobj(-15) if info.compress_type else None
        left = info.compress_size
        while left and (packed := stream.read(min(CHUNK_BYTES, left))):
            left -= len(packed)
            if inflate is None:
                yield packed
                continue
            while packed and not inflate.eof:
                yield inflate.decompress(packed, CHUNK_BYTES)
                packed = inflate.unconsumed_tail
        if inflate is not None:
            yield inflate.flush()
