"""Times that are written as a count since 1970-01-01T00:00:00Z."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

EPOCHS: dict[str, timedelta] = {
    "unix_s": timedelta(seconds=1),
    "unix_ms": timedelta(milliseconds=1),
}
"""Names that a mapping may give beside patterns, and what one unit is."""

_COUNT = re.compile(r"-?\d{1,15}(?:\.0+)?", re.ASCII)
_START = datetime(1970, 1, 1, tzinfo=UTC)


def epoch_moment(text: str, name: str) -> datetime | None:
    """Return the moment that ``text`` counts to, in UTC; None where ``name`` is no such format.

    Raises ValueError for a text that is no whole number, OverflowError beyond the calendar.
    """
    unit = EPOCHS.get(name)
    if unit is None:
        return None
    if not _COUNT.fullmatch(text):
        raise ValueError(f"{text!r} is not a count of {name}")
    return _START + int(text.partition(".")[0]) * unit
