"""A worksheet without its rows: what stands before and behind them, as one small tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import UNREADABLE, ArchiveError
from xldesk.workbooks.check.markup import MAIN, parsed
from xldesk.workbooks.check.regular_rows import PLAIN_HEAD
from xldesk.workbooks.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.limits import Limits

_OPENED, _CLOSED, _ROWS = b"<sheetData>", b"</sheetData>", b"sheetData"
_READ_BYTES = 256 * 1024
_MOST_BYTES = 1024 * 1024
"""The most that is held of what stands before the rows, and of what follows."""

KEPT_FRAMES = 120
"""Frames that are kept from one file to the next: those of one form have the same."""

_REMEMBERED_BYTES = 16 * 1024
_MARKUP_OF_NONE = re.compile(rb"<[!?]|-->|\]\]>|\?>")
"""Comments, raw text and instructions: with them, what looks like a tag may be none."""


def sheet_frame(document: Document, part: str) -> Element:
    """Return the root of a worksheet, its ``sheetData`` empty.

    Raises ArchiveError where the part cannot be read, or is written in an unusual way and is
    too large to be read whole. Equal frames are one and the same tree, which is not to be changed.
    """
    frame = _cut(_chunks(document, part))
    if frame is not None:
        return _parsed(frame, part, document.limits)
    root = parsed(document.archive.read(part), part, document.limits)
    for data in root.iter(f"{MAIN}sheetData"):
        del data[:]
    return root


@remembered(entries=KEPT_FRAMES, longest=_REMEMBERED_BYTES)
def _parsed(frame: bytes, part: str, limits: Limits) -> Element:
    return parsed(frame, part, limits)


def _chunks(document: Document, part: str) -> Iterator[bytes]:
    with document.archive.open(part) as stream:
        try:
            while chunk := stream.read(_READ_BYTES):
                yield chunk
        except UNREADABLE as error:
            raise ArchiveError("FILE-ZIP", f"part {part} is damaged") from error


def _cut(chunks: Iterator[bytes]) -> bytes | None:
    """Return the bytes around the rows, None where it is not certain which they are."""
    head = b""
    for chunk in chunks:
        head += chunk
        if _OPENED in head or len(head) > _MOST_BYTES:
            break
    start, begin = head.find(_OPENED), PLAIN_HEAD.match(head)
    if start < 0 or begin is None:
        return None
    start += len(_OPENED)
    tail = _behind_rows(head[start:], chunks)
    head = head[:start]
    if tail is None or head.count(_ROWS) + tail.count(_ROWS) != len((_OPENED, _CLOSED)):
        return None
    if _MARKUP_OF_NONE.search(head, begin.end()) or _MARKUP_OF_NONE.search(tail):
        return None
    return head + tail


def _behind_rows(read: bytes, chunks: Iterator[bytes]) -> bytes | None:
    """Return what follows from the end of the rows on, None where another mention comes first."""
    while (at := read.find(_ROWS)) < 0:
        chunk = next(chunks, b"")
        if not chunk:
            return None
        read = read[-len(_CLOSED) :] + chunk
    tail = read[max(at - len(b"</"), 0) :]
    for chunk in chunks:
        tail += chunk
        if len(tail) > _MOST_BYTES:
            return None
    return tail if tail.startswith(_CLOSED) and len(tail) <= _MOST_BYTES else None
