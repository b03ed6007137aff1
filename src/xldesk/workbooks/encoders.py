"""From a typed value to the XML of its cell, and to its canonical text for the digest.

An encoder returns what follows ``<c r="D7"`` and the canonical text: numbers as 15 significant
digits, text as the cell shows it, nothing as the empty text. Repeated values are made once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xldesk.records.currency import exponent
from xldesk.records.money import Money
from xldesk.workbooks.cell_text import (
    escaped,
    inline,
    is_plain,
    legal,
    looks_like_formula,
)
from xldesk.workbooks.content import Link

if TYPE_CHECKING:
    from xldesk.workbooks.style_book import StyleBook

Encoded = tuple[str, str]
Encoder = Callable[[Any, Any], Encoded]
"""Called with the value and, for amounts, the row's currency."""

_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL = date(1900, 3, 1)
"""Before it Excel counts a day that never was; such days stand as text."""
_REMEMBERED = 50_000
_SHARE = 1_000_000
LARGEST_NUMBER = 9.99999999999999e307
"""Excel's own limit."""


class ValueTypeError(TypeError):
    """A value that its column's type does not take."""


def number_text(value: Any) -> str:
    """Return a number as a cell's value: at most 15 significant digits, exact for amounts."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueTypeError(f"{value!r} is not a number")
    if isinstance(value, int) and abs(value) < 10**15:
        return str(value)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not abs(number) <= LARGEST_NUMBER:
        raise ValueTypeError(f"{value!r:.60} is not a number that a cell holds")
    return f"{number + 0.0:.15g}"


def minor_text(minor: int, places: int) -> str:
    """Return ``minor`` units as whole units, exactly and without trailing zeros."""
    if places == 0:
        return str(minor)
    sign, digits = ("-", str(-minor)) if minor < 0 else ("", str(minor))
    digits = digits.zfill(places + 1)
    return (sign + digits[:-places] + "." + digits[-places:]).rstrip("0").rstrip(".")


def day_serial(day: date) -> int | None:
    """Return Excel's number of ``day``, or None for days it cannot count."""
    return (day - _EPOCH).days if day >= _FIRST_SERIAL else None


def time_text(moment: datetime) -> str | None:
    """Return Excel's number of a moment in UTC, or None for days it cannot count."""
    try:
        moment = moment if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:  # the first or the last hours of the calendar, in another zone
        return None
    serial = day_serial(moment.date())
    if serial is None:
        return None
    midnight = datetime(moment.year, moment.month, moment.day, tzinfo=moment.tzinfo)
    return f"{serial + (moment - midnight) / timedelta(days=1):.15g}"


