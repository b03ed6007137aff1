"""Rows of a sheet written anew where something is asked of them, all others copied."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from xldesk.excel.patch.sheet_markup import NAMESPACE, attributes_of
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from xldesk.excel.patch.sheet_markup import FoundCell, FoundRow, SheetMarkup

_HAS_PLACE = re.compile(rb"(?:\A|\s)r\s*=")

CellWriter = Callable[[int, int, "FoundCell | None", Mapping[bytes, bytes]], bytes]
"""Called with row, column, the cell that stands there and its row's attributes; returns the cell's
markup, nothing for a cell that goes."""

RowWriter = Callable[[int, dict[bytes, bytes]], None]
"""Called with a row's number and its attributes, which it may change."""


def edited_rows(
    markup: SheetMarkup,
    cells: Mapping[int, Collection[int]],
    write: CellWriter,
    rows: Collection[int] = (),
    write_row: RowWriter | None = None,
) -> Iterator[bytes]:
    """Yield the rows of ``markup``, each of ``cells`` (columns by row) as ``write`` has it.

    ``write_row`` changes the attributes of ``rows``. Rows that are missing are added in their
    place.
    """
    edit = _RowEdit(markup, cells, write, set(rows), write_row)
    waiting = sorted({*cells, *rows}, reverse=True)
    at = 0
    for row in markup.found_rows() if waiting else ():
        while waiting and waiting[-1] < row.number:
            yield markup.rows[at : row.start]
            at = row.start
            yield edit.added(waiting.pop())
        if waiting and waiting[-1] == row.number:
            yield markup.rows[at : row.start]
            at = row.end
            yield edit.changed(row)
            waiting.pop()
        if not waiting:
            break
    yield markup.rows[at:]
    while waiting:
        yield edit.added(waiting.pop())


class _RowEdit:
    """Writes single rows."""

    def __init__(
        self,
        markup: SheetMarkup,
        cells: Mapping[int, Collection[int]],
        write: CellWriter,
        rows: Collection[int],
        write_row: RowWriter | None,
    ) -> None:
        self._markup = markup
        self._cells = cells
        self._write = write
        self._rows = rows
        self._write_row = write_row

    def added(self, number: int) -> bytes:
        """Return a row where there is none, nothing if it would be empty."""
        attributes = self._attributes(number, {b"r": b"%d" % number})
        inside = b"".join(
            self._write(number, column, None, attributes)
            for column in sorted(self._cells.get(number, ()))
        )
        if not inside and len(attributes) == 1:
            return b""
        space = b' xmlns="%s"' % NAMESPACE.encode() if self._markup.prefix else b""
        return b"<row" + space + written_attributes(attributes) + b">" + inside + b"</row>"

    def changed(self, row: FoundRow) -> bytes:
        """Return ``row`` with its cells merged with those that are asked for."""
        attributes = self._attributes(row.number, attributes_of(row.attributes))
        inside = self._merged(row, attributes)
        name = self._markup.prefix + b"row"
        attributes.pop(
            b"spans", None
        )  # says between which columns cells stand, and may be left off
        start = b"<" + name + written_attributes(attributes)
        return start + b">" + inside + b"</" + name + b">" if inside else start + b"/>"

    def _merged(self, row: FoundRow, attributes: Mapping[bytes, bytes]) -> bytes:
        columns = sorted(self._cells.get(row.number, ()))
        plain = self._markup.plain_cells(row, columns)
        if plain is None:
            return self._merged_one_by_one(row, columns[::-1], attributes)
        pieces: list[bytes] = []
        at = row.cells_start
        for start, end, cell in plain:
            pieces.append(self._markup.rows[at:start])
            pieces.append(self._write(row.number, cell.column, cell, attributes))
            at = end
        pieces.append(self._markup.rows[at : row.cells_end])
        return b"".join(pieces)

    def _merged_one_by_one(
        self, row: FoundRow, waiting: list[int], attributes: Mapping[bytes, bytes]
    ) -> bytes:
        """Return the cells with those of the columns ``waiting``, the last of which comes first."""
        pieces: list[bytes] = []
        for cell in self._markup.found_cells(row):
            while waiting and waiting[-1] < cell.column:
                pieces.append(self._write(row.number, waiting.pop(), None, attributes))
            if waiting and waiting[-1] == cell.column:
                pieces.append(self._write(row.number, waiting.pop(), cell, attributes))
            else:
                pieces.append(_placed(cell, row.number))
        while waiting:
            pieces.append(self._write(row.number, waiting.pop(), None, attributes))
        return b"".join(pieces)

    def _attributes(self, number: int, attributes: dict[bytes, bytes]) -> dict[bytes, bytes]:
        if self._write_row is not None and number in self._rows:
            self._write_row(number, attributes)
        return attributes


def cell_start(markup: SheetMarkup, attributes: Mapping[bytes, bytes]) -> bytes:
    """Return how a cell with ``attributes`` begins; what it holds is written without a prefix."""
    space = b' xmlns="%s"' % NAMESPACE.encode() if markup.prefix else b""
    return b"<c" + space + written_attributes(attributes)


def written_attributes(attributes: Mapping[bytes, bytes]) -> bytes:
    """Return ``attributes``, whose values are escaped already, as they stand in a tag."""
    return b"".join(
        b' %s="%s"' % (name, value.replace(b'"', b"&quot;")) for name, value in attributes.items()
    )


def _placed(cell: FoundCell, row: int) -> bytes:
    """Return ``cell`` as it stands; where it left its place to be counted, that is written."""
    if _HAS_PLACE.search(cell.written):
        return cell.markup
    name = cell.tag
    place = b' r="%s%d"' % (letters_of(cell.column).encode(), row)
    return b"<" + name + place + cell.markup[1 + len(name) :]
