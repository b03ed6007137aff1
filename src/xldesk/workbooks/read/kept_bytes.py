"""How much memory the rows take that a reader keeps, counted only where it may be too much."""

from __future__ import annotations

from itertools import chain
from sys import getsizeof
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.read.row import RowColumns

if TYPE_CHECKING:
    from xldesk.workbooks.check.row_block import RowBlock
    from xldesk.workbooks.read.row import ReadRow

_LARGEST_VALUE = 200
"""Bytes of a value beside its characters: no number, day, time or empty text takes as many."""

_LARGEST_CHARACTER = 4


class KeptBytes:
    """Adds up what rows take that are kept at once, ``most`` bytes at most."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._counted = 0
        self._uncounted: list[list[ReadRow] | RowColumns] = []
        self._at_most = 0
        """Bytes that the uncounted rows do not go beyond."""

    def add(self, rows: list[ReadRow] | RowColumns, block: RowBlock | None = None) -> None:
        """Take in ``rows``; raises ArchiveError where all of them take too much.

        ``block`` is what they were read from, which tells what they take at most.
        """
        if block is None or isinstance(rows, list):
            self._counted += _bytes_of(rows)
        else:
            self._at_most += _bound(rows, block)
            self._uncounted.append(rows)
        if self._counted + self._at_most <= self._most:
            return
        self._counted += sum(map(_bytes_of, self._uncounted))
        self._uncounted.clear()
        self._at_most = 0
        if self._counted > self._most:
            raise ArchiveError("FILE-LIMIT", "the tables hold more than is kept in memory at once")


def _bound(rows: RowColumns, block: RowBlock) -> int:
    """Return the most that the rows of ``block`` take."""
    characters = sum(
        len("".join(filter(None, column.values)))
        for column in block.columns.values()
        if column.kind == "s"
    )
    each = _bytes_of_a_row(rows) + len(rows.columns) * _LARGEST_VALUE
    return len(rows.numbers) * each + characters * _LARGEST_CHARACTER


def _bytes_of(rows: list[ReadRow] | RowColumns) -> int:
    if isinstance(rows, RowColumns):
        cells = chain.from_iterable(rows.columns.values())
        return len(rows.numbers) * _bytes_of_a_row(rows) + sum(map(getsizeof, cells))
    values = [row.values for row in rows]
    cells = chain.from_iterable(row.values() for row in values)
    return sum(map(getsizeof, values)) + sum(map(getsizeof, cells))


def _bytes_of_a_row(rows: RowColumns) -> int:
    """Return what a row's dictionary takes, made as ``RowColumns.rows`` does."""
    return getsizeof(dict(zip(rows.columns, rows.columns, strict=True)))
