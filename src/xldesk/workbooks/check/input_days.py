"""The frame of a rule about days that people filled in, beside the day that the file shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xldesk.records.place import Place
from xldesk.workbooks.check.input_rule import day_in
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.check.rule import Rule, SheetRow
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableBlock, TableView
    from xldesk.workbooks.entry import Entry
    from xldesk.workbooks.parts import Column, Field

_ISSUED = "about.as_of"


class FilledDay(NamedTuple):
    """A day that people filled in, its column and its place."""

    sheet: str
    cell: str
    column: Column
    day: date

    @property
    def told(self) -> str:
        """The column's name and the day."""
        return f"{self.column.name} {self.day}"

    def finding(self, document: Document, code: str, message: str, remedy: str) -> CheckFinding:
        """Return a finding about this day."""
        place = Place(file=document.file, sheet=self.sheet, cell=self.cell)
        return finding_at(place, code, message, remedy)


class InputDays(Rule):
    """A rule about the days of columns that it ``asks`` for; a subclass answers in ``finish``.

    Then ``days`` are those filled in, and ``issued`` is the day of the file, None where it says
    none.
    """

    sees_all_rows = False

    def __init__(self) -> None:
        self.days: list[FilledDay] = []
        self.issued: date | None = None

    def asks(self, entry: Entry) -> bool:
        """Return whether the days of a column with this entry are looked at."""
        raise NotImplementedError

    def field(self, field: Field, cell: ReadCell | None) -> None:
        """Take note of another field of the file, where a subclass needs it."""

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether rows may be fields, or are filled in."""
        return table is None or bool(table.inputs)

    def passes(self, block: TableBlock) -> bool:
        """Return whether there is nothing to say of these rows."""
        return block.are_inputs_empty

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:
        """Take note of days, and of fields; all findings come at the end."""
        days = row.document.days
        if row.field is not None:
            cell = row.cells.get(FIRST_COLUMN + 1)
            if row.field.field == _ISSUED:
                self.issued = day_in(cell, days)
            else:
                self.field(row.field, cell)
        elif row.table is not None and not row.is_header:
            for number, column in row.table.inputs.items():
                day = day_in(row.cells.get(number), days) if self.asks(column.entry) else None
                if day is not None:
                    place = f"{letters_of(number)}{row.number}"
                    self.days.append(FilledDay(row.sheet.name, place, column, day))
        return ()
