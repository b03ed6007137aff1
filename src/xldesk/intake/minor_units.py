"""Amounts that a file writes in the smallest unit of their currency, such as cents."""

from __future__ import annotations

import re

from xldesk.intake.amounts import AmountReader
from xldesk.intake.reject import CellError, shown
from xldesk.records.limits import MAX_MINOR_UNITS

_WHOLE = re.compile(r"[+-]?\d{1,18}(?:\.0+)?", re.ASCII)


class MinorUnitReader(AmountReader):
    """Reads whole minor units as they stand; nothing in them depends on the currency."""

    def __init__(self) -> None:
        super().__init__("point")

    def parse(self, text: str, currency: str) -> str:
        """Return the minor units; raises CellError for a text that is no whole number."""
        if not _WHOLE.fullmatch(text):
            raise CellError(
                "AMOUNT-FORMAT",
                f"{shown(text)} is not a whole number of minor units of {currency}",
                "correct it at the source, or leave amount_unit out of the mapping where amounts "
                "are in whole units",
            )
        minor = int(text.partition(".")[0])
        if abs(minor) > MAX_MINOR_UNITS:
            raise CellError("AMOUNT-RANGE", f"{shown(text)} is larger than {MAX_MINOR_UNITS}")
        return str(minor)
