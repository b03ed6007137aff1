"""A column's cells hold the kind of value the spec gives it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from xldesk.workbooks.check.number_and_day import number_and_day
from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, said
from xldesk.workbooks.parts import NUMERIC
from xldesk.workbooks.validations import INPUT_RANGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding


class CellTypes(Rule):
    """Finds text where numbers belong, and numbers or truth values where text belongs."""

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Yield cells of the wrong kind; errors are another rule's."""
        for number, column in row.data_columns.items():
            cell = row.cells.get(number)
            if cell is None or not cell.value or cell.kind == "e":
                continue
            if column.type in NUMERIC:
                if cell.kind == "n" and _is_number(cell.value):
                    continue
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
            elif cell.kind != "s" and column.role != "input":
                yield cell_finding(
                    row,
                    number,
                    "CELL-TEXT",
                    f"{column.name} needs text, not {number_and_day(cell, row.document.days)}",
                    "format the cell as text and enter it again",
                )


_WORDS = {"date": "date", "time": "date and time", "integer": "whole number"}


_SHORT = 300
"""Digits that make a number which is finite for certain."""

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")


def _is_number(text: str) -> bool:
    if len(text) <= _SHORT and text.isdecimal() and text.isascii():
        return True
    return _NUMBER.fullmatch(text) is not None and math.isfinite(float(text))
