"""The rows of a worksheet that a spreadsheet program wrote the plain way, without a parser's tree.

What is not plain from end to end is left to the parser.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.archive import UNREADABLE, ArchiveError
from xldesk.workbooks.check.markup import MAIN, columns_of, is_hidden, parsed
from xldesk.workbooks.check.plain_row import ROW, IrregularError, PlainRow, empty_rows, rows_in
from xldesk.workbooks.check.row_block import FEWEST_ROWS, RowBlock, block_of
from xldesk.workbooks.check.row_form import RowForms
from xldesk.workbooks.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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

_NEVER = tuple(code for code in range(32) if code not in b"\t\n")
"""Bytes that XML does not allow, and the carriage return, which its parsers change."""

_REMEMBERED_BYTES = 64 * 1024
"""The most of a sheet's head, and of its tail, that is remembered."""

_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_THEIR_FIRST = 0xEF


class RegularRows:
    """The rows of a worksheet's ``stream`` as far as they are plain; ``count`` were given so far.

    Rows in ``areas`` come as blocks, where they are all of one form.

    Iterating raises IrregularError where a parser has to go on, and ArchiveError for what no
    parser would take. ``hidden_columns`` is set once the first row is asked for.
    """

    def __init__(
        self,
        stream: IO[bytes],
        shared: list[str],
        limits: Limits,
        areas: Sequence[range] = (),
    ) -> None:
        self._stream = stream
        self._areas = list(areas)
        self._forms = RowForms()
        self._shared = shared
        self._limits = limits
        self._head = b""
        self.count = 0
        self._last = 0
        self.hidden_columns: set[int] = set()

    def __iter__(self) -> Iterator[FoundRow | RowBlock]:
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

    def _rows(self, text: str) -> Iterator[FoundRow | RowBlock]:
        *pieces, last = text.split("</row>")
        at = 0
        while at < len(pieces):
            block = self._block(pieces, at) if self._areas else None
            if block is not None:
                at += len(block.pieces)
                yield block
                continue
            for plain in rows_in(pieces[at], self._shared, self._limits.columns):
                yield self._counted(plain)
            at += 1
        for plain in empty_rows(last):
            yield self._counted(plain)

    def _block(self, pieces: list[str], at: int) -> RowBlock | None:
        """Return the block that begins with the piece ``at``, and goes to its area's end."""
        match = ROW.match(pieces[at])
        number = 0 if match is None else int(match[1])
        area = next((area for area in self._areas if number in area), None)
        if area is None:
            return None
        count = min(area.stop - number, len(pieces) - at)
        if count < FEWEST_ROWS or number <= self._last or self.count + count > self._limits.rows:
            return None
        block = block_of(pieces[at : at + count], self._forms, self._shared, self._limits.columns)
        if block is None or (block.needs_namespace and not self._has_namespace):
            self._areas.remove(area)  # not tried again from every row of it
            return None
        self._last = block.last
        self.count += count
        return block

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
    for code in _NEVER:  # one byte is found many times faster than one of several
        if code in raw:
            raise IrregularError
    if b"]]>" in raw:
        raise IrregularError
    if _THEIR_FIRST in raw and any(character in raw for character in _NONCHARACTERS):
        raise IrregularError
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise IrregularError from error


def _has_no_rows(root: Element) -> bool:
    """Tell whether a sheet without its rows has a place for them, and none elsewhere."""
    places = sum(1 for _ in root.iter(f"{MAIN}sheetData"))
    return places == 1 and next(root.iter(f"{MAIN}row", f"{MAIN}c"), None) is None
