"""A row of a table as it was read, and many rows by their columns."""

from __future__ import annotations

from functools import partial
from itertools import compress, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NO_FAULTS: frozenset[str] = frozenset()


class ReadRow(NamedTuple):
    """A row of a table: its number on the sheet, and a value for each field of the spec.

    A value is what ``ColumnType`` says its column takes: amounts are minor units in the row's
    currency, shares parts per million, times in UTC to the millisecond, links their text,
    other numbers Decimals of 15 digits. None is an empty cell, or one that says nothing of its
    type. ``faulty`` are the fields about which a finding blocks.
    """

    number: int
    values: dict[str, Any]
    faulty: frozenset[str] = NO_FAULTS


_made: Callable[[tuple[int, dict[str, Any], frozenset[str]]], ReadRow] = partial(
    tuple.__new__, ReadRow
)


class RowColumns(NamedTuple):
    """Rows without faults: their numbers, and their values by field."""

    numbers: Sequence[int]
    columns: dict[str, Sequence[Any]]

    def only(self, chosen: Sequence[object]) -> RowColumns:
        """Return the rows for which ``chosen`` holds something true."""
        if all(chosen):
            return self
        columns: dict[str, Sequence[Any]] = {
            name: list(compress(values, chosen)) for name, values in self.columns.items()
        }
        return RowColumns(list(compress(self.numbers, chosen)), columns)

    def rows(self) -> list[ReadRow]:
        """Return the rows one by one."""
        each = zip(*self.columns.values(), strict=True)
        values = map(dict, map(zip, repeat(tuple(self.columns)), each))
        return list(map(_made, zip(self.numbers, values, repeat(NO_FAULTS))))
