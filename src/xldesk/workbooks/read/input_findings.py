"""What the check's rules say of the rows that people fill in, as a reader goes through them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from xldesk.workbooks.check.order import cell_of
from xldesk.workbooks.check.rule import SheetRow, TableBlock
from xldesk.workbooks.check.rules import INPUT_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import Document, FoundSheet
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.row_block import RowBlock
    from xldesk.workbooks.check.rule import Rule
    from xldesk.workbooks.parts import Field
    from xldesk.workbooks.read.row import ReadRow
    from xldesk.workbooks.read.table_reader import TableReader


class InputFindings:
    """Runs ``INPUT_RULES`` over one file, so that reading it finds what checking it finds."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._rules = [rule() for rule in INPUT_RULES]
        self._outside = [rule for rule in self._rules if rule.looks_at(None)]
        self._beside: dict[str, list[Rule]] = {}

    def asking(self, sheet: FoundSheet, block: RowBlock, reader: TableReader) -> list[Rule]:
        """Return the rules that have to see the rows of ``block`` one by one."""
        if not reader.is_judged:
            return []
        rows = range(block.first, block.last + 1)
        seen = TableBlock(self._document, sheet, reader.view, rows, block.columns)
        return [rule for rule in self._rules if not rule.passes(seen)]

    def of_table_row(
        self,
        sheet: FoundSheet,
        number: int,
        cells: dict[int, ReadCell],
        reader: TableReader,
        rules: Sequence[Rule] | None = None,
    ) -> list[CheckFinding]:
        """Return what ``rules``, or all, find wrong with a row of a table, its header included."""
        if not reader.is_judged:
            return []
        row = SheetRow(self._document, sheet, number, cells, reader.view, None)
        asked = self._rules if rules is None else rules
        return list(chain.from_iterable(rule.row(row) for rule in asked))

    def of_other_row(
        self, sheet: FoundSheet, number: int, cells: dict[int, ReadCell], field: Field | None
    ) -> list[CheckFinding]:
        """Return what is wrong with a row outside the tables; ``field`` is the one it shows."""
        rules = self._outside if field is not None else self._looking_beside(sheet)
        if not rules:
            return []
        row = SheetRow(self._document, sheet, number, cells, None, field)
        return list(chain.from_iterable([rule.row(row) for rule in rules]))

    def _looking_beside(self, sheet: FoundSheet) -> list[Rule]:
        if sheet.part not in self._beside:
            self._beside[sheet.part] = [
                rule for rule in self._outside if rule.looks_beside(self._document, sheet)
            ]
        return self._beside[sheet.part]

    def at_the_end(self) -> Iterator[CheckFinding]:
        """Yield what can be told once all rows were seen."""
        for rule in self._rules:
            yield from rule.finish(self._document)


def with_faults(row: ReadRow, findings: list[CheckFinding], reader: TableReader) -> ReadRow:
    """Return ``row`` with the fields marked as faulty about which one of ``findings`` blocks."""
    cells = (cell_of(found) for found in findings if found.severity == "block")
    at = {column for number, column in filter(None, cells) if number == row.number}
    faulty = {reader.view.columns[column].field for column in at & reader.view.columns.keys()}
    return row._replace(faulty=row.faulty | faulty) if faulty else row
