"""Days as the numbers that cells hold for them, where there is a day of that number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

if TYPE_CHECKING:
    from datetime import datetime

    from xldesk.excel.engine.change import Constant

_NO_DAY = 60
"""The number of 29 February 1900, which Excel counts and no calendar has."""


def moment_of(number: float, epoch: datetime) -> Constant:
    """Return the day or time of ``number``, counted from ``epoch``; ``number`` if there is none.

    There is none before the first day of the count, nor after the year 9999.
    """
    if number < 0 or (epoch == WINDOWS_EPOCH and _NO_DAY <= number < _NO_DAY + 1):
        return number
    try:
        moment: Constant = from_excel(number, epoch)
    except (OverflowError, ValueError):
        return number
    return moment
