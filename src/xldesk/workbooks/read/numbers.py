"""Amounts of cells as minor units."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from xldesk.records.currency import exponent
from xldesk.records.limits import MAX_MINOR_UNITS
from xldesk.workbooks.read.cell_error import CellError


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
