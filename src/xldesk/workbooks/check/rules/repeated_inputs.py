"""What people fill in as the name of one thing stands in one row of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xldesk.records.finding import Place
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.check.rule import Rule, SheetRow, said
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.parts import Column

_Key = tuple[str, str]
"""What a value identifies, and the value without its capitals and outer spaces."""


class _Typed(NamedTuple):
    """A value that people filled in: its key, its place, and the words that name it."""

    key: _Key
    sheet: str
    cell: str
    told: str


class RepeatedInputs(Rule):
    """Finds inputs whose value identifies something, and stands in another row too.

    Columns with the same name for what they identify (``Entry.once``) are one, across tables.
    """

    def __init__(self) -> None:
        self._typed: list[_Typed] = []
        self._issued: dict[_Key, str] = {}
        self._columns: dict[str, list[tuple[int, str, Column]]] = {}

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:
        """Take note of such values; all findings come at the end."""
        if row.table is None or row.is_header:
            return ()
        name = row.table.spec.name
        if name not in self._columns:
            self._columns[name] = [
                (number, column.entry.once, column)
                for number, column in row.table.columns.items()
                if column.entry.once is not None
            ]
        for number, what, column in self._columns[name]:
            cell = row.cells.get(number)
            if cell is None or not cell.value:
                continue
            key = what, cell.value.strip().casefold()
            place = f"{letters_of(number)}{row.number}"
            if column.role == "input":
                told = f"{column.name} {said(cell)}"
                self._typed.append(_Typed(key, row.sheet.name, place, told))
            else:
                self._issued.setdefault(key, f"{row.sheet.name}!{place}")
        return ()

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield the inputs that repeat an issued row, or one filled in before."""
        seen = dict(self._issued)
        for key, sheet, cell, told in self._typed:
            if key in seen:
                yield finding_at(
                    Place(file=document.file, sheet=sheet, cell=cell),
                    "INPUT-TWICE",
                    f"{told} stands in {seen[key]} too",
                    "clear one of the two, or leave it where both are meant",
                )
            seen.setdefault(key, f"{sheet}!{cell}")
