"""What stands in a cell: read as a constant or a formula, and put back without guessing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from xldesk.errors import UsageError
from xldesk.excel.engine.cells import set_typed
from xldesk.excel.engine.change import Content, ErrorValue, Formula
from xldesk.workbooks.cell_text import legal

DATA_TABLE = "=TABLE()"
_ERRORS = frozenset(ERROR_CODES)


def content_of(cell: Any) -> Content:
    """Return what ``cell`` holds; None for an empty cell."""
    value: Any = cell.value
    if cell.data_type == "f":
        if isinstance(value, ArrayFormula):
            return Formula(_with_sign(value.text or ""), value.ref)
        if isinstance(value, DataTableFormula):
            return Formula(DATA_TABLE, value.ref)
        return Formula(value)
    if cell.data_type == "e":
        return ErrorValue(value)
    content: Content = value
    return content


def put_content(cell: Any, content: Content) -> None:
    """Put ``content`` into ``cell``; a text stays text whatever it begins with."""
    if isinstance(content, Formula):
        if content.text == DATA_TABLE:
            raise UsageError(f"{cell.coordinate}: the headless engine writes no data tables")
        if content.spill is None:
            set_typed(cell, content.text, "f")
        else:
            set_typed(cell, ArrayFormula(content.spill, content.text), "f")
    elif isinstance(content, ErrorValue):
        set_typed(cell, str(content), "e")
    elif isinstance(content, bool):
        set_typed(cell, content, "b")
    elif isinstance(content, str):
        set_typed(cell, content, "s")
    elif isinstance(content, (datetime, time, timedelta)):
        set_typed(cell, content, "d")
    else:
        set_typed(cell, content, "n")


def understood(text: str) -> Content:
    """Return what Excel makes of ``text`` that a program writes into a cell.

    ``=`` begins a formula, an error's name is that error, and an empty text leaves the cell
    empty. Unlike Excel, a text of digits stays text. What a cell cannot hold is replaced as in
    the desk's own workbooks.
    """
    if not text:
        return None
    if text[0] == "=" and len(text) > 1:
        return Formula(text)
    if text[0] == "#" and text in _ERRORS:
        return ErrorValue(text)
    return legal(text)


def shown_as_formula(content: Content) -> str:
    """Return what the formula bar shows for ``content``, dates as their day numbers."""
    if content is None:
        return ""
    if isinstance(content, Formula):
        return content.text
    if isinstance(content, bool):
        return "TRUE" if content else "FALSE"
    number = day_number(content)
    if isinstance(number, float) and number.is_integer():
        return str(int(number))
    return str(number)


def day_number(content: Content) -> Content:
    """Return a date or time as the number of days that a cell holds, other content as it is."""
    if isinstance(content, datetime):
        since = content - datetime(1899, 12, 30)  # noqa: DTZ001 -- a cell's time has no zone
        # Excel counts a 29 February 1900, so days before it have numbers that are one less.
        return (since - timedelta(days=0 < since.days <= 60)) / timedelta(days=1)
    if isinstance(content, time):
        since = timedelta(hours=content.hour, minutes=content.minute, seconds=content.second)
        return (since + timedelta(microseconds=content.microsecond)) / timedelta(days=1)
    if isinstance(content, timedelta):
        return content / timedelta(days=1)
    return content


def midnight(day: date) -> datetime:
    """Return the beginning of ``day``, which is what a cell holds for it."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- a cell's time has no zone


def _with_sign(text: str) -> str:
    return text if text.startswith("=") else f"={text}"
