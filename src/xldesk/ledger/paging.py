"""Whole tables in the order of their keys, a page at a time, every cell of its column's type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, select, tuple_, type_coerce
from sqlalchemy.types import NULLTYPE

from xldesk.errors import LedgerCorruptError
from xldesk.ledger.cells import NAMES, REMEDY, Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PAGE_ROWS = 2_000

PLACES = {
    "entry": "entry {0}",
    "row_set": "entry {0}: row set {1}",
    "entry_row": "entry {0}: row {1}.{2}",
    "policy": "entry {0}: its policy",
    "contact": "entry {0}: contact {1}.{2}.{3}",
}
"""How a row of each table is named by its key."""


_NO_UTF8 = re.compile("[\ud800-\udfff]")
"""What bytes that are no UTF-8 become where they are read as they stand."""


class AnyRow:
    """A row of any table: its cells are its attributes, ``key`` is its key as it is stored."""

    __slots__ = ("_cells", "key")

    def __init__(self, key: tuple[object, ...], cells: Mapping[str, Any]) -> None:
        self.key = key
        self._cells = cells

    def __getattr__(self, column: str) -> Any:
        return self._cells[column]


def fields(row: AnyRow) -> dict[str, Any]:
    """Return a row's values by column."""
    return dict(row._cells)  # noqa: SLF001  # underscored only to spare columns


def _refuse(problem: str) -> None:
    raise LedgerCorruptError(f"{problem}: {REMEDY}")


def in_order(
    connection: Connection, table: Table, found: Callable[[str], None] = _refuse
) -> Iterator[AnyRow]:
    """Yield every row of ``table`` in the order of its key, holding one page in memory.

    A cell of another type than its column's is told to ``found``, which by default raises
    LedgerCorruptError; the row then has the bytes as text, and 0 for what is no whole number.
    """
    key = list(table.primary_key.columns)
    cells = [type_coerce(column, NULLTYPE).label(column.name) for column in table.columns]
    ordered = select(*cells).order_by(*key).limit(PAGE_ROWS)
    page = connection.execute(ordered).mappings().all()
    while page:
        for stored in page:
            own_key = tuple(stored[column.name] for column in key)
            yield AnyRow(own_key, _of_their_types(table, own_key, stored, found))
        page = connection.execute(ordered.where(tuple_(*key) > own_key)).mappings().all()


def _of_their_types(
    table: Table,
    key: tuple[object, ...],
    stored: Mapping[Any, Any],
    found: Callable[[str], None],
) -> Mapping[str, Any]:
    cells = dict(stored)
    for column in table.columns:
        value = cells[column.name]
        if not isinstance(column.type, Typed) or (value is None and column.nullable):
            continue
        wanted = column.type.holds
        if type(value) is not wanted:
            place = f"{PLACES[table.name].format(*key)}: {column.name}"
            found(f"{place} holds {NAMES[type(value)]} where {NAMES[wanted]} belongs")
            as_text = value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else ""
            cells[column.name] = as_text if wanted is str else 0
        elif isinstance(value, str) and not value.isascii() and _NO_UTF8.search(value):
            place = f"{PLACES[table.name].format(*key)}: {column.name}"
            found(f"{place} holds text that is not UTF-8")
    return cells


class Aligned:
    """The rows of a table, handed out along the keys of another read in the same order."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        width: int,
        found: Callable[[str], None] = _refuse,
    ) -> None:
        self._width = width
        self._rows = in_order(connection, table, found)
        self._next = next(self._rows, None)

    def before(self, key: tuple[object, ...] | None) -> Iterator[AnyRow]:
        """Yield the rows that come before ``key`` (None: all that are left)."""
        while self._next is not None and (
            key is None or _order(self._next.key[: self._width]) < _order(key)
        ):
            yield self._advance(self._next)

    def at(self, key: tuple[object, ...]) -> Iterator[AnyRow]:
        """Yield the rows whose key begins with ``key``."""
        while self._next is not None and self._next.key[: self._width] == key:
            yield self._advance(self._next)

    def _advance(self, row: AnyRow) -> AnyRow:
        self._next = next(self._rows, None)
        return row


def _order(key: tuple[object, ...]) -> list[tuple[int, Any]]:
    """Sort as SQLite does where a forger put something else in place of a number."""
    return [(_STORED_ORDER.get(type(part), 0), part) for part in key]


_STORED_ORDER: dict[type, int] = {str: 1, bytes: 2}
"""Numbers come first, then text, then bytes."""
