"""A number where text belongs, and the day that it may have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.days import day_of
from xldesk.workbooks.check.input_rule import number_in
from xldesk.workbooks.check.rule import said

if TYPE_CHECKING:
    from xldesk.workbooks.check.cell import ReadCell

_FIRST, _LAST = 2000, 2099
"""Years of days that are told."""


def number_and_day(cell: ReadCell, system: str) -> str:
    """Return a cell's value for a message, with the day that a spreadsheet shows for a number.

    Spreadsheets make days of ids such as 7-5 as they are typed, and keep their numbers.
    """
    number = number_in(cell)
    day = day_of(number, system) if number is not None and number == int(number) else None
    if day is None or not _FIRST <= day.year <= _LAST:
        return said(cell)
    return f"{said(cell)} (as a day, {day})"
