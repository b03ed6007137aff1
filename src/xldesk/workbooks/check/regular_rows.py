"""Rows of a worksheet written the plain way, found by a pattern that takes nothing else.

Spreadsheet programs write cells in one of a few orders. What fits the pattern from end to end is
well-formed and means what an XML parser would read; all else is left to the parser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import IO, TYPE_CHECKING

from xldesk.workbooks.check.archive import UNREADABLE, ArchiveError
from xldesk.workbooks.check.cell import FoundRow, ReadCell, column_of, typed_cell
from xldesk.workbooks.check.markup import MAIN, columns_of, is_hidden, is_shut, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.limits import Limits

_READ_BYTES = 256 * 1024
_OPENED, _CLOSED, _ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"

_HEAD = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version=["']1\.0["'](?: encoding=["'][Uu][Tt][Ff]-8["'])?"""
    rb"""(?: standalone=["'](?:yes|no)["'])? ?\?>\s*)?<worksheet[ >]"""
)
_ROW = re.compile(r'<row r="([0-9]{1,7})"([^<>&]*)>')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,9})")?(?: t="([A-Za-z]{1,9})")?'
    r"(?:/>|>(?:<f([^<>&]*)>(?:([^<]*)</f>)?)?(?:<v>([^<]*)</v>)?"
    r'(?:<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
)
_CELL_GROUPS = 8
"""What one cell adds to a text split by the pattern: what stood before it, and seven groups."""

_DESCENT = "x14ac:dyDescent"
"""The one attribute of another namespace that Excel gives to rows."""

_ATTRIBUTE = re.compile(rf' ((?!xml)[A-Za-z][A-Za-z0-9]*|{_DESCENT})="([^"<>&\x00-\x1f]*)"')
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NEVER = bytes(code for code in range(32) if code not in b"\t\n")
"""Bytes that XML does not allow, and the carriage return, which its parsers change."""

_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")


class IrregularError(Exception):
    """Something is not written the plain way; an XML parser has to read it."""


class RegularRows:
    """The rows of a worksheet's ``stream`` as far as they are plain; ``count`` were given so far.

    Iterating raises IrregularError where a parser has to go on, and ArchiveError for what no
    parser would take. ``hidden_columns`` is set once the first row is asked for.
    """

    def __init__(self, stream: IO[bytes], name: str, shared: list[str], limits: Limits) -> None:
        self._stream = stream
        self._name = name
        self._shared = shared
        self._limits = limits
        self._head = b""
        self.count = 0
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
        self._head = read[:start]
        if _HEAD.match(self._head) is None:
            raise IrregularError
        root = self._parsed(self._head + _CLOSED + b"</worksheet>")
        if root[-1].tag != f"{MAIN}sheetData" or not _has_no_rows(root):
            raise IrregularError
        self._has_namespace = "x14ac" in root.nsmap
        reached = 0
        for element in root.iter(f"{MAIN}col"):
            columns = columns_of(element, reached, self._limits)
            reached = max(reached, columns.stop - 1)
            if is_hidden(element):
                self.hidden_columns.update(columns)
        return read[start:]

    def _read_tail(self, tail: bytes) -> None:
        """Look at what follows the rows; it may hold no further ones."""
        while True:
            try:
                chunk = self._stream.read(_READ_BYTES)
            except UNREADABLE as error:
                raise IrregularError from error
            tail += chunk
            if len(tail) > self._limits.tree_bytes:
                raise IrregularError
            if not chunk:
                break
        root = self._parsed(self._head + tail)
        merged = sum(1 for _ in root.iter(f"{MAIN}mergeCell"))
        if not _has_no_rows(root) or merged > self._limits.merged_ranges:
            raise IrregularError

    def _more(self, held: int) -> bytes:
        try:
            chunk = self._stream.read(_READ_BYTES)
        except UNREADABLE as error:
            raise IrregularError from error
        if not chunk or held + len(chunk) > self._limits.tree_bytes:
            raise IrregularError
        return chunk

    def _parsed(self, content: bytes) -> Element:
        try:
            return parsed(content, self._name, self._limits)
        except ArchiveError as error:
            raise IrregularError from error

    def _rows(self, text: str) -> Iterator[FoundRow]:
        pieces = text.split("</row>")
        if pieces.pop():
            raise IrregularError
        for piece in pieces:
            start = 0
            while (match := _ROW.match(piece, start)) is not None and match[2].endswith("/"):
                yield self._row(match[1], match[2][:-1], {})
                start = match.end()
            if match is None:
                raise IrregularError
            yield self._row(match[1], match[2], self._cells(piece[match.end() :]))

    def _row(self, number: str, attributes: str, cells: dict[int, ReadCell]) -> FoundRow:
        hidden, needs_namespace = _row_attributes(attributes)
        if needs_namespace and not self._has_namespace:
            raise IrregularError
        self.count += 1
        if self.count > self._limits.rows:
            raise IrregularError
        return FoundRow(int(number), cells, hidden)

    def _cells(self, text: str) -> dict[int, ReadCell]:
        parts = _CELL.split(text)
        if any(parts[::_CELL_GROUPS]):
            raise IrregularError
        cells: dict[int, ReadCell] = {}
        for letters, style, kind, attributes, written, value, inline in zip(
            *(parts[group::_CELL_GROUPS] for group in range(1, _CELL_GROUPS)), strict=True
        ):
            column = column_of(letters)
            if not 0 < column <= self._limits.columns:
                raise IrregularError
            text = value if inline is None else inline
            if text is not None and "&" in text:
                text = _unreferenced(text)
            if kind is None and attributes is None:
                cells[column] = ReadCell(column, "n", text or None, None, style or "0")
                continue
            group, formula = None, None
            if attributes is not None:
                group, formula = _formula(attributes, written)
            cells[column] = typed_cell(
                column, kind or "n", text, formula, style or "0", group, self._shared
            )
        return cells


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


@lru_cache(maxsize=10_000)
def _attributes(text: str) -> dict[str, str]:
    """Return the attributes that ``text`` consists of."""
    parts = _ATTRIBUTE.split(text)
    names = parts[1::3]
    if any(parts[::3]) or len(set(names)) != len(names):
        raise IrregularError
    return dict(zip(names, parts[2::3], strict=True))


@lru_cache(maxsize=10_000)
def _row_attributes(text: str) -> tuple[bool, bool]:
    """Return whether a row is hidden, and whether its attributes need Excel's later namespace."""
    found = _attributes(text)
    if "r" in found:
        raise IrregularError
    return is_shut(found.get("hidden"), found.get("ht")), _DESCENT in found


def _formula(attributes: str, text: str | None) -> tuple[str | None, str]:
    """Return the group of a shared formula, and the formula's text."""
    if (text is None) != attributes.endswith("/"):
        raise IrregularError
    group = None
    if attributes not in {"", "/"}:
        found = _attributes(attributes.removesuffix("/"))
        if _DESCENT in found:
            raise IrregularError
        group = found.get("si")
    if text is None:
        return group, ""
    return group, text if "&" not in text else _unreferenced(text)


@lru_cache(maxsize=10_000)
def _unreferenced(text: str) -> str:
    """Return ``text`` with the characters that its references stand for."""
    return _REFERENCE.sub(_referenced, text)


def _referenced(match: re.Match[str]) -> str:
    if match[1]:
        return _NAMED[match[1]]
    code = int(match[2]) if match[2] else int(match[3], 16) if match[3] else 0
    is_character = code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD
    if not is_character and not 0x10000 <= code <= 0x10FFFF:
        raise IrregularError
    return chr(code)
