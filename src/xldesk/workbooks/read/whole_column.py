"""The values of a whole column at once, where nothing about them needs a second look."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xldesk.records.currency import exponent
from xldesk.records.fields import SHARE_UNITS
from xldesk.records.limits import MAX_MINOR_UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.workbooks.validations import InputRange

_SHARE_DECIMALS = len(str(SHARE_UNITS)) - 1
_EXACT_DIGITS = 15
_AS_THEY_ARE = frozenset({"number", "percent", "ratio"})


def numbers_of(
    texts: Sequence[str | None],
    type_: str,
    currencies: Sequence[str | None] | None,
    allowed: InputRange | None,
) -> list[Any] | None:
    """Return the values of a column of numbers that are exact as written, None for empty cells.

    The answer is None where a number is not of the column's type to the last digit, or outside
    what is ``allowed``; the cells are then for a decoder to judge one by one. Amounts without
    ``currencies`` are Decimals of whole units.
    """
    if allowed is not None:
        said = [Decimal(text) for text in texts if text]
        if said and not (allowed.has(min(said)) and allowed.has(max(said))):
            return None
    if type_ in _AS_THEY_ARE or (type_ == "amount" and currencies is None):
        return [Decimal(text) if text else None for text in texts]
    places = _places(type_, currencies)
    if places is None or _has_more_decimals(texts, places):
        return None
    units = _units(texts, places)
    if type_ == "amount" and any(abs(unit) > MAX_MINOR_UNITS for unit in units if unit):
        return None
    return units


def _units(texts: Sequence[str | None], places: int) -> list[int | None]:
    """Return numbers of at most ``places`` decimals as whole units of the last of them.

    Below 10^15 units the nearest double is less than a quarter of a unit off, and rounds to it.
    """
    if all(texts) and max(map(len, filter(None, texts)), default=0) + places <= _EXACT_DIGITS:
        scale = 10**places
        return [round(number * scale) for number in map(float, filter(None, texts))]
    return [int(Decimal(text).scaleb(places)) if text else None for text in texts]


def _places(type_: str, currencies: Sequence[str | None] | None) -> int | None:
    """Return the decimals of a unit that counts whole; None where there is not one for all."""
    if type_ == "integer":
        return 0
    if type_ == "share":
        return _SHARE_DECIMALS
    one = set(currencies or ()) if type_ == "amount" else set()
    currency = one.pop() if len(one) == 1 else None
    return None if currency is None else exponent(currency)


def _has_more_decimals(texts: Sequence[str | None], places: int) -> bool:
    pattern = rf"\.[0-9]{{{places + 1}}}"
    return re.search(pattern, "\n".join(filter(None, texts))) is not None
