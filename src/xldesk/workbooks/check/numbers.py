"""Numbers of cells as exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal

from xldesk.workbooks.encoders import LARGEST_NUMBER

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
_EXACT_LENGTH = 15
"""A text this short has no more digits than a cell holds."""


def number_of(text: str) -> Decimal | None:
    """Return the number that ``text`` says, to 15 significant digits; None for other texts.

    Programs save the binary number with 17 digits; the desk wrote 15, and they say the same.
    """
    if _NUMBER.fullmatch(text) is None:
        return None
    if len(text) <= _EXACT_LENGTH and "e" not in text and "E" not in text:
        return Decimal(text) + 0  # no minus zero
    number = float(text)
    return Decimal(f"{number + 0.0:.15g}") if abs(number) <= LARGEST_NUMBER else None
