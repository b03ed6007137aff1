"""What people fill in as the name of one thing stands in one row of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xldesk.records.place import Place
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.check.rule import Rule, SheetRow, said
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableBlock, TableView
    from xldesk.workbooks.parts import Column

_Key = tuple[str, str]
"""What a value identifies, and the value without its capitals and outer spaces."""


class _Typed(NamedTuple):
    """A value that people filled in: its key, its place, and the words that name it."""

    key: _Key
    sheet: str
    cell: str
    told: str


class _Issued(NamedTuple):
    """Values of issued rows that follow each other: what they identify, and where they stand."""

    what: str
    sheet: str
    letters: str
    first: int
    texts: Sequence[str | None]

    def places(self) -> Iterator[tuple[_Key, str]]:
        """Yield each value's key and place."""
        for row, text in enumerate(self.texts, self.first):
            if text and text.strip():
                yield (self.what, _key(text)), f"{self.sheet}!{self.letters}{row}"


class RepeatedInputs(Rule):
    """Finds inputs whose value identifies something, and stands in another row too.

    Columns with the same name for what they identify (``Entry.once``) are one, across tables.
    """

    def __init__(self) -> None:
        self._typed: list[_Typed] = []
        self._issued: list[_Issued] = []
        self._columns: dict[str, list[tuple[int, str, Column]]] = {}

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether rows have columns."""
        return table is not None

    def passes(self, block: TableBlock) -> bool:
        """Take note of such values where nobody filled in anything."""
        if not block.are_inputs_empty:
            return False
        for number, what, column in self._columns_of(block.table):
            found = block.columns.get(number)
            if found is not None and column.role != "input":
                letters, first = letters_of(number), block.rows.start
                self._issued.append(_Issued(what, block.sheet.name, letters, first, found.values))
        return True

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:
        """Take note of such values; all findings come at the end."""
        if row.table is None or row.is_header:
            return ()
        for number, what, column in self._columns_of(row.table):
            cell = row.cells.get(number)
            if cell is None or not cell.value or not cell.value.strip():
                continue
            letters, sheet = letters_of(number), row.sheet.name
            if column.role == "input":
                key, place = (what, _key(cell.value)), f"{letters}{row.number}"
                told = f"{column.name} {said(cell)}"
                self._typed.append(_Typed(key, sheet, place, told))
            else:
                self._issued.append(_Issued(what, sheet, letters, row.number, [cell.value]))
        return ()

    def _columns_of(self, table: TableView) -> list[tuple[int, str, Column]]:
        name = table.spec.name
        if name not in self._columns:
            self._columns[name] = [
                (number, column.entry.once, column)
                for number, column in table.columns.items()
                if column.entry.once is not None
            ]
        return self._columns[name]

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield the inputs that repeat an issued row, or one filled in before."""
        seen: dict[_Key, str] = {}
        for issued in self._issued if self._typed else ():
            for key, place in issued.places():
                seen.setdefault(key, place)
        for key, sheet, cell, told in self._typed:
            if key in seen:
                yield finding_at(
                    Place(file=document.file, sheet=sheet, cell=cell),
                    "INPUT-TWICE",
                    f"{told} stands in {seen[key]} too",
                    "clear one of the two, or leave it where both are meant",
                )
            seen.setdefault(key, f"{sheet}!{cell}")


def _key(text: str) -> str:
    return text.strip().casefold()
