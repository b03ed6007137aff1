"""Days that people plan lie as far ahead as the file's own rules ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from xldesk.records.finding import Place
from xldesk.workbooks.check.input_rule import day_in, number_in
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.check.rule import Rule, SheetRow
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableBlock, TableView

_ISSUED = "about.as_of"
_MOST_DAYS = 260
"""Business days of a year; a file that asks for more than that is not believed."""

_WORKING_DAYS = 5


class _Planned(NamedTuple):
    """A day that people filled in: its place, the column's name, and the field that rules it."""

    sheet: str
    cell: str
    name: str
    day: date
    rule: str


class DaysAhead(Rule):
    """Finds days too soon after the day that the file shows (``Entry.days_ahead``).

    Nobody can have sent the file earlier than that day. Business days are Monday to Friday here:
    of holidays and other weekends the file does not speak.
    """

    def __init__(self) -> None:
        self._planned: list[_Planned] = []
        self._numbers: dict[str, Decimal | None] = {}
        self._issued: date | None = None

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether rows may be fields, or are filled in."""
        return table is None or bool(table.inputs)

    def passes(self, block: TableBlock) -> bool:
        """Return whether there is nothing to say of these rows."""
        return block.are_inputs_empty

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:
        """Take note of planned days, of the file's own day, and of its rules."""
        if row.field is not None:
            cell = row.cells.get(FIRST_COLUMN + 1)
            if row.field.field == _ISSUED:
                self._issued = day_in(cell, row.document.days)
            elif row.field.type == "integer":
                self._numbers[row.field.field] = number_in(cell)
        elif row.table is not None and row.table.inputs and not row.is_header:
            for number, column in row.table.inputs.items():
                day = day_in(row.cells.get(number), row.document.days)
                if column.entry.days_ahead is not None and day is not None:
                    place = f"{letters_of(number)}{row.number}"
                    sheet, rule = row.sheet.name, column.entry.days_ahead
                    self._planned.append(_Planned(sheet, place, column.name, day, rule))
        return ()

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield the days that are too soon."""
        for sheet, cell, name, day, rule in self._planned:
            ahead = self._numbers.get(rule)
            if self._issued is None or ahead is None or not 0 < ahead <= _MOST_DAYS:
                continue
            if day < _after(self._issued, int(ahead)):
                yield finding_at(
                    Place(file=document.file, sheet=sheet, cell=cell),
                    "INPUT-SOON",
                    f"{name} {day} is less than {ahead} business days after {self._issued}, "
                    "the day of this file",
                    "choose a later day, or ask before you plan with it",
                )


def _after(day: date, count: int) -> date:
    """Return the working day ``count`` working days after ``day``, the last of all at the end."""
    while count:
        if day == date.max:
            return day
        day += timedelta(days=1)
        count -= day.weekday() < _WORKING_DAYS
    return day
