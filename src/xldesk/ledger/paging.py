"""Whole tables in the order of their keys, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, Table, select, tuple_

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE_ROWS = 2_000

AnyRow = Row[Any]


def fields(row: AnyRow) -> dict[str, Any]:
    """Return a row's values by column."""
    return dict(row._mapping)  # noqa: SLF001  # SQLAlchemy underscores it only to spare columns


def in_order(connection: Connection, table: Table) -> Iterator[AnyRow]:
    """Yield every row of ``table`` in the order of its key, holding one page in memory."""
    key = list(table.primary_key.columns)
    ordered = select(table).order_by(*key).limit(PAGE_ROWS)
    page = connection.execute(ordered).all()
    while page:
        yield from page
        end = fields(page[-1])
        last = [end[column.name] for column in key]
        page = connection.execute(ordered.where(tuple_(*key) > last)).all()


class Aligned:
    """The rows of a table, handed out along the keys of another read in the same order."""

    def __init__(self, connection: Connection, table: Table, width: int) -> None:
        self._names = [column.name for column in table.primary_key.columns][:width]
        self._rows = in_order(connection, table)
        self._next = next(self._rows, None)

    def before(self, key: tuple[object, ...] | None) -> Iterator[AnyRow]:
        """Yield the rows that come before ``key`` (None: all that are left)."""
        while self._next is not None and (
            key is None or _order(self._key(self._next)) < _order(key)
        ):
            yield self._advance(self._next)

    def at(self, key: tuple[object, ...]) -> Iterator[AnyRow]:
        """Yield the rows whose key begins with ``key``."""
        while self._next is not None and self._key(self._next) == key:
            yield self._advance(self._next)

    def _key(self, row: AnyRow) -> tuple[object, ...]:
        return tuple(getattr(row, name) for name in self._names)

    def _advance(self, row: AnyRow) -> AnyRow:
        self._next = next(self._rows, None)
        return row


def _order(key: tuple[object, ...]) -> list[tuple[bool, Any]]:
    """Sort as SQLite does where a forger put text in place of a number: after every number."""
    return [(isinstance(part, str), part) for part in key]
