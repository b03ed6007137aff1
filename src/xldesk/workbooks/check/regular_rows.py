"""The rows of a worksheet that a spreadsheet program wrote the plain way, without a parser's tree.

What is not plain from end to end is left to the parser.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.archive import UNREADABLE, ArchiveError
from xldesk.workbooks.check.markup import MAIN, columns_of, is_hidden, parsed
from xldesk.workbooks.check.plain_row import IrregularError, PlainRow, empty_rows, rows_in
from xldesk.workbooks.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.cell import FoundRow
    from xldesk.workbooks.check.limits import Limits

_READ_BYTES = 256 * 1024
_OPENED, _CLOSED, _ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"

PLAIN_HEAD = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version=["']1\.0["'](?: encoding=["'][Uu][Tt][Ff]-8["'])?"""
    rb"""(?: standalone=["'](?:yes|no)["'])? ?\?>\s*)?<worksheet[ >]"""
)
"""How a worksheet begins whose bytes are its characters."""

_NEVER = bytes(code for code in range(32) if code not in b"\t\n")
"""Bytes that XML does not allow, and the carriage return, which its parsers change."""

_REMEMBERED_BYTES = 64 * 1024
"""The most of a sheet's head, and of its tail, that is remembered."""

_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")


class RegularRows:
    """The rows of a worksheet's ``stream`` as far as they are plain; ``count`` were given so far.

    Iterating raises IrregularError where a parser has to go on, and ArchiveError for what no
    parser would take. ``hidden_columns`` is set once the first row is asked for.
    """

    def __init__(self, stream: IO[bytes], shared: list[str], limits: Limits) -> None:
        self._stream = stream
        self._shared = shared
        self._limits = limits
        self._head = b""
        self.count = 0
        self._last = 0
        self.hidden_columns: set[int] = set()

    def __iter__(self) -> Iterator[FoundRow]:
        rest = self._read_head()
        while True:
            end = rest.find(_CLOSED)
            cut = end if end >= 0 else rest.rfind(_ROW_END) + len(_ROW_END)
            if end >= 0 or cut >= len(_ROW_END):
                yield from self._rows(_text(rest[:cut]))
                rest = rest[cut:]
            if end >= 0:
                break
            rest += self._more(len(rest))
        self._read_tail(rest)

    def _read_head(self) -> bytes:
        """Take in what stands before the rows, and return what was read beyond it."""
        read = b""
        while (start := read.find(_OPENED)) < 0:
            read += self._more(len(read))
        start += len(_OPENED)
        if start > _REMEMBERED_BYTES:
            raise IrregularError
        self._head = read[:start]
        head = _head(self._head, self._limits)
        self._has_namespace = head.has_namespace
        self.hidden_columns.update(head.hidden_columns)
        return read[start:]

    def _read_tail(self, tail: bytes) -> None:
        """Look at what follows the rows; it may hold no further ones."""
        while chunk := self._chunk(len(tail)):
            tail += chunk
        _look_at_ends(tail, self._head, self._limits)

    def _more(self, held: int) -> bytes:
        """Return what follows in the stream, in which something has to."""
        chunk = self._chunk(held)
        if not chunk:
            raise IrregularError
        return chunk

    def _chunk(self, held: int) -> bytes:
        """Return what follows in the stream, beside ``held`` bytes that wait already."""
        try:
            chunk = self._stream.read(_READ_BYTES)
        except UNREADABLE as error:
            raise IrregularError from error
        if held + len(chunk) > self._limits.tree_bytes:
            raise IrregularError
        return chunk

    def _rows(self, text: str) -> Iterator[FoundRow]:
        *pieces, last = text.split("</row>")
        for piece in pieces:
            for plain in rows_in(piece, self._shared, self._limits.columns):
                yield self._counted(plain)
        for plain in empty_rows(last):
            yield self._counted(plain)

    def _counted(self, plain: PlainRow) -> FoundRow:
        number = plain.row.number
        if self.count >= self._limits.rows or number <= self._last:
            raise IrregularError
        if plain.needs_namespace and not self._has_namespace:
            raise IrregularError
        self._last = number
        self.count += 1
        return plain.row


class _Head(NamedTuple):
    """What stands before a sheet's rows, as far as its rows need it."""

    has_namespace: bool
    hidden_columns: frozenset[int]


@remembered(entries=200, longest=_REMEMBERED_BYTES)
def _head(head: bytes, limits: Limits) -> _Head:
    if PLAIN_HEAD.match(head) is None:
        raise IrregularError
    root = _parsed(head + _CLOSED + b"</worksheet>", limits)
    if root.tag != f"{MAIN}worksheet" or root[-1].tag != f"{MAIN}sheetData":
        raise IrregularError
    if not _has_no_rows(root):
        raise IrregularError
    hidden: set[int] = set()
    reached = 0
    for element in root.iter(f"{MAIN}col"):
        columns = columns_of(element, reached, limits)
        reached = max(reached, columns.stop - 1)
        if is_hidden(element):
            hidden.update(columns)
    return _Head("x14ac" in root.nsmap, frozenset(hidden))


@remembered(entries=200, longest=_REMEMBERED_BYTES)
def _look_at_ends(tail: bytes, head: bytes, limits: Limits) -> None:
    """Raise IrregularError where head and tail are no whole sheet, or hold rows."""
    root = _parsed(head + tail, limits)
    merged = sum(1 for _ in root.iter(f"{MAIN}mergeCell"))
    if not _has_no_rows(root) or merged > limits.merged_ranges:
        raise IrregularError


def _parsed(content: bytes, limits: Limits) -> Element:
    try:
        return parsed(content, "", limits)
    except ArchiveError as error:
        raise IrregularError from error


def _text(raw: bytes) -> str:
    """Return the text of ``raw``, which has no character that XML forbids or changes."""
    if len(raw.translate(None, _NEVER)) != len(raw) or b"]]>" in raw:
        raise IrregularError
    if any(character in raw for character in _NONCHARACTERS):
        raise IrregularError
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise IrregularError from error


def _has_no_rows(root: Element) -> bool:
    """Tell whether a sheet without its rows has a place for them, and none elsewhere."""
    places = sum(1 for _ in root.iter(f"{MAIN}sheetData"))
    return places == 1 and next(root.iter(f"{MAIN}row", f"{MAIN}c"), None) is None
