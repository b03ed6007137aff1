"""What people fill in keeps to the lists and ranges that the cell offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, shown
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.standard_sheets import LISTS_TABLE
from xldesk.workbooks.validations import INPUT_RANGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.parts import Column, Field


_MOST_CHARACTERS = 4_000_000
"""Of all words that cells of a workbook may offer."""


class Choices(Rule):
    """Finds values outside a cell's list, and inputs outside their range."""

    def __init__(self) -> None:
        self._lists: dict[str, set[str]] = {}
        self._room = _MOST_CHARACTERS

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

    def _learn(self, row: SheetRow) -> None:
        for number, column in row.data_columns.items():
            cell = row.cells.get(number)
            if cell is not None and cell.value:
                self._room -= len(cell.value)
                if self._room < 0:
                    raise ArchiveError("FILE-LIMIT", "the lists of the workbook are too long")
                self._lists.setdefault(column.field, set()).add(cell.value)

    def _value(
        self, row: SheetRow, number: int, name: str, part: Column | Field
    ) -> Iterator[CheckFinding]:
        cell = row.cells.get(number)
        if cell is None or cell.value in {None, ""}:
            return
        if part.choices is not None:
            words = (
                set(part.choices)
                if isinstance(part.choices, tuple)
                else self._lists.get(part.choices, set())
            )
            if cell.value not in words:
                yield cell_finding(
                    row,
                    number,
                    "CHOICE-UNKNOWN",
                    f"{shown(cell.value)} is not a choice of {name}",
                    "choose a word of the cell's list",
                )
        elif part.role == "input" and part.type in INPUT_RANGES and not _fits(cell, part.type):
            yield cell_finding(
                row,
                number,
                "INPUT-RANGE",
                f"{shown(cell.value)} is not valid for {name}",
                INPUT_RANGES[part.type].message[:1].lower() + INPUT_RANGES[part.type].message[1:-1],
            )


def _fits(cell: ReadCell, type_: str) -> bool:
    allowed = INPUT_RANGES[type_]
    try:
        number = float(cell.value or "")
    except ValueError:
        return False
    whole = allowed.kind != "whole" or number.is_integer()
    return cell.kind == "n" and whole and allowed.lowest <= number <= allowed.highest
