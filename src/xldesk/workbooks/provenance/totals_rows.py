"""Totals rows that people added below tables of the desk: they are theirs, and not compared."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from xldesk.workbooks.check.cell import FoundRow
    from xldesk.workbooks.check.document import FoundTable
    from xldesk.workbooks.check.sheet_rows import SheetRows


class TotalsRows:
    """The cells of totals rows that the tables ``found`` have, and those ``issued`` do not."""

    def __init__(self, issued: Sequence[FoundTable], found: Sequence[FoundTable]) -> None:
        """Take the tables of one sheet; only one that takes the issued rows has such a row."""
        plain = {table.name: table.area for table in issued if not table.has_totals}
        self._columns = {
            table.end: range(table.area.first_column, table.area.last_column + 1)
            for table in found
            if table.has_totals and plain.get(table.name) == table.area
        }

    def left_out(self, rows: SheetRows) -> Generator[FoundRow]:
        """Yield the found ``rows``, of totals rows only what stands beside their tables."""
        with closing(iter(rows)) as every:
            for row in every:
                columns = self._columns.get(row.number)
                if columns is None:
                    yield row
                else:
                    beside = {at: cell for at, cell in row.cells.items() if at not in columns}
                    yield row._replace(cells=beside)
