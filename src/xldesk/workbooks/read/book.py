"""What a workbook says, read back: tables, fields, where it came from, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.records.finding import Place
from xldesk.workbooks.continued import MOST_SHEETS, table_on
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xldesk.workbooks.check.report import CheckFinding, CheckReport
    from xldesk.workbooks.content import Provenance


NO_FAULTS: frozenset[str] = frozenset()


class ReadRow(NamedTuple):
    """A row of a table: its number on the sheet, and a value for each field of the spec.

    A value is what ``ColumnType`` says its column takes: amounts are minor units in the row's
    currency, shares parts per million, times in UTC to the millisecond, links their text,
    other numbers Decimals of 15 digits. None is an empty cell, or one that says nothing of its
    type. ``faulty`` are the fields about which a finding blocks.
    """

    number: int
    values: dict[str, Any]
    faulty: frozenset[str] = NO_FAULTS


@dataclass(slots=True)
class ReadTable:
    """A table of the spec as the file has it; ``columns`` are sheet columns by field."""

    name: str
    sheet: str
    columns: dict[str, int] = field(default_factory=dict)
    rows: list[ReadRow] = field(default_factory=list)

    def __reduce__(self) -> tuple[Callable[..., ReadTable], tuple[object, ...]]:
        """Go to another process with the names of the fields once, not in every row."""
        fields = tuple(self.rows[0].values) if self.rows else ()
        numbers = [row.number for row in self.rows]
        values = [tuple(row.values.values()) for row in self.rows]
        faulty = {at: row.faulty for at, row in enumerate(self.rows) if row.faulty}
        return _unpacked, (self.name, self.sheet, self.columns, fields, numbers, values, faulty)

    @property
    def values(self) -> list[dict[str, Any]]:
        """The values of every row, from top to bottom."""
        return [row.values for row in self.rows]


def _unpacked(
    name: str,
    sheet: str,
    columns: dict[str, int],
    fields: tuple[str, ...],
    numbers: list[int],
    values: list[tuple[Any, ...]],
    faulty: dict[int, frozenset[str]],
) -> ReadTable:
    """Return the table that was sent; every row has the same fields in one order."""
    rows = [
        ReadRow(number, dict(zip(fields, row, strict=True)), faulty.get(at, NO_FAULTS))
        for at, (number, row) in enumerate(zip(numbers, values, strict=True))
    ]
    return ReadTable(name, sheet, columns, rows)


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
