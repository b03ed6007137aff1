"""The frame of a rule: what it sees of a file, and how it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xldesk.records.place import Place
from xldesk.workbooks.check.numbers import number_of
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.encoders import number_text
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import Document, FoundSheet, FoundTable
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.row_block import BlockColumn
    from xldesk.workbooks.parts import Column, Field, Table


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of the spec as it stands in the file: its area, and spec columns by number.

    ``inputs`` are those of its columns that people fill in.
    """

    spec: Table
    found: FoundTable
    columns: dict[int, Column]
    inputs: dict[int, Column] = field(init=False)

    def __post_init__(self) -> None:
        inputs = {at: column for at, column in self.columns.items() if column.role == "input"}
        object.__setattr__(self, "inputs", inputs)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet: cells by column number, and what the spec says stands here.

    ``table`` is set in a table's header and data rows, ``field`` where the first column holds
    the label of a field. ``hidden_columns`` are those of the sheet, by number.
    """

    document: Document
    sheet: FoundSheet
    number: int
    cells: dict[int, ReadCell]
    table: TableView | None
    field: Field | None
    is_hidden: bool = False
    hidden_columns: AbstractSet[int] = frozenset()

    @property
    def is_header(self) -> bool:
        """Whether this is the header row of its table."""
        return self.table is not None and self.number == self.table.found.area.first_row

    @property
    def data_columns(self) -> dict[int, Column]:
        """The spec's columns of a data row; empty elsewhere."""
        return self.table.columns if self.table is not None and not self.is_header else {}

    @property
    def is_blank(self) -> bool:
        """Whether no cell of the row's table holds anything."""
        return all(
            number not in self.cells or self.cells[number].value in {None, ""}
            for number in self.data_columns
        )

    @property
    def is_filled(self) -> bool:
        """Whether people filled in a cell of this row of a table."""
        return (
            self.table is not None
            and not self.is_header
            and any(says_something(self.cells.get(at)) for at in self.table.inputs)
        )


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Data rows of a table that are all of one form; ``columns`` are the sheet's, by number.

    They follow each other without a gap, and none is hidden or shows an error. A column that is
    not there has no cells.
    """

    document: Document
    sheet: FoundSheet
    table: TableView
    rows: range
    columns: dict[int, BlockColumn]

    @property
    def are_inputs_empty(self) -> bool:
        """Whether nobody filled in anything."""
        for at in self.table.inputs:
            column = self.columns.get(at)
            if column is not None and column.says_something:
                return False
        return True


class Rule:
    """One thing a check looks at; a subclass answers where it has something to say.

    ``package`` sees the file's parts, ``row`` each row in turn (Lists first) of what the rule
    ``looks_at``, ``finish`` comes after the last row. One instance checks one file.
    """

    needs_spec = True
    """Whether the rule only speaks of files that are ours."""

    sees_all_rows = True
    """Whether ``row`` has to see rows that are of no table, nor a field."""

    def looks_at(self, table: TableView | None) -> bool:  # noqa: ARG002 -- a default
        """Return whether ``row`` has to see the rows of ``table``, or (None) those of no table."""
        return True

    def looks_beside(self, document: Document, sheet: FoundSheet) -> bool:  # noqa: ARG002
        """Return whether ``row`` has to see rows of ``sheet`` that are of no table, nor a field."""
        return self.sees_all_rows

    def package(self, document: Document) -> Iterable[CheckFinding]:  # noqa: ARG002 -- a default
        """Yield findings about the file as a whole."""
        yield from ()

    is_silent_on_blocks = False
    """Whether what the rule finds never stands in a block."""

    def passes(self, block: TableBlock) -> bool:  # noqa: ARG002 -- a default
        """Return whether the rule has nothing to say of the rows of ``block``.

        Then it has taken in what it needs of them, and ``row`` is not called for them.
        """
        return self.is_silent_on_blocks

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:  # noqa: ARG002 -- a default
        """Yield findings about one row."""
        yield from ()

    def finish(self, document: Document) -> Iterable[CheckFinding]:  # noqa: ARG002 -- a default
        """Yield findings that need all rows."""
        yield from ()


def file_finding(document: Document, code: str, message: str, remedy: str) -> CheckFinding:
    """Return a finding about the whole file."""
    return finding_at(Place(file=document.file), code, message, remedy)


def sheet_finding(
    document: Document, sheet: str, code: str, message: str, remedy: str
) -> CheckFinding:
    """Return a finding about a sheet."""
    return finding_at(Place(file=document.file, sheet=sheet), code, message, remedy)


def cell_finding(row: SheetRow, column: int, code: str, message: str, remedy: str) -> CheckFinding:
    """Return a finding about one cell."""
    place = Place(
        file=row.document.file, sheet=row.sheet.name, cell=f"{letters_of(column)}{row.number}"
    )
    return finding_at(place, code, message, remedy)


BROKEN = ("#REF!", "#NAME?")
"""What formulas and their values say where something they read is gone."""


def is_broken(text: str | None) -> bool:
    """Tell whether a formula or its value reads what is not there."""
    return text is not None and any(error in text for error in BROKEN)


def cut(text: str, longest: int) -> str:
    """Return ``text`` for a message; where it has more characters, … stands for the others."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def shown(value: str | None, longest: int | None = 60) -> str:
    """Return a cell's value for a message: quoted and without control characters.

    Of more characters than ``longest`` the first are shown, and … says that there are more.
    """
    text = "" if value is None else value
    kept = text[:longest]
    quoted = repr(kept) if text.isprintable() else ascii(kept)
    return quoted if kept == text else f"{quoted}…"


def says_something(cell: ReadCell | None) -> bool:
    """Tell whether a cell holds a value or a formula."""
    return cell is not None and cell.says_something


def said(cell: ReadCell | None) -> str:
    """Return what a cell holds for a message, a number with the digits that people see."""
    if cell is None or cell.value is None or cell.kind != "n":
        return shown(None if cell is None else cell.value)
    number = number_of(cell.value)
    return shown(cell.value if number is None else number_text(number))
