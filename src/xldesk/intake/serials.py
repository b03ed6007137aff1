"""Excel's day numbers: whole days from the end of 1899, or from 1904, and parts of a day."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal

SERIAL_FORMATS = ("excel", "excel1904")
"""Words of a mapping for day numbers, beside the patterns of dates."""

_SERIAL = re.compile(r"\d{1,7}(?:\.\d{1,12})?", re.ASCII)
_LAST_SERIAL = 2_958_465
"""The last day of the year 9999 in the system of 1900."""

_NO_DAY = 60
"""Excel counts a 29 February 1900, which there was not."""

# Excel's days have no zone; whoever reads them as times gives one.
_STARTS = {"excel": datetime(1899, 12, 30), "excel1904": datetime(1904, 1, 1)}  # noqa: DTZ001


def serial_moment(text: str, system: str) -> datetime | None:
    """Return the moment of a day number in ``system``, to the millisecond; None for other texts."""
    if not _SERIAL.fullmatch(text):
        return None
    number = Decimal(text)
    if number > _LAST_SERIAL:
        return None
    if system == "excel":
        if _NO_DAY <= number < _NO_DAY + 1 or number < 1:
            return None
        if number < _NO_DAY:
            number += 1
    days, part = divmod(number, 1)
    milliseconds = int((part * 86_400_000).to_integral_value())
    try:
        return _STARTS[system] + timedelta(days=int(days), milliseconds=milliseconds)
    except OverflowError:
        return None


def looks_like_serial(text: str) -> bool:
    """Tell whether a text may be the day number of a day since 1927 or so, not a year."""
    return bool(_SERIAL.fullmatch(text)) and 10_000 <= Decimal(text) <= _LAST_SERIAL
