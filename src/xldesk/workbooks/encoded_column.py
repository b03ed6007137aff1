"""A column of values becomes cells at once: what is usual by a few passes over the whole column.

What is not usual (text that needs escaping, amounts of several currencies, gaps) is made value by
value through the column's encoder; both ways say the same.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from itertools import chain, repeat
from math import isfinite
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.workbooks.cell_text import MAX_CELL_TEXT, are_plain
from xldesk.workbooks.content import Link
from xldesk.workbooks.encoders import (
    DATE_LENGTH,
    FIRST_SERIAL,
    LARGEST_NUMBER,
    LONGEST_TEXT,
    TOO_LARGE,
    DayTexts,
    ValueTypeError,
    amount_length,
    number_length,
)
from xldesk.workbooks.plain_numbers import are_of_plain_signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.workbooks.encoders import CellForm, ColumnEncoder, Encoded, Encoder

TEXT_TYPES = ("text", "link", "status", "category")
"""Types of columns whose values are texts."""

_WHOLE_CELLS = ("", "")
FEW = 2
"""So many values are made one by one sooner than as a column."""
_WHOLE = {int}
_STRINGS = {str}
_DAYS = DayTexts()
_SMALL = (" 0.0000", "-0.0000")
"""How numbers begin that a cell says with an exponent."""
_LARGEST_WHOLE = 10**15
"""Whole numbers from here on have more than 15 digits."""


class EncodedColumn(NamedTuple):
    """A column's cells: each stands between the two texts of ``form`` (see ``CellForm``).

    ``texts`` are canonical (see ``encoders``); ``longest`` is how many characters the longest of
    them shows.
    """

    form: CellForm
    cells: Sequence[str]
    texts: Sequence[str]
    longest: int


class ColumnValueError(ValueTypeError):
    """A value that its column does not take; ``index`` is where it stands among the values."""

    def __init__(self, index: int, message: str) -> None:
        super().__init__(message)
        self.index = index


def encode_column(
    encoder: ColumnEncoder, values: Sequence[Any], currencies: Sequence[Any] | None = None
) -> EncodedColumn:
    """Return ``values`` as cells; ``currencies`` stand beside amounts.

    Raises ColumnValueError for the first value of another type.
    """
    if not values:
        return EncodedColumn(_WHOLE_CELLS, (), (), 0)
    if len(values) <= FEW:
        return _one_by_one(encoder.make, values, currencies)
    usual = _USUAL.get(encoder.type)
    made = None if usual is None else usual(encoder, values, currencies)
    return made or _each(encoder, values, currencies)


def _amounts(
    encoder: ColumnEncoder, values: Sequence[Any], currencies: Sequence[Any] | None
) -> EncodedColumn | None:
    made = None if currencies is None else amounts_together([encoder], [values], currencies)
    return None if made is None else made[0]


def amounts_together(
    encoders: Sequence[ColumnEncoder], columns: Sequence[Sequence[Any]], currencies: Sequence[Any]
) -> list[EncodedColumn] | None:
    """Return columns of amounts, all of one currency; None where they are anything else.

    What takes time is to begin with a column: columns that are alike are looked at together.
    """
    values = list(chain.from_iterable(columns))
    currency = currencies[0]
    if set(map(type, values)) != _WHOLE or type(currency) is not str:
        return None
    if currencies.count(currency) != len(currencies):
        return None
    bounds = [(min(column), max(column)) for column in columns]
    least, most = min(bounds)[0], max(high for _, high in bounds)
    if least <= -TOO_LARGE or most >= TOO_LARGE:
        return None
    places = encoders[0].amount_form(currency)[0]
    texts = _major_texts(values, places, has_negative=least < 0)
    return [
        EncodedColumn(
            encoder.amount_form(currency)[1],
            own,
            own,
            max(amount_length(low, places), amount_length(high, places)),
        )
        for encoder, (low, high), own in zip(
            encoders, bounds, _cut(texts, len(currencies)), strict=True
        )
    ]


def _cut(values: list[str], count: int) -> list[list[str]]:
    """Return ``values`` as columns of ``count`` each."""
    return [values[start : start + count] for start in range(0, len(values), count)]


def _major_texts(values: Sequence[int], places: int, *, has_negative: bool) -> list[str]:
    """Return minor units as whole units with ``places`` decimals, without trailing zeros."""
    if places == 0:
        return list(map(str, values))
    scale, decimals = 10**places, _decimals(places)
    if not has_negative:
        return [f"{value // scale}{decimals[value % scale]}" for value in values]
    return [
        f"{value // scale}{decimals[value % scale]}"
        if value >= 0
        else f"-{-value // scale}{decimals[-value % scale]}"
        for value in values
    ]


@cache
def _decimals(places: int) -> list[str]:
    """Return how each number of minor units stands after the whole ones, zeros left off."""
    return ["" if minor == 0 else f".{minor:0{places}}".rstrip("0") for minor in range(10**places)]


def _integers(
    encoder: ColumnEncoder, values: Sequence[Any], _currencies: Sequence[Any] | None
) -> EncodedColumn | None:
    if set(map(type, values)) != _WHOLE:
        return None
    low, high = min(values), max(values)
    if low <= -_LARGEST_WHOLE or high >= _LARGEST_WHOLE:
        return None
    texts = list(map(str, values))
    longest = max(number_length(str(low)), number_length(str(high)))
    return EncodedColumn(encoder.number_form(), texts, texts, longest)


def _numbers(
    encoder: ColumnEncoder, values: Sequence[Any], _currencies: Sequence[Any] | None
) -> EncodedColumn | None:
    """Return numbers and gaps among them; None where they are anything else."""
    said = _said(values, Decimal)
    if said is None:
        return None
    texts = _decimal_texts(said)
    if texts is not None:
        return _with_gaps(encoder, values, texts, _longest_of(said, texts))
    try:
        numbers = list(map(float, said))
    except ValueError:  # a signal that there is no number
        return None
    if not max(map(abs, numbers)) <= LARGEST_NUMBER or not all(map(isfinite, numbers)):
        return None
    texts = [f"{number + 0.0:.15g}" for number in numbers]
    return _with_gaps(encoder, values, texts, max(map(number_length, texts)))


def _decimal_texts(values: Sequence[Decimal]) -> list[str] | None:
    """Return numbers of few digits as they are written; None where one is to be rounded or scaled.

    Up to 15 digits go through a binary number and back unchanged.
    """
    texts = [text.rstrip("0").rstrip(".") if "." in text else text for text in map(str, values)]
    if not are_of_plain_signs(texts) or "-0" in texts:
        return None
    together = " ".join(("", *texts))
    return None if any(map(together.__contains__, _SMALL)) else texts


def _longest_of(numbers: Sequence[Any], texts: Sequence[str]) -> int:
    """Return how many characters the longest number shows: the least or the greatest of them."""
    ends = (numbers.index(min(numbers)), numbers.index(max(numbers)))
    return max(number_length(texts[at]) for at in ends)


def _dates(
    encoder: ColumnEncoder, values: Sequence[Any], _currencies: Sequence[Any] | None
) -> EncodedColumn | None:
    """Return days that Excel counts, and gaps among them; None where they are anything else."""
    said = _said(values, date)
    if said is None or min(said) < FIRST_SERIAL:
        return None
    return _with_gaps(encoder, values, list(map(_DAYS.__getitem__, said)), DATE_LENGTH)


def _said(values: Sequence[Any], kind: type) -> Sequence[Any] | None:
    """Return those of ``values`` that are not None; None where there are any but of ``kind``."""
    kinds = set(map(type, values))
    if kinds - {NoneType} != {kind}:
        return None
    return values if NoneType not in kinds else [value for value in values if value is not None]


def _with_gaps(
    encoder: ColumnEncoder, values: Sequence[Any], texts: list[str], longest: int
) -> EncodedColumn:
    """Return ``values`` as the numbers in ``texts``, which has none for those that are None."""
    form = encoder.number_form()
    if len(texts) == len(values):
        return EncodedColumn(form, texts, texts, longest)
    waiting = iter(texts)
    shown = ["" if value is None else next(waiting) for value in values]
    empty = encoder.empty()[0]
    start, end = form
    cells = [f"{start}{text}{end}" if text else empty for text in shown]
    return EncodedColumn(_WHOLE_CELLS, cells, shown, longest)


def _texts(
    encoder: ColumnEncoder, values: Sequence[Any], _currencies: Sequence[Any] | None
) -> EncodedColumn | None:
    made = texts_together([encoder], [values])
    return None if made is None else made[0]


def texts_together(
    encoders: Sequence[ColumnEncoder], columns: Sequence[Sequence[Any]]
) -> list[EncodedColumn] | None:
    """Return columns of texts that can stand as they are, and gaps among them; None for others."""
    texts = list(chain.from_iterable(columns))
    kinds = set(map(type, texts))
    if kinds != _STRINGS:
        if not kinds <= {str, Link, NoneType}:
            return None
        texts = [
            value.text if type(value) is Link else "" if value is None else value for value in texts
        ]
        columns = _cut(texts, len(columns[0]))
    if not are_plain(texts):
        return None
    made: list[EncodedColumn] = []
    for encoder, column in zip(encoders, columns, strict=True):
        one = _plain_texts(encoder, column)
        if one is None:
            return None
        made.append(one)
    return made


def _plain_texts(encoder: ColumnEncoder, texts: Sequence[str]) -> EncodedColumn | None:
    """Return texts that can stand as they are, unless one is longer than a cell takes."""
    longest = max(map(len, texts))
    if longest > MAX_CELL_TEXT:
        return None
    form, cells = encoder.text_form(), texts
    if not encoder.formula and not all(texts):
        (start, end), blank = form, encoder.blank()[0]
        form = _WHOLE_CELLS
        cells = [f"{start}{text}{end}" if text else blank for text in texts]
    return EncodedColumn(form, cells, texts, min(longest, LONGEST_TEXT))


def _each(
    encoder: ColumnEncoder, values: Sequence[Any], currencies: Sequence[Any] | None
) -> EncodedColumn:
    known = encoder.remembered(values) if currencies is None else None
    return _whole(known) if known else _one_by_one(encoder, values, currencies)


def _one_by_one(
    encode: Encoder, values: Sequence[Any], currencies: Sequence[Any] | None
) -> EncodedColumn:
    encoded: list[Encoded] = []
    try:
        for value, currency in zip(values, currencies or repeat(None), strict=False):
            encoded.append(encode(value, currency))
    except ValueTypeError as error:
        raise ColumnValueError(len(encoded), str(error)) from error
    return _whole(encoded)


def _whole(encoded: Sequence[Encoded]) -> EncodedColumn:
    cells, texts, shown = zip(*encoded, strict=True)
    return EncodedColumn(_WHOLE_CELLS, cells, texts, max(shown))


_USUAL = {
    "amount": _amounts,
    "integer": _integers,
    "date": _dates,
    **dict.fromkeys(TEXT_TYPES, _texts),
    **dict.fromkeys(("number", "percent", "ratio"), _numbers),
}
"""How the usual values of a column's type become cells, by type."""
