"""The frame of a rule that holds what people filled in against the issued row that it names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.check.cell import made_cell
from xldesk.workbooks.check.named_rows import NamedRow, Typed
from xldesk.workbooks.check.rule import Rule, SheetRow
from xldesk.workbooks.same import Same

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.named_rows import Key
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.row_block import BlockColumn
    from xldesk.workbooks.check.rule import TableBlock, TableView
    from xldesk.workbooks.entry import Entry
    from xldesk.workbooks.parts import Column
    from xldesk.workbooks.spec import Workbook


class _Rows(NamedTuple):
    """Issued rows of a block: what they are, the column that says which, and those asked for."""

    block: TableBlock
    what: str
    named: BlockColumn
    columns: list[tuple[int, Column, BlockColumn]]

    def of(self, keys: Container[Key]) -> Iterator[tuple[Key, NamedRow]]:
        """Yield the rows of ``keys``."""
        block = self.block
        for index, (number, name) in enumerate(zip(block.rows, self.named.values, strict=True)):
            key = self.what, name or ""
            if name and key in keys:
                parts = {
                    part.field: (
                        part,
                        made_cell(at, column.kind, column.values[index] or None, None, "0"),
                    )
                    for at, part, column in self.columns
                }
                yield key, NamedRow(block.sheet.name, number, parts, block.document.days)


class NamedRowRule(Rule):
    """A rule that holds what people filled in against the issued row that it names.

    A subclass says in ``asks`` which fields of that row a column is held against (none: it is not
    looked at), and answers in ``judged`` once all rows were seen. Inputs that name no row of the
    file are left out: their list speaks of them.
    """

    def __init__(self) -> None:
        self._sources: list[_Rows | tuple[Key, NamedRow]] = []
        self._typed: list[Typed] = []
        self._keys: dict[str, tuple[int, str] | None] = {}
        self._fields: dict[str, dict[int, Column]] = {}

    def asks(self, entry: Entry) -> tuple[str, ...]:
        """Return the fields of the named row that bound a column with this entry."""
        raise NotImplementedError

    def judged(
        self, document: Document, typed: list[tuple[Typed, NamedRow]]
    ) -> Iterator[CheckFinding]:
        """Yield findings about the inputs whose columns are looked at, each with its row."""
        raise NotImplementedError

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether rows name something, or are named."""
        return table is not None and self._key_of(table) is not None

    def passes(self, block: TableBlock) -> bool:
        """Take in issued rows where nobody filled in anything."""
        if not block.are_inputs_empty:
            return False
        key = self._key_of(block.table)
        named = None if key is None else block.columns.get(key[0])
        if key is None or named is None or block.table.inputs:
            return True
        asked = self._asked(block.document, block.table, key[1])
        found = {at: block.columns[at] for at in asked if at in block.columns}
        if not found:
            return True
        columns = [(at, asked[at], column) for at, column in found.items()]
        self._sources.append(_Rows(block, key[1], named, columns))
        return True

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:
        """Take note of issued rows and of inputs; all findings come at the end."""
        key = None if row.table is None or row.is_header else self._key_of(row.table)
        named = None if key is None else row.cells.get(key[0])
        if row.table is None or key is None or named is None or not named.value:
            return ()
        what = key[1], named.value
        if row.table.inputs:
            for number, column in row.table.inputs.items():
                cell = row.cells.get(number)
                if cell is not None and cell.value and self.asks(column.entry):
                    name, days = row.table.spec.row_name, row.document.days
                    self._typed.append(
                        Typed(row.sheet.name, row.number, column, cell, what, name, days)
                    )
            return ()
        asked = self._asked(row.document, row.table, key[1])
        parts = {
            column.field: (column, row.cells[at]) for at, column in asked.items() if at in row.cells
        }
        if parts:
            issued = NamedRow(row.sheet.name, row.number, parts, row.document.days)
            self._sources.append((what, issued))
        return ()

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield what ``judged`` says of the inputs whose row is there."""
        issued = self._named_rows({typed.key for typed in self._typed})
        rows = ((typed, issued.get(typed.key)) for typed in self._typed)
        return self.judged(document, [(typed, row) for typed, row in rows if row is not None])

    def _named_rows(self, keys: set[Key]) -> dict[Key, NamedRow]:
        """Return the first row that the file has of each of ``keys``, often none."""
        named: dict[Key, NamedRow] = {}
        for source in self._sources if keys else ():
            rows = source.of(keys) if isinstance(source, _Rows) else (source,)
            for key, row in rows:
                named.setdefault(key, row)
        return named

    def _key_of(self, table: TableView) -> tuple[int, str] | None:
        """Return the number of the column that names, or is named, and what it names."""
        name = table.spec.name
        if name not in self._keys:
            self._keys[name] = next(
                (
                    (number, column.entry.names)
                    for number, column in table.columns.items()
                    if column.entry.names is not None
                ),
                None,
            )
        return self._keys[name]

    def _asked(self, document: Document, table: TableView, what: str) -> dict[int, Column]:
        """Return by number the columns of an issued table that some input is held against."""
        name = table.spec.name
        if name not in self._fields:
            fields = set[str]()
            if document.spec is not None:
                fields.update(*map(self.asks, _entries_naming(Same(document.spec), what)))
            self._fields[name] = {
                number: column for number, column in table.columns.items() if column.field in fields
            }
        return self._fields[name]


@lru_cache(maxsize=200)
def _entries_naming(spec: Same[Workbook], what: str) -> tuple[Entry, ...]:
    """Return how the input columns are filled in of tables that have one which names ``what``."""
    return tuple(
        column.entry
        for table in spec.held.tables.values()
        if any(column.role == "input" and column.entry.names == what for column in table.columns)
        for column in table.columns
        if column.role == "input"
    )
