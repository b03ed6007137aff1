"""Values between Python and cells: what a macro may write, and what it gets when it reads."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from xldesk.errors import UsageError
from xldesk.excel.engine.area import Area
from xldesk.excel.engine.cells import cells_of
from xldesk.excel.engine.change import ErrorValue
from xldesk.excel.engine.content import content_of, midnight

_PLAIN = frozenset({str, bool, type(None)})
_NUMBERS = frozenset({int, float, Decimal})
_EXACT = 1 << 53
"""Whole numbers beyond this are not all numbers of a cell."""

_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 -- a cell's time has no zone


def prepared(value: Any) -> Any:
    """Return ``value`` as a cell can take it.

    None, NaN, NaT and pandas' NA leave the cell empty; Decimals become floats, days datetimes at
    midnight, and times lose their zone, as through COM. Raises UsageError for what is no value.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind in _NUMBERS:
        return _number(value)
    if isinstance(value, (date, time, timedelta)):
        return _in_time(value)
    if isinstance(value, str):
        return value if isinstance(value, ErrorValue) else str(value)
    return _from_library(value)


def _number(value: float | Decimal) -> float | ErrorValue | None:
    if isinstance(value, int) and -_EXACT <= value <= _EXACT:
        return value
    number = float(value)
    if math.isnan(number):
        return None
    return number if math.isfinite(number) else ErrorValue("#NUM!")


def _in_time(value: date | time | timedelta) -> datetime | time | timedelta | None:
    if isinstance(value, datetime):
        # pandas' NaT is a datetime that equals nothing, not even itself.
        same = value == value  # noqa: PLR0124
        return _moment(value) if same else None
    if isinstance(value, date):
        return midnight(value)
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    return timedelta(days=value.days, seconds=value.seconds, microseconds=value.microseconds)


def _moment(value: datetime) -> datetime:
    """Return ``value`` without its zone, and without what pandas adds to a datetime."""
    return datetime.combine(midnight(value), value.time())


def _from_library(value: Any) -> Any:
    kind = getattr(getattr(value, "dtype", None), "kind", None)
    if kind == "M":
        return prepared(value.astype("datetime64[us]").item())
    if kind is not None and hasattr(value, "item"):
        return prepared(value.item())
    if type(value).__name__ in {"NAType", "NaTType"}:
        return None
    raise UsageError(
        f"a {type(value).__name__} ({str(value)[:60]!r}) cannot stand in a cell; "
        "write a number, text, day or truth value"
    )


def raw_values(area: Area) -> Any:
    """Return what the cells show: of one cell its value, of more a list of rows.

    A formula shows what it came to when the file was saved or was last calculated, None where
    nobody has calculated it since it was written.
    """
    area.refuse_large()
    cells = cells_of(area.sheet)
    columns = range(area.column, area.last_column + 1)
    rows = [
        [
            None if (cell := cells.get((row, column))) is None else _shown(area, cell)
            for column in columns
        ]
        for row in range(area.row, area.last_row + 1)
    ]
    return rows[0][0] if area.size == 1 else rows


def _shown(area: Area, cell: Any) -> Any:
    if cell.data_type in {"n", "s", "b", "d"}:
        return cell.value
    if cell.data_type == "f":
        return area.book.cached.get(area.sheet, cell.row, cell.column)
    return content_of(cell)


def cleaned(
    rows: Sequence[Sequence[Any]],
    day: Callable[..., Any],
    empty: Any,
    number: Callable[[Any], Any] | None,
    *,
    errors_as_text: bool,
) -> list[list[Any]]:
    """Return read values as xlwings gives them: numbers are floats, times of day have a day."""

    def clean(value: Any) -> Any:
        kind = type(value)
        if value is None:
            return empty
        if kind is str or kind is bool:
            return value
        if kind is float or kind is int:
            return float(value) if number is None else number(value)
        if kind is ErrorValue:
            return str(value) if errors_as_text else None
        if kind is time:
            value = datetime.combine(_FIRST_DAY, value)
        elif kind is timedelta:
            value = _FIRST_DAY + value
        if isinstance(value, datetime):
            return day(
                year=value.year,
                month=value.month,
                day=value.day,
                hour=value.hour,
                minute=value.minute,
                second=value.second,
                microsecond=value.microsecond,
                tzinfo=None,
            )
        return value

    return [[clean(value) for value in row] for row in rows]
