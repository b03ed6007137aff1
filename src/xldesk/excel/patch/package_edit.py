"""The parts of a workbook's file while some of them are changed; the others keep their bytes."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat

from isal import isal_zlib
from lxml import etree

from xldesk.excel.patch.refusal import PatchError
from xldesk.workbooks.check.archive import Archive, ArchiveError
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.markup import parsed
from xldesk.workbooks.package import LEVEL, AtomicFile, PackageWriter, Part, deflated, read_parts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lxml.etree import _Element as Element

_MARKUP = (".xml", ".rels", ".vml")
"""How names of parts end that hold markup."""

_SIGNATURES = ("_xmlsignatures/", "package/services/digital-signature/")


class PackageEdit:
    """The parts of one file by name, in their order; new ones come last.

    ``tree`` gives a part's XML to read, ``edit`` to change it: such parts are written anew.
    """

    def __init__(self, parts: dict[str, Part], limits: Limits) -> None:
        self._parts = parts
        self._limits = limits
        self._names = {name.lower(): name for name in parts}
        self._trees: dict[str, Element] = {}
        self._edited: set[str] = set()
        self._unproved: set[str] = set()

    @classmethod
    def of(cls, path: Path, limits: Limits | None = None) -> PackageEdit:
        """Return the parts of the workbook at ``path``.

        Raises PatchError for a file that is locked, signed, damaged or too large.
        """
        bounds = limits or Limits()
        try:
            with Archive(path, bounds) as archive:
                names = archive.names
            content = path.read_bytes()
            parts = _in_order(path, names, content)
        except ArchiveError as error:
            raise PatchError(f"{path.name}: {error.message}; nothing was written") from error
        if any(name.lower().startswith(_SIGNATURES) for name in parts):
            raise PatchError(
                f"{path.name}: the file is signed, and a change would break its signature;"
                " remove the signature first, nothing was written"
            )
        return cls(parts, bounds)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts in order."""
        return tuple(self._parts)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def named(self, name: str) -> str:
        """Return a part's name as the file spells it; raises PatchError for one that is missing."""
        try:
            return self._names[name.lower()]
        except KeyError:
            raise PatchError(f"part {name} is missing in the file; nothing was written") from None

    def read(self, name: str) -> bytes:
        """Return what part ``name`` holds now."""
        real = self.named(name)
        if real in self._edited:
            return _text(self._trees[real])
        return self._parts[real].content()

    def tree(self, name: str) -> Element:
        """Return the root of part ``name``, to be read only."""
        real = self.named(name)
        if real not in self._trees:
            try:
                self._trees[real] = parsed(self._parts[real].content(), real, self._limits)
            except ArchiveError as error:
                raise PatchError(f"{error.message}; nothing was written") from error
        return self._trees[real]

    def edit(self, name: str) -> Element:
        """Return the root of part ``name``, to be changed."""
        root = self.tree(name)
        self._edited.add(self.named(name))
        return root

    def put(self, name: str, content: bytes) -> None:
        """Give part ``name`` new ``content``; a new part comes after all others."""
        self._enter(deflated(self._names.get(name.lower(), name), content))

    def put_chunks(self, name: str, chunks: Iterable[bytes]) -> None:
        """Give part ``name`` the ``chunks``, compressed one after the other."""
        packer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
        crc = size = 0
        packed = []
        for chunk in chunks:
            crc = zlib.crc32(chunk, crc)
            size += len(chunk)
            packed.append(packer.compress(chunk))
        packed.append(packer.flush())
        self._enter(Part(self._names.get(name.lower(), name), b"".join(packed), crc, size))

    def remove(self, name: str) -> None:
        """Leave part ``name`` out."""
        real = self._names.pop(name.lower())
        del self._parts[real]
        self._trees.pop(real, None)
        self._edited.discard(real)
        self._unproved.discard(real)

    def free_name(self, pattern: str) -> str:
        """Return the first name that no part has, by putting 1, 2, … into ``pattern``."""
        number = 1
        while pattern.format(number).lower() in self._names:
            number += 1
        return pattern.format(number)

    def write(self, target: Path) -> None:
        """Write all parts as ``target``, which appears only when it is complete and on the disk.

        Raises PatchError, with nothing written, where a part that was put is no markup any more.
        """
        self._pack()
        self._prove()
        with AtomicFile(target) as file:
            writer = PackageWriter(file)
            for part in self._parts.values():
                writer.add(part)
            writer.close()
            file.flush()
            os.fsync(file.fileno())

    def _pack(self) -> None:
        for name in sorted(self._edited):
            self._parts[name] = deflated(name, _text(self._trees[name]))
        self._edited.clear()

    def _prove(self) -> None:
        """Read the parts that came as text: programs refuse the whole file for one of them."""
        for name in sorted(self._unproved):
            try:
                content = io.BytesIO(self._parts[name].content())
                expat.ParserCreate(namespace_separator=" ").ParseFile(content)
            except expat.ExpatError as error:
                raise PatchError(
                    f"part {name} would not be well-formed any more ({error});"
                    " save the file anew from a spreadsheet program, nothing was written"
                ) from error
        self._unproved.clear()

    def _enter(self, part: Part) -> None:
        self._names[part.name.lower()] = part.name
        self._parts[part.name] = part
        if part.name.lower().endswith(_MARKUP):
            self._unproved.add(part.name)
        self._trees.pop(part.name, None)
        self._edited.discard(part.name)


def _in_order(path: Path, names: Iterable[str], content: bytes) -> dict[str, Part]:
    """Return the file's parts; those that stand in it unpacked are packed."""
    parts = read_parts(content)
    with zipfile.ZipFile(path) as package:
        for info in package.infolist():
            if info.compress_type == zipfile.ZIP_STORED:
                parts[info.filename] = deflated(info.filename, package.read(info))
    for name in names:
        if name.endswith("/"):
            del parts[name]  # a folder's entry is no part
        elif not name.isascii():
            raise PatchError(f"part {name!r} has letters that no part's name has; save it anew")
    return parts


def _text(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
