"""Numbers of cells as exact decimals, and amounts as minor units."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal

from xldesk.records.currency import exponent
from xldesk.records.fields import MAX_MINOR_UNITS
from xldesk.workbooks.encoders import LARGEST_NUMBER
from xldesk.workbooks.read.cell_error import CellError

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


def minor_of(number: Decimal, currency: str, *, nearest: bool = False) -> int:
    """Return an amount of whole units as minor units of ``currency``.

    ``nearest`` rounds to the nearest minor unit, half to even: formulas calculate in binary.
    Raises CellError where the amount has more decimals than its currency, or is too large.
    """
    places = exponent(currency)
    minor = number.scaleb(places)
    whole = minor.to_integral_value(ROUND_HALF_EVEN)
    if abs(whole) > MAX_MINOR_UNITS:
        raise CellError(
            "INPUT-RANGE",
            f"{number:.15g} is larger than {MAX_MINOR_UNITS} minor units, the limit",
            "enter a smaller amount",
        )
    if minor != whole and not nearest:
        raise CellError(
            "AMOUNT-DECIMALS",
            f"{number} has more decimals than {currency} has ({places})",
            "round it to the smallest unit of its currency",
        )
    return int(whole)
