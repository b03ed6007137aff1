"""Answers as desktop Excel can hold them: the converter of every function's result."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from xlwings.conversion import Converter

from xldesk_udfs.errors import CellError

ERROR_BEGINS, REASON_BEGINS = "\x02", "\x03"
"""An error leaves as text: this mark, its code, the other mark, its reason.

Nothing that xlwings returns becomes an error value in a cell (xlwings issue 776); the generated
VBA wrapper makes one of such text with CVErr. No other text begins with the mark.
"""

LONGEST_TEXT = 32_767
"""Characters that a cell holds; longer text would make the whole answer #VALUE!."""


class HostValues(Converter):
    """Numbers as binary floating point (15 digits), times as UTC without a zone, errors as text.

    Where xlwings serves no Excel the decorators do nothing: Python has the exact values.
    """

    @classmethod
    def write_value(cls, value: Any, options: Any) -> Any:  # noqa: ARG003 -- xlwings' signature
        """Return an answer, one value or rows of them, for the cells of Excel."""
        return host_value(value)


def host_value(value: Any) -> Any:
    """Return one value, or a list of them, as desktop Excel can hold it."""
    if isinstance(value, list):
        return [host_value(each) for each in value]
    if isinstance(value, CellError):
        return f"{ERROR_BEGINS}{value.code}{REASON_BEGINS}{value.reason}"[:LONGEST_TEXT]
    if isinstance(value, str):
        return value.lstrip(ERROR_BEGINS)[:LONGEST_TEXT]
    if isinstance(value, date):
        return _without_zone(value)
    return float(value) if isinstance(value, Decimal) else value


def _without_zone(value: date) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
