"""Rows on their way to another process: column by column, each as few things that are sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.workbooks.read.row import ReadRow, RowColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN = "\0"
"""What no text of a file has, unless it is escaped there."""


SentColumn = tuple[str, Any]
"""What the values of a column are, and the values as few things: a tuple is quickly packed."""


def sent(values: Sequence[Any]) -> SentColumn:
    """Return ``values`` as they are sent; ``received`` returns equal ones of the same types."""
    kind = type(values[0]) if values else None
    if kind is str:
        return _texts(values)
    if kind in {Decimal, date} and set(map(type, values)) == {kind}:
        if kind is date:
            return "days", list(map(date.toordinal, values))
        return "decimals", _BETWEEN.join(map(str, values))
    return "values", values


def received(column: SentColumn) -> Sequence[Any]:
    """Return the values that were sent."""
    kind, values = column
    if kind == "texts":
        return values.split(_BETWEEN)  # type: ignore[no-any-return]
    if kind == "decimals":
        return list(map(Decimal, values.split(_BETWEEN)))
    if kind == "days":
        return list(map(date.fromordinal, values))
    return values  # type: ignore[no-any-return]


def _texts(values: Sequence[Any]) -> SentColumn:
    try:
        together = _BETWEEN.join(values)
    except TypeError:  # one is no text
        return "values", values
    return ("texts", together) if together.count(_BETWEEN) < len(values) else ("values", values)


class SentRows(NamedTuple):
    """Rows as they are sent: numbers, columns by field, and faulty fields by the row's place."""

    numbers: Sequence[int]
    columns: dict[str, SentColumn]
    faulty: dict[int, frozenset[str]]

    @classmethod
    def of(cls, rows: list[ReadRow] | RowColumns) -> SentRows:
        """Return ``rows``, of which all have the same fields in one order."""
        if isinstance(rows, RowColumns):
            numbers, columns = rows
            faulty = {}
        else:
            numbers = [row.number for row in rows]
            values = zip(*(row.values.values() for row in rows), strict=True)
            columns = dict(zip(rows[0].values, values, strict=True)) if rows else {}
            faulty = {at: row.faulty for at, row in enumerate(rows) if row.faulty}
        return cls(numbers, {name: sent(values) for name, values in columns.items()}, faulty)

    def rows(self) -> list[ReadRow]:
        """Return the rows that were sent."""
        columns = {name: received(column) for name, column in self.columns.items()}
        rows = RowColumns(self.numbers, columns).rows()
        for at, fields in self.faulty.items():
            rows[at] = rows[at]._replace(faulty=fields)
        return rows
