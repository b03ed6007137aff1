"""The relationships of one part: read, added and removed without touching the others."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from lxml import etree

from xldesk.workbooks.check.document import relations_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.excel.patch.package_edit import PackageEdit

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION_ID = f"{{{OFFICE}}}id"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TAG = f"{{{_PACKAGE}}}Relationship"
_EMPTY = f'<Relationships xmlns="{_PACKAGE}"/>'.encode()
_NUMBERED = re.compile(r"rId(\d{1,9})")


class Relationships:
    """The relationships of ``part`` ("" for the file itself)."""

    def __init__(self, package: PackageEdit, part: str) -> None:
        self._package = package
        self._folder = posixpath.dirname(part)
        self._name = relations_part(part)

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        """Yield id, kind (the last word of its type) and target part of those inside the file."""
        for element in self._elements():
            if element.get("TargetMode") != "External":
                yield element.get("Id", ""), self._kind(element), self._resolved(element)

    def targets(self, kind: str) -> list[str]:
        """Return the parts that stand in a relationship of ``kind``."""
        return [target for _, found, target in self if found == kind]

    def target(self, identity: str) -> str | None:
        """Return the part that ``identity`` leads to, None for an address outside."""
        return next((target for found, _, target in self if found == identity), None)

    def identity(self, target: str) -> str | None:
        """Return the id that leads to part ``target``."""
        return next((found for found, _, part in self if part.lower() == target.lower()), None)

    def add(self, kind: str, target: str) -> str:
        """Lead to part ``target`` and return the new id."""
        return self._add(kind, posixpath.relpath(target, self._folder or "."))

    def add_address(self, kind: str, address: str) -> str:
        """Lead to an ``address`` outside the file and return the new id."""
        return self._add(kind, address, TargetMode="External")

    def remove(self, identity: str) -> None:
        """Remove the relationship ``identity``; the part goes with its last one."""
        root = self._package.edit(self._name)
        for element in self._elements():
            if element.get("Id") == identity:
                root.remove(element)
        if not len(root):
            self._package.remove(self._name)

    def _add(self, kind: str, target: str, **mode: str) -> str:
        if self._name not in self._package:
            self._package.put(self._name, _EMPTY)
        root = self._package.edit(self._name)
        numbers = [
            int(match[1])
            for element in root.iter(_TAG)
            if (match := _NUMBERED.fullmatch(element.get("Id", ""))) is not None
        ]
        identity = f"rId{max(numbers, default=0) + 1}"
        written = {"Id": identity, "Type": f"{OFFICE}/{kind}", "Target": target, **mode}
        etree.SubElement(root, _TAG, written)
        return identity

    def _elements(self) -> list[Element]:
        if self._name not in self._package:
            return []
        return list(self._package.tree(self._name).iter(_TAG))

    @staticmethod
    def _kind(element: Element) -> str:
        return element.get("Type", "").rpartition("/")[2]

    def _resolved(self, element: Element) -> str:
        target = element.get("Target", "")
        if target.startswith("/"):
            return target[1:]
        return posixpath.normpath(posixpath.join(self._folder, target))
