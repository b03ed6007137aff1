"""The desk's tables on a sheet of a book, and where the rows that it issued stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from xldesk.errors import UsageError
from xldesk_udfs.macros.table_in_book import TableInBook

if TYPE_CHECKING:
    import xlwings as xw

    from xldesk.answers.picture import PicturedSheet, PicturedTable


class TablesOnSheet:
    """The tables that ``issued`` shows as they stand on ``sheet``, from top to bottom.

    People lengthen a form, or show a totals row: what stands below has moved by as many rows.
    """

    def __init__(self, sheet: xw.Sheet, issued: PicturedSheet) -> None:
        """Find them; raises UsageError where rows or columns were put between what was issued."""
        self._sheet = sheet
        self._issued = issued
        self._tables = [TableInBook(sheet, wanted) for wanted in issued.tables]
        self._refuse_moved()

    def found_again(self, at: int) -> TableInBook:
        """Return table number ``at`` as it stands once the ones above it were filled."""
        self._tables[at] = TableInBook(self._sheet, self._issued.tables[at])
        return self._tables[at]

    @property
    def last_column(self) -> int:
        """The last column of the widest table, 0 without tables."""
        return max((table.last_column for table in self._tables), default=0)

    def row_of(self, row: int) -> int:
        """Return where the issued ``row`` stands; one that a table has no more, where it would."""
        moved = 0
        for table, by in zip(self._tables, self._shifts(), strict=True):
            if row < table.wanted.header_row:
                break
            if row <= table.wanted.last_row:
                return row + table.header_row - table.wanted.header_row
            moved = by
        return row + moved

    def lacks(self, row: int) -> bool:
        """Tell whether the issued ``row`` is one of a table that takes fewer rows now."""
        return any(
            table.rows < row - table.wanted.header_row <= table.wanted.rows
            for table in self._tables
        )

    def _shifts(self) -> list[int]:
        """Return how far what stands below each table moved."""
        tables, issued = self._tables, self._issued.tables
        shifts = [
            below.header_row - wanted.header_row
            for below, wanted in zip(tables[1:], issued[1:], strict=True)
        ]
        if tables:
            last = tables[-1]
            is_pushed = last.wanted.last_row + 1 in self._issued.cells
            shifts.append(last.last_row - last.wanted.last_row + last.totals_rows * is_pushed)
        return shifts

    def _refuse_moved(self) -> None:
        tables, issued = self._tables, self._issued.tables
        if tables and tables[0].header_row != issued[0].header_row:
            self._refuse(issued[0])
        for table, wanted in zip(tables, issued, strict=True):
            if table.first_column != wanted.first_column:
                self._refuse(wanted)
        for at in range(1, len(tables)):
            gap = tables[at].header_row - tables[at - 1].last_row
            as_issued = issued[at].header_row - issued[at - 1].last_row
            if gap not in {as_issued, as_issued + tables[at - 1].totals_rows}:
                self._refuse_longer(tables[at - 1], tables[at])
                self._refuse(issued[at])

    def _refuse_longer(self, above: TableInBook, below: TableInBook) -> None:
        """Raise UsageError where ``above`` took rows of the sheet and ``below`` did not move."""
        more = above.rows - above.wanted.rows
        moved = above.header_row - above.wanted.header_row
        if more <= 0 or below.header_row - below.wanted.header_row != moved:
            return
        rows = "1 row" if more == 1 else f"{more} rows"
        remedy = f"let it end in row {above.last_row - more} again (Table Design, Resize Table)"
        first = above.wanted.last_row + 1
        if not any(row in self._issued.cells for row in range(first, first + more)):
            remedy += f", or insert {rows.replace('row', 'whole row')} right below it"
        raise UsageError(
            f"{self._sheet.name}: table {above.wanted.name} takes {rows} more than the desk "
            f"issued; {remedy}"
        )

    def _refuse(self, wanted: PicturedTable) -> NoReturn:
        raise UsageError(
            f"{self._sheet.name}: table {wanted.name} does not stand where the desk puts it; take "
            "inserted rows and columns out, or issue the workbook again with: xldesk pack"
        )
