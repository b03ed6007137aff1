"""What people fill in keeps to the lists and ranges that the cell offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.input_words import is_offered, not_offered, out_of_range
from xldesk.workbooks.check.numbers import float_of
from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, said
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.standard_sheets import LISTS_TABLE
from xldesk.workbooks.validations import input_range

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.row_block import BlockColumn
    from xldesk.workbooks.check.rule import TableBlock
    from xldesk.workbooks.parts import Column, Field
    from xldesk.workbooks.validations import InputRange


_MOST_CHARACTERS = 4_000_000
"""Of all words that cells of a workbook may offer."""


class Choices(Rule):
    """Finds values outside a cell's list, and inputs outside their range."""

    sees_all_rows = False

    def __init__(self) -> None:
        self._lists: dict[str, dict[str, None]] = {}
        self._room = _MOST_CHARACTERS

    def passes(self, block: TableBlock) -> bool:
        """Return whether all values are those offered; what people filled in is not looked at."""
        if block.table.spec.name == LISTS_TABLE:
            return False
        return all(
            self._is_fine(block.columns.get(number), column)
            for number, column in block.table.columns.items()
            if column.choices is not None or column.role == "input"
        )

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Yield values that a validation would refuse; reads the Lists sheet first."""
        if row.table is not None and row.table.spec.name == LISTS_TABLE:
            self._learn(row)
            return
        for number, column in row.data_columns.items():
            if column.choices is not None or column.role == "input":
                yield from self._value(row, number, column.name, column)
        if row.field is not None:
            yield from self._value(row, FIRST_COLUMN + 1, row.field.label, row.field)

    def _is_fine(self, found: BlockColumn | None, column: Column) -> bool:
        said = set() if found is None else {text for text in found.values if text}
        if not said:
            return True
        if column.choices is None:
            return False
        words = self._words(column.choices)
        return all(is_offered(text, words, column.entry) for text in said)

    def _learn(self, row: SheetRow) -> None:
        for number, column in row.data_columns.items():
            cell = row.cells.get(number)
            if cell is not None and cell.value:
                self._room -= len(cell.value)
                if self._room < 0:
                    raise ArchiveError("FILE-LIMIT", "the lists of the workbook are too long")
                self._lists.setdefault(column.field, {})[cell.value] = None

    def _value(
        self, row: SheetRow, number: int, name: str, part: Column | Field
    ) -> Iterator[CheckFinding]:
        cell = row.cells.get(number)
        if cell is None or cell.value in {None, ""}:
            return
        if part.choices is not None:
            words = self._words(part.choices)
            if not is_offered(cell.value, words, part.entry):
                message, remedy = not_offered(said(cell), name, words, part.entry)
                yield cell_finding(row, number, "CHOICE-UNKNOWN", message, remedy)
            return
        allowed = input_range(part)
        if allowed is not None and not _fits(cell, allowed):
            message, remedy = out_of_range(cell, said(cell), name, part.type, allowed)
            yield cell_finding(row, number, "INPUT-RANGE", message, remedy)

    def _words(self, choices: str | tuple[str, ...]) -> Collection[str]:
        return choices if isinstance(choices, tuple) else self._lists.get(choices, {})


def _fits(cell: ReadCell, allowed: InputRange) -> bool:
    number = float_of(cell.value or "") if cell.kind == "n" else None
    if number is None:
        return False
    whole = allowed.kind != "whole" or number.is_integer()
    return whole and allowed.has(number)
