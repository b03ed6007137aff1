"""Every part of a workbook of the desk is whole, of use, and what it seems to be."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from xldesk.workbooks.check.document import relations_of, relations_part
from xldesk.workbooks.check.other_files import COMPOUND
from xldesk.workbooks.check.rule import Rule, file_finding, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding

_TYPES_PART = "[content_types].xml"
_KNOWN_COMPOUND = ("vbaproject", "/embeddings/", "oleobject")
"""Compound files that other rules name."""


class PackageParts(Rule):
    """Finds parts that are damaged, hold a compound file, or belong to nothing."""

    needs_spec = False

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield one finding for each such part."""
        used = _used(document)
        for name, head in document.archive.heads():
            if head is None:
                yield file_finding(
                    document,
                    "FILE-ZIP",
                    f"part {shown(name)} is damaged",
                    "ask for the file again; what it says may have been changed on its way",
                )
            elif head == COMPOUND and not any(m in f"/{name.lower()}" for m in _KNOWN_COMPOUND):
                yield file_finding(
                    document,
                    "MACRO",
                    f"part {shown(name)} is an OLE compound file, as macros are",
                    "do not open it; ask the sender for the workbook without it",
                )
            if name.lower() not in used and not (name.endswith("/") and not head):
                yield file_finding(
                    document,
                    "PART-UNUSED",
                    f"nothing in the workbook refers to part {shown(name)}",
                    "save it anew in a spreadsheet program, or ask its sender what it is for",
                )


def _used(document: Document) -> set[str]:
    """Return the names, in small letters, of the parts that relationships lead to."""
    used = {_TYPES_PART}
    waiting = [""]
    while waiting:
        part = waiting.pop()
        used.add(relations_part(part).lower())
        for relation in relations_of(document.archive, part, document.limits):
            if relation.is_external:
                continue
            for target in {relation.target, unquote(relation.target)}:
                if target.lower() not in used and target in document.archive:
                    used.add(target.lower())
                    waiting.append(target)
    return used
