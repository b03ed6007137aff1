"""Rows of the file that people's entries name, such as a fund, and the entries that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xldesk.records.place import Place
from xldesk.workbooks.check.input_rule import day_in, number_in
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.encoders import number_text
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.parts import Column

Key = tuple[str, str]
"""What a value names (``Entry.names``), and the value."""


class NamedRow(NamedTuple):
    """An issued row: its sheet and number, and by field the columns and cells that were asked for.

    ``days`` is how the file counts days.
    """

    sheet: str
    number: int
    parts: dict[str, tuple[Column, ReadCell]]
    days: str

    def figure(self, field: str) -> Decimal | None:
        """Return the number of a cell, None where it has none."""
        return number_in(self._cell(field))

    def day(self, field: str) -> date | None:
        """Return the day of a cell, None where it has none."""
        return day_in(self._cell(field), self.days)

    def word(self, field: str) -> str:
        """Return the text of a cell, empty where it has none."""
        cell = self._cell(field)
        return cell.value or "" if cell is not None and cell.kind == "s" else ""

    def header(self, field: str) -> str:
        """Return the name of a column that was found."""
        return self.parts[field][0].name

    def place(self, field: str) -> str:
        """Return where a cell that was found stands, such as ``Funds!F7``."""
        return f"{self.sheet}!{letters_of(self.parts[field][1].column)}{self.number}"

    def _cell(self, field: str) -> ReadCell | None:
        return self.parts[field][1] if field in self.parts else None


class Typed(NamedTuple):
    """A cell that people filled in: its place, its column, and the value its row names."""

    sheet: str
    number: int
    column: Column
    cell: ReadCell
    key: Key
    row_name: str
    days: str

    @property
    def told(self) -> str:
        """The column's name and the value as people see it, a number or a day."""
        if self.column.type == "date":
            return f"{self.column.name} {day_in(self.cell, self.days)}"
        number = number_in(self.cell)
        return self.column.name if number is None else f"{self.column.name} {number_text(number)}"

    def finding(self, document: Document, code: str, message: str, remedy: str) -> CheckFinding:
        """Return a finding about this cell."""
        cell = f"{letters_of(self.cell.column)}{self.number}"
        place = Place(file=document.file, sheet=self.sheet, cell=cell)
        return finding_at(place, code, message, remedy)
