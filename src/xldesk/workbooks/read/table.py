"""A table as it was read; its rows are made when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xldesk.workbooks.read.row import ReadRow, RowColumns
from xldesk.workbooks.read.sent_rows import SentRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class ReadTable:
    """A table of the spec as the file has it; ``columns`` are sheet columns by field."""

    __slots__ = ("_rows", "_waiting", "columns", "name", "sheet")

    def __init__(
        self,
        name: str,
        sheet: str,
        columns: dict[str, int] | None = None,
        rows: Iterable[ReadRow] = (),
    ) -> None:
        self.name = name
        self.sheet = sheet
        self.columns = {} if columns is None else columns
        self._rows = list(rows)
        self._waiting: list[list[ReadRow] | RowColumns | SentRows] = []

    def __repr__(self) -> str:
        return f"ReadTable({self.name!r}, {self.sheet!r}, {self.columns!r}, {self.rows!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ReadTable):
            return NotImplemented
        own = self.name, self.sheet, self.columns, self.rows
        return own == (other.name, other.sheet, other.columns, other.rows)

    __hash__ = None  # type: ignore[assignment]  # rows are added

    def __reduce__(self) -> tuple[Callable[..., ReadTable], tuple[object, ...]]:
        """Go to another process with values by their columns."""
        parts = [self._rows, *self._waiting] if self._rows else self._waiting
        sent = [part if isinstance(part, SentRows) else SentRows.of(part) for part in parts]
        return _received, (self.name, self.sheet, self.columns, sent)

    @property
    def rows(self) -> list[ReadRow]:
        """The rows from top to bottom."""
        for part in self._waiting:
            self._rows += part if isinstance(part, list) else part.rows()
        self._waiting = []
        return self._rows

    @property
    def values(self) -> list[dict[str, Any]]:
        """The values of every row, from top to bottom."""
        return [row.values for row in self.rows]

    def add(self, rows: list[ReadRow] | RowColumns | SentRows) -> None:
        """Put ``rows`` below those that are there."""
        last = self._waiting[-1] if self._waiting else None
        if isinstance(last, list) and isinstance(rows, list):
            last += rows
        else:
            self._waiting.append(list(rows) if isinstance(rows, list) else rows)


def _received(
    name: str, sheet: str, columns: dict[str, int], sent: Iterable[SentRows]
) -> ReadTable:
    table = ReadTable(name, sheet, columns)
    for rows in sent:
        table.add(rows)
    return table
