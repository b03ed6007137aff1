"""The backup file: a zip with a manifest of what it holds, written and read with distrust."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import struct
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from xldesk.errors import LedgerCorruptError
from xldesk.ledger.digest import CHUNK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST = "manifest.json"
FORMAT = "xldesk backup"
LARGEST_MANIFEST = 64 << 20
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
ALLOWED = re.compile(
    r"ledger\.db|policy\.toml|desk\.toml|segments/[0-9a-f]{64}\.parquet"
    r"|mappings/(?:[^/\\:\x00-\x1f]+/)*[^/\\:\x00-\x1f]+"
)
"""What a backup may hold; anything else is refused, whatever it is called."""

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
"""What reading a damaged zip may raise: RuntimeError is a member that claims to be encrypted."""


class File(BaseModel):
    """Length and SHA-256 of one file in a backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bytes: int
    sha256: str


class Manifest(BaseModel):
    """What a backup holds: the ledger's head and position, and every file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: str = FORMAT
    version: int = 1
    position: int
    head: str
    files: dict[str, File]


def is_allowed(name: str) -> bool:
    """Return whether a backup may hold a file of this name."""
    return ALLOWED.fullmatch(name) is not None and not {".", ".."} & set(name.split("/"))


def write_archive(stream: IO[bytes], files: dict[str, Path], position: int, head: str) -> Manifest:
    """Write ``files`` by their names, then the manifest; return it.

    The same files make the same bytes. Raises LedgerCorruptError for a segment that is not what
    its name says.
    """
    written: dict[str, File] = {}
    with zipfile.ZipFile(stream, "w", allowZip64=True) as archive:
        for name, path in sorted(files.items()):
            written[name] = _write_file(archive, name, path)
            if name.startswith("segments/") and written[name].sha256 != path.stem:
                raise LedgerCorruptError(
                    f"{path}: this segment was changed; restore it from an earlier backup"
                )
        manifest = Manifest(position=position, head=head, files=written)
        with archive.open(_info(MANIFEST), "w") as target:
            target.write(manifest.model_dump_json(indent=1).encode("utf-8"))
    return manifest


def _write_file(archive: zipfile.ZipFile, name: str, path: Path) -> File:
    digest, length = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(_info(name), "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK_BYTES):
            digest.update(chunk)
            length += len(chunk)
            target.write(chunk)
    return File(bytes=length, sha256=digest.hexdigest())


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, FIXED_TIME)
    # Parquet is compressed already.
    packed = name.endswith(".parquet")
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def read_manifest(archive: zipfile.ZipFile, place: Path) -> Manifest:
    """Return the manifest after checking that the archive holds exactly what it lists.

    Raises LedgerCorruptError for anything else: other or doubled names, paths that lead out of
    the folder, sizes that differ.
    """
    found = archive.infolist()
    names = [info.filename for info in found]
    if names.count(MANIFEST) != 1 or len(names) != len(set(names)):
        raise LedgerCorruptError(f"{place}: this is not a backup of a desk (no single manifest)")
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise LedgerCorruptError(f"{place}: its manifest is too large to be one")
    try:
        manifest = Manifest.model_validate(json.loads(archive.read(MANIFEST)))
    except DAMAGE as error:
        raise LedgerCorruptError(f"{place}: its manifest cannot be read") from error
    if (manifest.format, manifest.version) != (FORMAT, 1):
        raise LedgerCorruptError(
            f"{place}: this is not a backup that this xldesk knows "
            f"({manifest.format} {manifest.version})"
        )
    for problem in _differences(found, manifest):
        raise LedgerCorruptError(f"{place}: {problem}; nothing was restored")
    return manifest


def _differences(found: list[zipfile.ZipInfo], manifest: Manifest) -> Iterator[str]:
    for name in manifest.files:
        if not is_allowed(name):
            yield f"it lists {name!r}, which no backup holds"
    sizes = {info.filename: info.file_size for info in found if info.filename != MANIFEST}
    for name in sorted(sizes.keys() ^ manifest.files.keys()):
        where = "is not in its manifest" if name in sizes else "is missing from it"
        yield f"{name!r} {where}"
    for name, size in sorted(sizes.items()):
        if manifest.files[name].bytes != size:
            yield f"{name!r} has {size} bytes instead of {manifest.files[name].bytes}"


def extract(archive: zipfile.ZipFile, manifest: Manifest, folder: Path, place: Path) -> None:
    """Write every file below ``folder``, checking each against the manifest as it comes."""
    needed = sum(file.bytes for file in manifest.files.values())
    if needed > shutil.disk_usage(folder).free:
        raise LedgerCorruptError(f"{place}: it unpacks to {needed:,} bytes, more than {folder} has")
    for name, file in manifest.files.items():
        target = folder.joinpath(*name.split("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        if not _extract_file(archive, name, file, target):
            raise LedgerCorruptError(f"{place}: {name!r} was changed; nothing was restored")


def _extract_file(archive: zipfile.ZipFile, name: str, file: File, target: Path) -> bool:
    digest, left = hashlib.sha256(), file.bytes
    try:
        with archive.open(name) as source, target.open("xb") as written:
            while chunk := source.read(CHUNK_BYTES):
                left -= len(chunk)
                if left < 0:
                    return False
                digest.update(chunk)
                written.write(chunk)
    except DAMAGE:
        return False
    return left == 0 and digest.hexdigest() == file.sha256
