"""Where the columns of an issued table stand in a sheet that somebody changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xldesk.workbooks.check.table_columns import change_said, column_changes, headers_of
from xldesk.workbooks.provenance.difference import Difference, Trace
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xldesk.workbooks.check.cell import FoundRow
    from xldesk.workbooks.check.document import FoundTable


@dataclass(frozen=True, slots=True)
class Columns:
    """The found column of each issued one, by number.

    ``places`` are those of the table from ``first`` to ``last``; what stands right of it was moved
    by ``beyond``. ``put_in`` are found columns that the desk never issued.
    """

    places: Mapping[int, int] = field(default_factory=dict)
    first: int = 0
    last: int = -1
    beyond: int = 0
    put_in: frozenset[int] = frozenset()
    moves: tuple[Difference, ...] = ()

    def of(self, column: int) -> int | None:
        """Return where the issued ``column`` stands, None where it was taken out."""
        if column < self.first:
            return column
        return column + self.beyond if column > self.last else self.places.get(column)


IN_PLACE = Columns()
"""Each column where it was issued."""


def columns_of(sheet: str, table: FoundTable, header: FoundRow) -> Columns | None:
    """Return where the columns of the issued ``table`` stand, by the found row of its headers.

    None where the row does not have them.
    """
    headers = headers_of(table, header.cells)
    if headers is None:
        return None
    first, last = table.area.first_column, table.area.last_column
    start, names = headers
    moves, put_in = [], set()
    for change in column_changes(table.columns, names):
        at = None if change.at is None else start + change.at
        if at is not None and not change.name:
            put_in.add(at)
        if change.what == "renamed":
            continue  # its header is a cell like others
        message, remedy = change_said(table.name, change, names, start)
        cell = None if at is None else f"{letters_of(at)}{header.number}"
        moves.append(_move(sheet, table, cell, message, remedy))
    if not moves and start != first:
        message = f"what stood before table {table.name} was taken out"
        moves.append(_move(sheet, table, None, message, "put the column back"))
    places = {first + at: column for at, column in headers.places(table.columns).items()}
    beyond = start + len(names) - 1 - last
    return Columns(places, first, last, beyond, frozenset(put_in), tuple(moves))


def _move(sheet: str, table: FoundTable, cell: str | None, message: str, remedy: str) -> Difference:
    trace = Trace(sheet, table=table.name)
    return Difference("TABLE-COLUMNS", sheet, cell, message, "moved", trace, remedy)
