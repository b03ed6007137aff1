"""What cells hold, read as the words of a question: ids, times, periods, names, yes and no."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from xldesk.errors import UsageError, XldeskError
from xldesk_udfs.errors import CODES, CellError, GivenError, cell_error

Cell = str | float | bool | datetime | date | CellError | None
"""One cell as a host hands it over; None and empty text are an empty cell."""

Cells = Cell | list[Cell] | list[list[Cell]]
"""A cell, or a range: a list of rows, or (from Python) one plain list."""

FIRST_DAY_NUMBER = 36_526
"""1 January 2000: a smaller number is a ledger position or a year that somebody meant."""

LAST_DAY_NUMBER = 2_958_465
"""31 December 9999, the last day that Excel has."""

_NUMBER = re.compile(r"\d{5,7}(?:\.\d+)?", re.ASCII)
"""A number as text that may be a day of Excel: the day numbers from 2000 on have five digits."""

_SECONDS = 86_400
"""In a day."""

_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 -- Excel's days have no zone


def filled(cell: Cells) -> Cell:
    """Return the content of one cell, None for an empty one; text without spaces around it.

    Raises GivenError for a cell that holds an error, UsageError for a range of several cells, and
    for text with half a character: a single surrogate, which Excel can hold, stands for nothing.
    """
    if isinstance(cell, list):
        cell = _only(cell)
    if isinstance(cell, CellError):
        raise GivenError(cell.code)
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    for code in CODES:
        if text == code:
            raise GivenError(code)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise UsageError(f"{text!r} has half a character in it; write it again")
    return text or None


def _only(cells: list[Cell] | list[list[Cell]]) -> Cell:
    if len(cells) == 1:
        only = cells[0]
        if not isinstance(only, list):
            return only
        if len(only) == 1:
            return only[0]
    raise UsageError("one cell is wanted here, not a range")


def identifier(cell: Cells, name: str) -> str | None:
    """Return an id as text, None for an empty cell; a whole number is an id that Excel counted.

    Raises UsageError for anything else.
    """
    value = filled(cell)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and value % 1 == 0:
        return str(int(value))
    raise UsageError(f"{name}: {value!r} is not an id")


def needed(cell: Cells, name: str) -> str:
    """Return an id as text; raises UsageError where there is none."""
    found = identifier(cell, name)
    if found is None:
        raise UsageError(f"{name} is missing")
    return found


def word(cell: Cells, name: str) -> str | None:
    """Return a name such as ``co_sell`` in small letters, None for an empty cell.

    ``Co-sell`` and ``CO SELL`` are the same word. Raises UsageError for what is no text.
    """
    value = filled(cell)
    if value is None:
        return None
    if not isinstance(value, str):
        raise UsageError(f"{name}: {value!r} is not a name")
    return value.lower().replace("-", "_").replace(" ", "_")


def currency_code(cell: Cells) -> str | None:
    """Return a currency code in capitals, None for an empty cell."""
    found = word(cell, "currency")
    return None if found is None else found.upper()


def yes_or_no(cell: Cells, name: str, default: bool) -> bool:
    """Return TRUE or FALSE, also written as text or as 1 or 0; ``default`` for an empty cell."""
    value = filled(cell)
    if value is None:
        return default
    text = str(value).upper()
    if value in (0, 1) or text in ("TRUE", "FALSE"):
        return text in ("TRUE", "1", "1.0")
    raise UsageError(f"{name}: {value!r} is not TRUE or FALSE")


def moment_text(cell: Cells) -> str | None:
    """Return an ``as_of`` as the command line's ``--as-of`` takes it, None for an empty cell.

    A day number of Excel, also as text, and a ``datetime`` at midnight are the day, up to its end;
    with a fraction they are a time of the policy's zone. A ledger position is text: ``ledger
    412``. Raises UsageError for a number that is no day from 2000 on.
    """
    value = filled(cell)
    if isinstance(value, str) and _NUMBER.fullmatch(value) and _is_day(float(value)):
        value = float(value)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        raise UsageError(f"as_of: {value!r} is not a time")
    if isinstance(value, int | float):
        value = _of_day_number(value, "as_of", 'a ledger position is written "ledger 412"')
    if isinstance(value, datetime) and (value.tzinfo or value.time() != time()):
        return value.isoformat()
    return f"{value:%Y-%m-%d}"


def period_text(cell: Cells) -> str:
    """Return a period such as ``2026-Q2``; the first day of a month is that month.

    Excel makes a date of ``2026-06`` as soon as it is typed. Raises UsageError for an empty cell,
    for another day and for a number that is no day.
    """
    value = filled(cell)
    if value is None:
        raise UsageError("the period is missing; write 2026-Q2, 2026-06 or FY2026")
    if isinstance(value, str):
        return value.upper()
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = _of_day_number(value, "period", "a year is written FY2026")
    if not isinstance(value, date):
        raise UsageError(f"{value} is not a period; write 2026-Q2, 2026-06 or FY2026")
    if value.day != 1:
        raise UsageError(
            f"{value:%Y-%m-%d} is one day and not a period: a date stands for its month where it "
            "is the first day; write 2026-Q2, 2026-06 or FY2026"
        )
    return f"{value:%Y-%m}"


def _of_day_number(number: float, name: str, otherwise: str) -> datetime:
    if _is_day(number):
        seconds = round(number * _SECONDS)
        if seconds < (LAST_DAY_NUMBER + 1) * _SECONDS:
            return _DAY_ZERO + timedelta(seconds=seconds)
    raise UsageError(f"{name}: {number:g} is not a day from 2000 on; {otherwise}")


def _is_day(number: float) -> bool:
    return FIRST_DAY_NUMBER <= number < LAST_DAY_NUMBER + 1


def each_identifier(cell: Cell, name: str) -> str | CellError | None:
    """Return an id of a range as ``identifier`` does, and its error as a value: others go on."""
    try:
        return identifier(cell, name)
    except XldeskError as error:
        return cell_error(error)
