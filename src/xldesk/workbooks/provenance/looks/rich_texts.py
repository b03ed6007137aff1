"""Texts of which parts are formatted by themselves, or have words over them.

A part may be hidden or struck out.

The desk issues none, and no program makes one by saving.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.check.cell import unescaped
from xldesk.workbooks.check.markup import MAIN, sheet_events, text_of

if TYPE_CHECKING:
    from xldesk.workbooks.check.document import Document

_RUN = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?r(?:Ph)?[\s>/]")
_LOOK_BYTES = 4 * 1024 * 1024


def rich_shared_texts(document: Document) -> frozenset[str]:
    """Return the shared texts of ``document`` that have runs; raises ArchiveError."""
    part = next((r.target for r in document.relations if r.kind == "sharedStrings"), None)
    return frozenset() if part is None else _rich(document, part, "si")


def rich_texts_on(document: Document, part: str) -> frozenset[str]:
    """Return the texts with runs that stand in the cells of a sheet; raises ArchiveError."""
    return _rich(document, part, "is")


def _rich(document: Document, part: str, item: str) -> frozenset[str]:
    if part not in document.archive or not _has_runs(document, part):
        return frozenset()
    with document.archive.open(part) as stream:
        events = sheet_events(stream, part, document.limits, (item,))
        return frozenset(
            unescaped(text_of(element))
            for element in events
            if element.find(f"{MAIN}r/{MAIN}rPr") is not None
            or element.find(f"{MAIN}rPh") is not None
        )


def _has_runs(document: Document, part: str) -> bool:
    with document.archive.open(part) as stream:
        kept = b""
        while chunk := stream.read(_LOOK_BYTES):
            if _RUN.search(kept + chunk):
                return True
            kept = chunk[-256:]
    return False
