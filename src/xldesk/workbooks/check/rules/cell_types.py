"""A column's cells hold the kind of value the spec gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.number_and_day import number_and_day
from xldesk.workbooks.check.numbers import float_of
from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, said
from xldesk.workbooks.parts import NUMERIC
from xldesk.workbooks.validations import INPUT_RANGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.row_block import BlockColumn
    from xldesk.workbooks.check.rule import TableBlock, TableView
    from xldesk.workbooks.parts import Column


class CellTypes(Rule):
    """Finds text where numbers belong, and numbers or truth values where text belongs."""

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether rows have columns."""
        return table is not None

    def passes(self, block: TableBlock) -> bool:
        """Return whether all cells are of their column's kind."""
        return all(
            _is_of_type(block.columns.get(number), column)
            for number, column in block.table.columns.items()
        )

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Yield cells of the wrong kind; errors are another rule's."""
        cells = row.cells
        for number, column in row.data_columns.items():
            cell = cells.get(number)
            if cell is None or not cell.value:
                continue
            kind = cell.kind
            is_numeric = column.type in NUMERIC
            if kind == "s" and not is_numeric:
                continue
            if kind == "e" or (kind == "n" and is_numeric and float_of(cell.value) is not None):
                continue
            if is_numeric:
                if column.type in {"date", "time"} and column.role != "input":
                    continue  # days before 1900 stand as text
                if column.role == "input" and column.type in INPUT_RANGES:
                    continue  # what people typed is judged by the cell's own range
                yield cell_finding(
                    row,
                    number,
                    "CELL-TYPE",
                    f"{column.name} needs a {_WORDS.get(column.type, 'number')}, not {said(cell)}",
                    "enter it again without letters or spaces",
                )
            elif column.role != "input":
                yield cell_finding(
                    row,
                    number,
                    "CELL-TEXT",
                    f"{column.name} needs text, not {number_and_day(cell, row.document.days)}",
                    "format the cell as text and enter it again",
                )


_WORDS = {"date": "date", "time": "date and time", "integer": "whole number"}


def _is_of_type(found: BlockColumn | None, column: Column) -> bool:
    if found is None or not any(found.values):
        return True
    if column.type not in NUMERIC:
        return found.kind == "s"
    return found.kind == "n" and (
        found.is_exact or all(not text or float_of(text) is not None for text in found.values)
    )