class ColumnEncoder:
    """Encodes one column's values; remembers how long the longest was, for the width."""

    def __init__(self, type_: str, style: int, book: StyleBook, formula: str | None) -> None:
        self.longest = 0
        self._type = type_
        self._style = style
        self._book = book
        self._formula = "" if formula is None else f"<f>{escaped(formula)}</f>"
        self._amount_styles: dict[int, int] = {}
        self._memory: dict[Any, Encoded] = {}
        self._make = self._maker()

    def __call__(self, value: Any, currency: Any = None) -> Encoded:
        """Return the cell's XML after its reference, and the canonical text."""
        key = value if currency is None else (value, currency)
        try:
            return self._memory[key]
        except KeyError:
            pass
        except TypeError:
            raise ValueTypeError(f"{type(value).__name__} is not a cell's value") from None
        encoded = self._empty() if value is None else self._make(value, currency)
        if len(self._memory) < _REMEMBERED and (type(value) is not bool or self._type == "flag"):
            self._memory[key] = encoded
        return encoded

    def blank(self) -> Encoded:
        """Return an empty cell, without the column's formula."""
        return f' s="{self._style}"/>', ""

    def _empty(self) -> Encoded:
        if self._formula:
            return f' s="{self._style}" t="str">{self._formula}<v></v></c>', ""
        return self.blank()

    def _maker(self) -> Encoder:
        makers: dict[str, Encoder] = {
            "amount": self._amount,
            "share": self._share,
            "date": self._date,
            "time": self._time,
            "flag": self._flag,
            "link": self._link,
            "integer": self._integer,
            "number": self._number_or_amount,
            "percent": self._number,
            "ratio": self._number,
        }
        return makers.get(self._type, self._text)

    def _as_number(self, text: str, style: int, shown: int) -> Encoded:
        self.longest = max(self.longest, shown)
        return f' s="{style}">{self._formula}<v>{text}</v></c>', text

    def _number(self, value: Any, _currency: Any) -> Encoded:
        if value == "":
            return self._empty()
        text = number_text(value)
        whole = len(text.partition(".")[0].lstrip("-"))
        return self._as_number(text, self._style, whole + whole // 3 + 5)

    def _integer(self, value: Any, _currency: Any) -> Encoded:
        if value == "" and self._formula:
            return self._empty()
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueTypeError(f"{value!r} is not a whole number")
        return self._number(value, None)

    def _number_or_amount(self, value: Any, currency: Any) -> Encoded:
        if isinstance(value, (Money, tuple)):
            minor, code = _minor_and_currency(value, currency)
            text = minor_text(minor, exponent(code))
            return self._as_number(text, self._style, len(text) + len(text) // 3 + 5)
        return self._number(value, currency)

    def _amount(self, value: Any, currency: Any) -> Encoded:
        if value == "" and self._formula:
            return self._empty()
        minor, code = _minor_and_currency(value, currency)
        places = exponent(code)
        style = self._amount_styles.get(places)
        if style is None:
            style = self._amount_styles[places] = self._book.amount(self._style, places)
        text = minor_text(minor, places)
        whole = max(1, len(str(abs(minor))) - places)
        shown = whole + (whole - 1) // 3 + (places + 1 if places else 0) + (2 if minor < 0 else 0)
        return self._as_number(text, style, shown)

    def _share(self, value: Any, _currency: Any) -> Encoded:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueTypeError(f"{value!r} is not a share in parts per million")
        return self._as_number(number_text(Decimal(value) / _SHARE), self._style, 9)

    def _date(self, value: Any, _currency: Any) -> Encoded:
        if not isinstance(value, date):
            raise ValueTypeError(f"{value!r} is not a date")
        day = value.date() if isinstance(value, datetime) else value
        serial = day_serial(day)
        if serial is None:
            return self._text(day.isoformat(), None)
        return self._as_number(str(serial), self._style, 10)

    def _time(self, value: Any, _currency: Any) -> Encoded:
        if not isinstance(value, datetime):
            raise ValueTypeError(f"{value!r} is not a time")
        text = time_text(value)
        if text is None:
            return self._text(value.isoformat(sep=" "), None)
        return self._as_number(text, self._style, 16)

    def _flag(self, value: Any, _currency: Any) -> Encoded:
        if not isinstance(value, bool):
            raise ValueTypeError(f"{value!r} is not true or false")
        return self._text("yes" if value else "no", None)

    def _link(self, value: Any, _currency: Any) -> Encoded:
        return self._text(value.text if isinstance(value, Link) else value, None)

    def _text(self, value: Any, _currency: Any) -> Encoded:
        if not isinstance(value, str):
            raise ValueTypeError(f"{value!r} is not text")
        style = self._style
        shown = value
        if is_plain(value):
            inside = f"<is><t>{value}</t></is>"
        else:
            shown = legal(value)
            if looks_like_formula(value):
                style = self._book.quoted(style)
            inside = inline(shown)
        self.longest = max(self.longest, min(len(shown), 255))
        if self._formula:
            return f' s="{style}" t="str">{self._formula}<v>{escaped(shown)}</v></c>', shown
        if not shown:
            return self.blank()
        return f' s="{style}" t="inlineStr">{inside}</c>', shown


def _minor_and_currency(value: Any, currency: Any) -> tuple[int, str]:
    """Return an amount's minor units and currency code, whichever way they are given."""
    if isinstance(value, Money):
        return value.minor, value.currency
    if isinstance(value, tuple) and len(value) == 2:
        value, currency = value
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueTypeError(f"{value!r} is not an amount in minor units")
    if abs(value) >= 10**15:
        raise ValueTypeError(f"{value} minor units have more than the 15 digits a cell holds")
    if not isinstance(currency, str):
        raise ValueTypeError(f"the amount {value} has no currency")
    return value, currency
