"""The one journal of a book: every write of a macro goes through it, in order.

Tests, undo, the patcher of workbook files and the task pane read it. A write that changes
nothing is not in it. Cells written together are kept as plain tuples until somebody reads
them, so that writing a hundred thousand values costs little more than without a journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from xldesk.excel.engine.change import Aspect, Change, same

CellChange = tuple[int, int, object, object]
"""Row and column from 1, old and new."""

MOVES = frozenset(
    {
        Aspect.SHEET_ADDED,
        Aspect.SHEET_DELETED,
        Aspect.SHEET_RENAMED,
        Aspect.TABLE_ADDED,
        Aspect.TABLE_DELETED,
        Aspect.TABLE_RENAMED,
    }
)
"""Aspects after which a place may be another thing than before."""


@dataclass(frozen=True, slots=True)
class _Cells:
    sheet: str
    aspect: Aspect
    cells: Sequence[CellChange]

    def __iter__(self) -> Iterator[Change]:
        for row, column, old, new in self.cells:
            place = f"{get_column_letter(column)}{row}"
            yield Change(self.sheet, place, self.aspect, old, new)


class Journal:
    """The changes of one book since it was opened, in the order in which they were made."""

    def __init__(self, revert: Callable[[Change], None] | None = None) -> None:
        """Begin empty; ``revert`` puts one change back into the book, or raises an XldeskError."""
        self._entries: list[Change | _Cells] = []
        self._length = 0
        self._revert = revert

    def record(self, change: Change) -> None:
        """Note ``change``, unless before and after are the same."""
        if not same(change.old, change.new):
            self._entries.append(change)
            self._length += 1

    def record_cells(self, sheet: str, aspect: Aspect, cells: Sequence[CellChange]) -> None:
        """Note cells of one write; the caller leaves out those that are the same as before."""
        if cells:
            self._entries.append(_Cells(sheet, aspect, cells))
            self._length += len(cells)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Change]:
        for entry in self._entries:
            if isinstance(entry, Change):
                yield entry
            else:
                yield from entry

    def net(self) -> list[Change]:
        """Return what is left when several changes of one place are taken as one.

        A mark that is cleared and set again is no change. Order is that of first changes;
        changes before and after one of MOVES are never taken together, because its place means
        something else then.
        """
        whole: list[Change] = []
        span: dict[tuple[str, str, Aspect], Change] = {}
        for change in self:
            if change.aspect in MOVES:
                whole += _different(span)
                whole.append(change)
                span = {}
            else:
                _fold(span, change)
        return whole + _different(span)

    def undo(self) -> None:
        """Put the book back as it was, last change first; the journal is empty afterwards.

        Raises the XldeskError of the first change that cannot be put back; those after it are
        undone by then and no longer in the journal.
        """
        if self._revert is None:
            raise ValueError("this journal belongs to no book")
        changes = list(self)
        self._entries = list(changes)
        while changes:
            self._revert(changes[-1])
            changes.pop()
            self._entries.pop()
            self._length -= 1

    def clear(self) -> None:
        """Forget everything, as after saving."""
        self._entries.clear()
        self._length = 0


def _fold(span: dict[tuple[str, str, Aspect], Change], change: Change) -> None:
    kind = Aspect.VALUE if change.aspect is Aspect.FORMULA else change.aspect
    key = (change.sheet, change.place, kind)
    first = span.get(key)
    if first is not None:
        change = Change(change.sheet, change.place, change.aspect, first.old, change.new)
    span[key] = change


def _different(span: dict[tuple[str, str, Aspect], Change]) -> list[Change]:
    return [change for change in span.values() if not same(change.old, change.new)]
