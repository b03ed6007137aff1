"""What people fill in stands in its order: no end before its start, no part above its whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.input_rule import InputRule, day_in, number_in
from xldesk.workbooks.check.rule import SheetRow, TableView, cell_finding
from xldesk.workbooks.encoders import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding


class InputOrder(InputRule):
    """Finds values below or beyond another one of their row (``Entry.not_before``, ``up_to``)."""

    def filled(self, row: SheetRow, table: TableView) -> Iterator[CheckFinding]:
        """Yield values that are out of order."""
        places = {column.field: number for number, column in table.columns.items()}
        for number, column in table.inputs.items():
            low = places.get(column.entry.not_before or "")
            if low is not None and _is_more(row, table, low, number):
                yield cell_finding(
                    row,
                    number,
                    "INPUT-RANGE",
                    f"{_told(row, table, number)} comes before {_told(row, table, low)}",
                    "mend the one or the other",
                )
            high = places.get(column.entry.up_to or "")
            if high is not None and _is_more(row, table, number, high):
                yield cell_finding(
                    row,
                    number,
                    "INPUT-BEYOND",
                    f"{_told(row, table, number)} is more than {_told(row, table, high)}",
                    "mend the one or the other",
                )


def _is_more(row: SheetRow, table: TableView, one: int, other: int) -> bool:
    """Tell whether the value in column ``one`` is more than that in ``other``, of the same type."""
    if table.columns[one].type == "date":
        days = row.document.days
        day, later = day_in(row.cells.get(one), days), day_in(row.cells.get(other), days)
        return day is not None and later is not None and day > later
    number, larger = number_in(row.cells.get(one)), number_in(row.cells.get(other))
    return number is not None and larger is not None and number > larger


def _told(row: SheetRow, table: TableView, number: int) -> str:
    """Return a column's name and its value as people see it."""
    column, cell = table.columns[number], row.cells.get(number)
    if column.type == "date":
        return f"{column.name} {day_in(cell, row.document.days)}"
    return f"{column.name} {number_text(number_in(cell))}"
