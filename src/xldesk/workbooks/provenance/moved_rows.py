"""Which found row each issued row of a table became: by its key, else by its neighbours."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.rule import shown
from xldesk.workbooks.provenance.difference import Difference, Trace
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xldesk.workbooks.check.cell import FoundRow
    from xldesk.workbooks.check.document import FoundTable
    from xldesk.workbooks.provenance.moved_columns import Columns


class Pair(NamedTuple):
    """An issued row, the found one that it became, and where its columns stand there."""

    issued: FoundRow | None
    found: FoundRow | None
    columns: Columns


@dataclass(slots=True)
class RowPartners:
    """The issued rows of one stretch of a sheet and the found ones, with what pairs them."""

    issued: Sequence[FoundRow]
    found: Sequence[FoundRow]
    partner: dict[int, FoundRow] = field(default_factory=dict)
    """The found row of an issued one, by the issued number."""

    taken: dict[int, int] = field(default_factory=dict)
    """The issued number of a found row, by the found number."""

    def pair(self, issued: FoundRow, found: FoundRow) -> None:
        """Take two rows for the same."""
        self.partner[issued.number] = found
        self.taken[found.number] = issued.number

    def by_text(self, issued: dict[int, str], found: dict[int, str]) -> None:
        """Pair rows that are not paired yet and say the same; texts are by number of the row."""
        waiting: dict[str, list[FoundRow]] = defaultdict(list)
        for row in reversed(self.found):
            if row.number not in self.taken and found.get(row.number):
                waiting[found[row.number]].append(row)
        for row in self.issued:
            same = waiting.get(issued.get(row.number, ""))
            if row.number not in self.partner and same:
                self.pair(row, same.pop())

    def by_neighbours(self) -> None:
        """Pair rows that stand between the same rows, where there are as many in both."""
        left = _runs(self.issued, {number: number for number in self.partner})
        right = _runs(self.found, self.taken)
        for after, rows in left.items():
            others = right.get(after, [])
            if len(rows) == len(others):
                for row, other in zip(rows, others, strict=True):
                    self.pair(row, other)


def _runs(rows: Iterable[FoundRow], known: dict[int, int]) -> dict[int | None, list[FoundRow]]:
    """Return the rows that are not ``known`` by the issued number of the known row above them."""
    runs: dict[int | None, list[FoundRow]] = defaultdict(list)
    above = None
    for row in rows:
        if row.number in known:
            above = known[row.number]
        else:
            runs[above].append(row)
    return runs


def row_moves(
    sheet: str, table: FoundTable, columns: Columns, rows: RowPartners
) -> Iterator[Difference]:
    """Yield the rows of ``table`` that are gone, were put in, were emptied, or changed places."""
    area, key = table.area, table.area.first_column
    inside = [row for row in rows.issued if area.first_row < row.number <= area.last_row]
    gone = [row for row in inside if row.number not in rows.partner]
    for run in _consecutive(gone):
        yield _said(sheet, table, key, run, "deleted", "put it back")
    emptied = [
        row
        for row in inside
        if (other := rows.partner.get(row.number)) is not None and is_blank(other)
    ]
    for run in _consecutive(emptied):
        yield _said(sheet, table, key, run, "emptied", "put back what stood there")
    for run in _consecutive(put_in(table, columns, rows)):
        yield _said(sheet, table, columns.of(key) or key, run, "put in", "delete it")
    order = [rows.taken[row.number] for row in rows.found if row.number in rows.taken]
    order = [number for number in order if area.first_row < number <= area.last_row]
    first = next((one for one, other in pairwise(order) if other < one), None)
    if first is not None:
        cell = f"{letters_of(columns.of(key) or key)}{rows.partner[first].number}"
        message = f"the rows of table {table.name} stand in another order, from here on"
        remedy = f"sort them as they were, or read {table.name} by its first column"
        yield _move(sheet, table, cell, message, remedy)


def put_in(table: FoundTable, columns: Columns, rows: RowPartners) -> list[FoundRow]:
    """Return the found rows that stand among those of ``table`` and were not issued.

    Behind the last of them only rows with a key do, directly under it.
    """
    area = table.area
    inside = (n for n, was in rows.taken.items() if area.first_row < was <= area.last_row)
    last = max(inside, default=0)
    key = columns.of(area.first_column) or 0
    found = []
    for row in rows.found:
        cell = row.cells.get(key)
        is_under = row.number == last + 1 and cell is not None and cell.value is not None
        if row.number not in rows.taken and (row.number < last or is_under):
            found.append(row)
            last = max(last, row.number)
    return found


def is_blank(row: FoundRow) -> bool:
    """Tell whether no cell of ``row`` holds anything."""
    return not any(cell.value or cell.formula for cell in row.cells.values())


def _consecutive(rows: Iterable[FoundRow]) -> Iterator[list[FoundRow]]:
    run: list[FoundRow] = []
    for row in rows:
        if run and row.number != run[-1].number + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _said(
    sheet: str, table: FoundTable, column: int, run: list[FoundRow], what: str, remedy: str
) -> Difference:
    first, last = (_named(row, column) for row in (run[0], run[-1]))
    rows = f"row {first} of table {table.name} was {what}"
    if len(run) > 1:
        rows = f"rows {first} to {last} of table {table.name} were {what} ({len(run):,} rows)"
        remedy = remedy.replace("it", "them")
    return _move(sheet, table, f"{letters_of(column)}{run[0].number}", rows, remedy)


def _named(row: FoundRow, column: int) -> str:
    cell = row.cells.get(column)
    key = None if cell is None else cell.value
    return f"{row.number} ({shown(key)})" if key else str(row.number)


def _move(sheet: str, table: FoundTable, cell: str, message: str, remedy: str) -> Difference:
    trace = Trace(sheet, table=table.name)
    return Difference("TABLE-ROWS", sheet, cell, message, "moved", trace, remedy)
