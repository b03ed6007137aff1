"""How much memory the rows take that a reader keeps, counted only where it may be too much."""

from __future__ import annotations

from itertools import chain
from sys import getsizeof
from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.workbooks.check.row_block import RowBlock
    from xldesk.workbooks.read.book import ReadRow

_LARGEST_VALUE = 200
"""Bytes of a value beside its characters: no number, day, time or empty text takes as many."""

_LARGEST_CHARACTER = 4


class KeptBytes:
    """Adds up what rows take that are kept at once, ``most`` bytes at most."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._counted = 0
        self._uncounted: list[Sequence[ReadRow]] = []
        self._at_most = 0
        """Bytes that the uncounted rows do not go beyond."""

    def add(self, rows: Sequence[ReadRow], block: RowBlock | None = None) -> None:
        """Take in ``rows``; raises ArchiveError where all of them take too much.

        ``block`` is what they were read from, which tells what they take at most.
        """
        if block is None or not rows:
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


def _bound(rows: Sequence[ReadRow], block: RowBlock) -> int:
    """Return the most that the rows of ``block`` take.

    Their values are dictionaries that were made in one way.
    """
    characters = 0
    for column in block.columns.values():
        if column.kind == "s":
            characters += len("".join(filter(None, column.values)))
    values = rows[0].values
    each = getsizeof(values) + len(values) * _LARGEST_VALUE
    return len(rows) * each + characters * _LARGEST_CHARACTER


def _bytes_of(rows: Sequence[ReadRow]) -> int:
    values = [row.values for row in rows]
    cells = chain.from_iterable(row.values() for row in values)
    return sum(map(getsizeof, values)) + sum(map(getsizeof, cells))
