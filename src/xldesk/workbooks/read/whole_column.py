"""The values of a whole column at once, where nothing about them needs a second look."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache
from math import floor
from typing import TYPE_CHECKING, Any

from xldesk.records.currency import exponent
from xldesk.records.limits import MAX_MINOR_UNITS, SHARE_UNITS
from xldesk.workbooks.plain_numbers import EXACT_LENGTH, are_of_plain_signs, longest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.workbooks.validations import InputRange

_SHARE_DECIMALS = len(str(SHARE_UNITS)) - 1
_AS_THEY_ARE = frozenset({"number", "percent", "ratio"})
_IN_UNITS = frozenset({"integer", "share", "amount"})


def numbers_of(
    texts: Sequence[str | None],
    type_: str,
    currencies: Sequence[str | None] | None,
    allowed: InputRange | None,
) -> list[Any] | None:
    """Return the values of a column of numbers that are exact as written, None for empty cells.

    The answer is None where a text is not a number of the column's type to the last digit, or
    outside what is ``allowed``; the cells are then for a decoder to judge one by one. Amounts
    without ``currencies`` are Decimals of whole units.
    """
    is_decimal = type_ in _AS_THEY_ARE or (type_ == "amount" and currencies is None)
    if not is_decimal and type_ not in _IN_UNITS:
        return None
    said = list(filter(None, texts))
    if not are_of_plain_signs(said):
        return None
    try:
        if allowed is not None and said:
            numbers = list(map(Decimal, said))
            if not (allowed.has(min(numbers)) and allowed.has(max(numbers))):
                return None
        values = _decimals(said) if is_decimal else _units(said, type_, currencies)
    except (ValueError, InvalidOperation):  # signs of a number that are none together
        return None
    if values is None or len(said) == len(texts):
        return values
    each = iter(values)
    return [next(each) if text else None for text in texts]


def _decimals(texts: Sequence[str]) -> list[Any]:
    if any("-0" in text for text in texts):
        return [Decimal(text) + 0 for text in texts]  # no minus zero
    return list(map(Decimal, texts))


def _units(
    texts: Sequence[str], type_: str, currencies: Sequence[str | None] | None
) -> list[Any] | None:
    """Return numbers as whole units of the column's type; None where one is none.

    Below 10^15 units the nearest double is less than a quarter of a unit off.
    """
    if not texts:
        return []
    places = _places(type_, currencies)
    if places is None:
        return None
    scale = 10**places
    lines = "\n".join(texts)
    if "." not in lines:
        units = list(map(int, texts))
        if scale > 1:
            units = [unit * scale for unit in units]
    elif _more_decimals(places).search(lines) is not None:
        return None
    elif longest(texts) + places <= EXACT_LENGTH:
        units = [floor(number * scale + 0.5) for number in map(float, texts)]
    else:
        units = [int(Decimal(text).scaleb(places)) for text in texts]
    is_amount = type_ == "amount"
    if is_amount and (max(units) > MAX_MINOR_UNITS or min(units) < -MAX_MINOR_UNITS):
        return None
    return units


def _places(type_: str, currencies: Sequence[str | None] | None) -> int | None:
    """Return the decimals of a unit that counts whole; None where there is not one for all."""
    if type_ == "integer":
        return 0
    if type_ == "share":
        return _SHARE_DECIMALS
    one = set(currencies or ())
    currency = one.pop() if len(one) == 1 else None
    return None if currency is None else exponent(currency)


@cache
def _more_decimals(places: int) -> re.Pattern[str]:
    return re.compile(rf"\.[0-9]{{{places + 1}}}")
