"""A table of the desk shows all its rows and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, SheetRow, sheet_finding
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableView


class HiddenRows(Rule):
    """Finds tables with hidden rows or columns, whether hidden by hand or by a filter."""

    is_silent_on_blocks = True

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], list[int]] = {}
        self._columns: dict[tuple[str, str], list[str]] = {}

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether rows are those of a table."""
        return table is not None

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:
        """Take note of what is hidden; ``finish`` tells it once for each table."""
        if row.table is not None:
            key = row.sheet.name, row.table.spec.name
            if row.is_hidden:
                self._rows.setdefault(key, []).append(row.number)
            if row.is_header:
                area = row.table.found.area
                inside = range(area.first_column, area.last_column + 1)
                self._columns[key] = [letters_of(n) for n in inside if n in row.hidden_columns]
        return ()

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield one finding for each table with hidden rows, and one for hidden columns."""
        for (sheet, table), numbers in self._rows.items():
            count = len(numbers)
            rows = "1 row is" if count == 1 else f"{count:,} rows are"
            yield sheet_finding(
                document,
                sheet,
                "ROWS-HIDDEN",
                f"{rows} hidden in table {table} (the first is row {numbers[0]})",
                "clear the filter, or select all and choose Unhide, before you use the table",
            )
        for (sheet, table), letters in self._columns.items():
            if letters:
                yield sheet_finding(
                    document,
                    sheet,
                    "ROWS-HIDDEN",
                    f"columns are hidden in table {table} ({', '.join(letters[:10])})",
                    "select all columns and choose Unhide before you use the table",
                )
