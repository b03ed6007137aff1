"""Days of what has happened are not days to come."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from xldesk.records.finding import Place
from xldesk.workbooks.check.input_rule import day_in
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.check.rule import Rule, SheetRow
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableBlock, TableView

_ISSUED = "about.as_of"


class _Told(NamedTuple):
    """A day that people filled in: its place and the column's name."""

    sheet: str
    cell: str
    name: str
    day: date


class PastDays(Rule):
    """Finds days of the past that are to come (``Entry.is_past``).

    A day is to come when it lies after the file's own day and after the day of the check: people
    fill in a file long after it was issued, and clocks may be wrong, so it stops nothing.
    """

    def __init__(self) -> None:
        self._told: list[_Told] = []
        self._issued: date | None = None

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether rows may be fields, or are filled in."""
        return table is None or bool(table.inputs)

    def passes(self, block: TableBlock) -> bool:
        """Return whether there is nothing to say of these rows."""
        return block.are_inputs_empty

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:
        """Take note of past days, and of the file's own day."""
        days = row.document.days
        if row.field is not None and row.field.field == _ISSUED:
            self._issued = day_in(row.cells.get(FIRST_COLUMN + 1), days)
        elif row.table is not None and not row.is_header:
            for number, column in row.table.inputs.items():
                day = day_in(row.cells.get(number), days) if column.entry.is_past else None
                if day is not None:
                    cell = f"{letters_of(number)}{row.number}"
                    self._told.append(_Told(row.sheet.name, cell, column.name, day))
        return ()

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield the days that are to come."""
        now = max(today(), self._issued or today())
        for sheet, cell, name, day in self._told:
            if day > now:
                yield finding_at(
                    Place(file=document.file, sheet=sheet, cell=cell),
                    "INPUT-AHEAD",
                    f"{name} {day} is a day to come",
                    "mend the day",
                )


def today() -> date:
    """Return the day of the check in UTC."""
    return datetime.now(UTC).date()
