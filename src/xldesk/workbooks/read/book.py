"""What a workbook says, read back: tables, fields, where it came from, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xldesk.records.place import Place
from xldesk.workbooks.continued import MOST_SHEETS, table_on
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.workbooks.check.report import CheckFinding, CheckReport
    from xldesk.workbooks.content import Provenance
    from xldesk.workbooks.read.row import ReadRow
    from xldesk.workbooks.read.table import ReadTable


@dataclass(slots=True)
class ReadBook:
    """A workbook read back; nothing stands in it where the file could not be read to its end.

    ``tables`` has every table of the spec by name, ``fields`` the labelled values by field.
    ``provenance`` is None where About does not say it completely; its times are exact to the
    millisecond. ``digest`` is what About says of the data.
    """

    report: CheckReport
    tables: dict[str, ReadTable] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    provenance: Provenance | None = None
    digest: str | None = None

    @property
    def path(self) -> Path:
        """The file that was read."""
        return self.report.path

    @property
    def workbook(self) -> str | None:
        """The name of the spec, None where the file is not ours."""
        return self.report.workbook

    @property
    def findings(self) -> list[CheckFinding]:
        """What is wrong and where; of one code the first 1,000."""
        return self.report.findings

    @property
    def ok(self) -> bool:
        """Whether nothing blocks the use of what was read."""
        return self.report.ok

    def sheets_of(self, table: str) -> list[ReadTable]:
        """Return ``table`` and the tables that it goes on in upon further sheets, in order."""
        names = (table_on(table, number) for number in range(1, MOST_SHEETS + 1))
        return [self.tables[name] for name in names if name in self.tables]

    def place(self, table: str, row: ReadRow, field_name: str) -> Place:
        """Return the place of a row's field, or of its table's sheet where it has no cell."""
        found = self.tables[table]
        column = found.columns.get(field_name)
        cell = None if column is None else f"{letters_of(column)}{row.number}"
        return Place(file=self.path.name, sheet=found.sheet, cell=cell)
