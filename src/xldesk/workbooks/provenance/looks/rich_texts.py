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

_IN_UTF_8 = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*(?:<\?xml version=["']1\.0["'](?: encoding=["'](?i:utf-8)["'])?"""
    rb"""(?: standalone=["'](?:yes|no)["'])?\s*\?>\s*)?<[A-Za-z]"""
)
"""How a part begins in which every sign of its markup is one byte; others are parsed."""

_RUN = re.compile(rb"<(?:[^\s<>/:]+:)?r(?:Ph)?[\s>/]")
_LOOK_BYTES = 4 * 1024 * 1024
_LONGEST_NAME = 64 * 1024
"""More bytes than the parser takes for the name of an element."""


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
    """Tell whether a part may hold runs, without parsing those that hold none."""
    with document.archive.open(part) as stream:
        read = stream.read(_LOOK_BYTES)
        if _IN_UTF_8.match(read) is None:
            return True
        while read:
            if _RUN.search(read):
                return True
            more = stream.read(_LOOK_BYTES)
            read = more and read[-_LONGEST_NAME:] + more
    return False
