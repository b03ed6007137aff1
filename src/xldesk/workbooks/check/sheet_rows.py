"""The rows of one worksheet: written the plain way they are found fast, else by a parser."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

from xldesk.workbooks.check.cell import FoundRow
from xldesk.workbooks.check.markup import (
    MAIN,
    cells_of,
    columns_of,
    is_hidden,
    row_number,
    sheet_events,
    size_of,
)
from xldesk.workbooks.check.plain_row import IrregularError
from xldesk.workbooks.check.regular_rows import RegularRows

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.row_block import RowBlock

_CELLS_A_LOOK = 2_000
"""Rows and cells after which the clock is looked at."""


class SheetRows:
    """The rows of a sheet's ``part``; iterate once: one at a time, or ``in_blocks``.

    ``hidden_columns`` are complete from the first row on. Iterating raises ArchiveError for
    broken XML, declarations, too many rows, columns or merged ranges, rows that are too long to
    be held at once, and a file that takes too long.
    """

    def __init__(self, document: Document, part: str) -> None:
        self._document = document
        self._part = part
        self.hidden_columns: set[int] = set()

    def __iter__(self) -> Generator[FoundRow]:
        for item in self.in_blocks(()):
            if isinstance(item, FoundRow):  # without areas there are no blocks
                yield item

    def in_blocks(self, areas: Sequence[range]) -> Generator[FoundRow | RowBlock]:
        """Yield rows, and blocks of those in ``areas`` of row numbers that are of one form."""
        count = 0
        with closing(self._rows(areas)) as items:
            for item in items:
                count += 1 + (
                    len(item.cells)
                    if isinstance(item, FoundRow)
                    else len(item.pieces) * len(item.columns)
                )
                if count >= _CELLS_A_LOOK:
                    count = 0
                    self._document.archive.keep_time()
                yield item

    def _rows(self, areas: Sequence[range]) -> Generator[FoundRow | RowBlock]:
        document, part = self._document, self._part
        with document.archive.open(part) as stream:
            plain = RegularRows(stream, document.shared, document.limits, areas)
            self.hidden_columns = plain.hidden_columns
            try:
                yield from plain
            except IrregularError:
                pass
            else:
                return
        self.hidden_columns = set()
        yield from islice(self._parsed(), plain.count, None)

    def _parsed(self) -> Iterator[FoundRow]:
        document = self._document
        number = reached = 0
        with document.archive.open(self._part) as stream:
            for element in sheet_events(stream, self._part, document.limits):
                if element.tag == f"{MAIN}col":
                    columns = columns_of(element, reached, document.limits)
                    reached = max(reached, columns.stop - 1)
                    if is_hidden(element):
                        self.hidden_columns.update(columns)
                if element.tag == f"{MAIN}row":
                    number = row_number(element, number)
                    cells = cells_of(element, number, document.shared, document.limits)
                    height = size_of(element.get("ht"))
                    yield FoundRow(number, cells, is_hidden(element), height)
