"""A worksheet's markup cut where it is changed: before the rows, row by row, and after them.

Rows that nothing asks for are copied as they stand, so they are found by their tags and not
parsed. That is sound because ``<`` begins a tag everywhere once comments, CDATA sections and
declarations are gone (XML 1.0, 2.4), and such markup is written plainly first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from xldesk.excel.patch.refusal import PatchError
from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.limits import Limits
from xldesk.workbooks.check.markup import parsed
from xldesk.workbooks.sheet_letters import letters_of, number_of

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ATTRIBUTES = rb"""((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*"""
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TAG = re.compile(rb"[\s/>]")
_PLACE = re.compile(rb"""(?:\A|\s)r\s*=\s*["']([A-Za-z]{1,3})""")
_ROOT = re.compile(rb"<(?:([\w.-]+):)?worksheet" + _ATTRIBUTES + rb">")
_UTF_8 = re.compile(
    rb"""\A(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["'](?i:utf-8)["'][^>]*\?>"""
)
_DECLARED = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row in the markup: its number, and where it, its cells and its end stand."""

    number: int
    attributes: bytes
    start: int
    cells_start: int
    cells_end: int
    end: int


class FoundCell(NamedTuple):
    """A cell in the markup: column number, attributes and content as written, and the whole."""

    column: int
    written: bytes
    inside: bytes
    markup: bytes

    @property
    def attributes(self) -> dict[bytes, bytes]:
        """Its attributes by name, their values as written."""
        return attributes_of(self.written)

    @property
    def tag(self) -> bytes:
        """Its element's name as written, prefix and all."""
        return _TAG.split(self.markup[1:], 1)[0]


class SheetMarkup:
    """The markup of one worksheet: ``head``, ``rows`` and ``tail`` make the whole."""

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        content = _plain(content, name)
        root = _ROOT.search(content)
        if root is None or NAMESPACE not in {v.decode() for v in attributes_of(root[2]).values()}:
            raise PatchError(f"part {name} is no worksheet of the usual kind; nothing was written")
        self.prefix = b"" if root[1] is None else root[1] + b":"
        data = re.compile(rb"<" + self.prefix + rb"sheetData" + _ATTRIBUTES + rb"(/?)>")
        match = data.search(content)
        if match is None:
            raise PatchError(f"part {name} has no rows' element; nothing was written")
        if match[2]:
            opened = content[match.start() : match.end() - 2].rstrip() + b">"
            self.head = content[: match.start()] + opened
            self.rows = b""
            self.tail = b"</" + self.prefix + b"sheetData>" + content[match.end() :]
        else:
            end = content.rindex(b"</" + self.prefix + b"sheetData")
            self.head = content[: match.end()]
            self.rows = content[match.end() : end]
            self.tail = content[end:]
        self._row = re.compile(rb"<" + self.prefix + rb"row(?=[\s/>])" + _ATTRIBUTES + rb"(/?)>")
        self._cell = re.compile(rb"<" + self.prefix + rb"c(?=[\s/>])" + _ATTRIBUTES + rb"(/?)>")

    def found_rows(self) -> Iterator[FoundRow]:
        """Yield the rows in their order."""
        number, rows, closing = 0, self.rows, b"</" + self.prefix + b"row"
        for match in self._row.finditer(rows):
            written = attributes_of(match[1]).get(b"r")
            number = number + 1 if written is None else self._number(written)
            inside = end = match.end()
            if not match[2]:
                inside = rows.index(closing, end)
                end = rows.index(b">", inside) + 1
            yield FoundRow(number, match[1], match.start(), match.end(), inside, end)

    def _number(self, written: bytes) -> int:
        if not written.isdigit():
            raise PatchError(f"part {self._name} has a row without a number; nothing was written")
        return int(written)

    def found_cells(self, row: FoundRow) -> Iterator[FoundCell]:
        """Yield the cells of ``row`` in their order."""
        column, at = 0, row.cells_start
        while (found := self._cell_from(row, at)) is not None:
            match, inside, at = found
            place = _PLACE.search(match[1])
            column = column + 1 if place is None else _column(place[1])
            content = self.rows[match.end() : inside]
            yield FoundCell(column, match[1], content, self.rows[match.start() : at])

    def plain_cells(
        self, row: FoundRow, columns: Sequence[int]
    ) -> list[tuple[int, int, FoundCell]] | None:
        """Return where the cells in ``columns``, in order, begin and end, and the cells.

        None where one of them is missing, or a cell of the row does not say first where it is: then
        all have to be gone through.
        """
        rows, start, end = self.rows, row.cells_start, row.cells_end
        cells = rows.count(b"<c ", start, end) + rows.count(b"<c>", start, end)
        if self.prefix or cells != rows.count(b'<c r="', start, end):
            return None
        found: list[tuple[int, int, FoundCell]] = []
        for column in columns:
            place = b'<c r="%s%d"' % (letters_of(column).encode(), row.number)
            at = rows.find(place, start, end)
            cell = self._cell_from(row, at) if at >= 0 else None
            if cell is None:
                return None
            match, inside, start = cell
            content = rows[match.end() : inside]
            found.append((at, start, FoundCell(column, match[1], content, rows[at:start])))
        return found

    def _cell_from(self, row: FoundRow, at: int) -> tuple[re.Match[bytes], int, int] | None:
        """Return the next start tag of a cell from ``at`` on, and where content and cell end."""
        match = self._cell.search(self.rows, at, row.cells_end)
        if match is None:
            return None
        if match[2]:
            return match, match.end(), match.end()
        closing = b"</" + self.prefix + b"c"
        inside = _closed(self.rows, closing, match.end(), row.cells_end)
        return match, inside, self.rows.index(b">", inside) + 1


def attributes_of(text: bytes) -> dict[bytes, bytes]:
    """Return attributes by name, their values as written."""
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}


def _closed(rows: bytes, closing: bytes, start: int, end: int) -> int:
    """Return where the end tag ``closing`` stands, not that of an element with a longer name."""
    at = rows.index(closing, start, end)
    while rows[at + len(closing)] not in b" \t\r\n>":
        at = rows.index(closing, at + 1, end)
    return at


@lru_cache(maxsize=20_000)
def _column(letters: bytes) -> int:
    return number_of(letters.decode().upper())


def _plain(content: bytes, name: str) -> bytes:
    """Return the markup in UTF-8, without comments, CDATA sections or declarations."""
    declaration = _DECLARED.match(content)
    start = 0 if declaration is None else declaration.end()
    is_utf_8 = content.startswith(b"<") if declaration is None else _UTF_8.match(content)
    if is_utf_8 and content.find(b"<!", start) < 0 and content.find(b"<?", start) < 0:
        return content
    try:
        root = parsed(content, name, Limits())
    except ArchiveError as error:
        raise PatchError(f"{error.message}; nothing was written") from error
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
