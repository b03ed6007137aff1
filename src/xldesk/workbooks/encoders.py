"""From a typed value to the XML of its cell, and to its canonical text for the digest.

An encoder returns what follows ``<c r="D7"``, the canonical text (numbers as 15 significant
digits, text as the cell shows it, nothing as the empty text), and how many characters it shows.
Repeated values are made once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import NoneType
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
    from collections.abc import Sequence

    from xldesk.workbooks.style_book import StyleBook

Encoded = tuple[str, str, int]
CellForm = tuple[str, str]
"""What stands before and after the text of a value, from what follows ``<c r="D7"`` on."""

Encoder = Callable[[Any, Any], Encoded]
"""Called with the value and, for amounts, the row's currency."""

_EPOCH = date(1899, 12, 30)
_EPOCH_ORDINAL = _EPOCH.toordinal()
FIRST_SERIAL = date(1900, 3, 1)
"""Before it Excel counts a day that never was; such days stand as text."""
_REMEMBERED = 2_000
_REMEMBERED_DAYS = 20_000
LONGEST_TEXT = 255
DATE_LENGTH = 10
TOO_LARGE = 10**15
"""Minor units with more than the 15 digits that a cell holds."""

_SHARE = 1_000_000
_USUAL: dict[str, type] = {
    "amount": int,
    "integer": int,
    "share": int,
    "flag": bool,
    "date": date,
    "time": datetime,
}
"""The type of a column's values where equal values of another type are not the same."""
_EXACT = frozenset({"amount", "integer", "date"})
_NUMBERS = frozenset({"number", "percent", "ratio"})
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
    return (day - _EPOCH).days if day >= FIRST_SERIAL else None


class DayTexts(dict[date, str]):
    """Excel's numbers of days from FIRST_SERIAL on, as cells' values; those asked for are kept."""

    def __missing__(self, day: date) -> str:
        """Return the number of ``day``."""
        if len(self) >= _REMEMBERED_DAYS:
            self.clear()
        text = self[day] = str(day.toordinal() - _EPOCH_ORDINAL)
        return text


def time_text(moment: datetime) -> str | None:
    """Return Excel's number of a moment in UTC, or None for days it cannot count.

    Parts of a millisecond are left off: a cell has no digits for them, and rounding would carry the
    last moment of a day into the next.
    """
    try:
        moment = moment if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:  # the first or the last hours of the calendar, in another zone
        return None
    serial = day_serial(moment.date())
    if serial is None:
        return None
    moment = moment.replace(microsecond=moment.microsecond // 1_000 * 1_000)
    midnight = datetime(moment.year, moment.month, moment.day, tzinfo=moment.tzinfo)
    return f"{serial + (moment - midnight) / timedelta(days=1):.15g}"


class ColumnEncoder:
    """Encodes one column's values; ``formula`` is the XML of its formula, empty without one."""

    def __init__(self, type_: str, style: int, book: StyleBook, formula: str | None) -> None:
        self.type = type_
        self.formula = "" if formula is None else f"<f>{escaped(formula)}</f>"
        self._style = style
        self._book = book
        self._forms: dict[str, CellForm] = {}
        self._amounts: dict[str, tuple[int, CellForm]] = {}
        self._memory: dict[Any, Encoded] = {}
        self._make = self._maker()

    def __call__(self, value: Any, currency: Any = None) -> Encoded:
        """Return one encoded value; raises ValueTypeError for one of another type."""
        if not self._is_usual({type(value)}):
            return self._make(value, currency)
        key = value if currency is None else (value, currency)
        try:
            return self._memory[key]
        except KeyError:
            encoded = self.empty() if value is None else self._make(value, currency)
        except TypeError:
            raise ValueTypeError(f"{type(value).__name__} is not a cell's value") from None
        if len(self._memory) >= _REMEMBERED:
            self._memory.clear()
        self._memory[key] = encoded
        return encoded

    def remembered(self, values: Sequence[Any]) -> list[Encoded] | None:
        """Return what ``values`` became before; None where one of them is new."""
        if not self._is_usual(set(map(type, values))):
            return None
        try:
            return list(map(self._memory.__getitem__, values))
        except (KeyError, TypeError):
            return None

    def _is_usual(self, types: set[type]) -> bool:
        """Tell whether values of ``types`` are looked up: 1, 1.0 and True would be found as one."""
        usual = _USUAL.get(self.type)
        return bool not in types if usual is None else types <= {usual, NoneType}

    @property
    def is_exact(self) -> bool:
        """Whether the canonical texts are exact, not the last bits of a calculation."""
        return self.type in _EXACT

    @property
    def is_number(self) -> bool:
        """Whether the canonical texts are numbers, or empty."""
        return self.type in _NUMBERS

    def number_form(self) -> CellForm:
        """Return what stands around the text of a number."""
        return self._form("", "<v>", "</v></c>")

    def text_form(self) -> CellForm:
        """Return what stands around a text that can stand as it is."""
        if self.formula:
            return self._form("str", "<v>", "</v></c>")
        return self._form("inlineStr", "<is><t>", "</t></is></c>")

    def amount_form(self, currency: str) -> tuple[int, CellForm]:
        """Return a currency's decimals, and what stands around the text of an amount."""
        if currency not in self._amounts:
            places = exponent(currency)
            style = self._book.amount(self._style, places)
            self._amounts[currency] = places, (f' s="{style}">{self.formula}<v>', "</v></c>")
        return self._amounts[currency]

    def make(self, value: Any, currency: Any) -> Encoded:
        """Return one encoded value that is not worth remembering."""
        return self.empty() if value is None else self._make(value, currency)

    def _form(self, kind: str, start: str, end: str) -> CellForm:
        if kind not in self._forms:
            said = f' t="{kind}"' if kind else ""
            self._forms[kind] = (f' s="{self._style}"{said}>{self.formula}{start}', end)
        return self._forms[kind]

    def blank(self) -> Encoded:
        """Return an empty cell, without the column's formula."""
        return f' s="{self._style}"/>', "", 0

    def empty(self) -> Encoded:
        """Return the cell of no value: with the column's formula, where it has one."""
        if self.formula:
            return f' s="{self._style}" t="str">{self.formula}<v></v></c>', "", 0
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
        return makers.get(self.type, self._text)

    def _as_number(self, text: str, style: int, shown: int) -> Encoded:
        return f' s="{style}">{self.formula}<v>{text}</v></c>', text, shown

    def _number(self, value: Any, _currency: Any) -> Encoded:
        if value == "":
            return self.empty()
        text = number_text(value)
        return self._as_number(text, self._style, number_length(text))

    def _integer(self, value: Any, _currency: Any) -> Encoded:
        if value == "" and self.formula:
            return self.empty()
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
        if value == "" and self.formula:
            return self.empty()
        minor, code = _minor_and_currency(value, currency)
        places, (start, end) = self.amount_form(code)
        text = minor_text(minor, places)
        return f"{start}{text}{end}", text, amount_length(minor, places)

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
        return self._as_number(str(serial), self._style, DATE_LENGTH)

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
        length = min(len(shown), LONGEST_TEXT)
        if self.formula:
            return f' s="{style}" t="str">{self.formula}<v>{escaped(shown)}</v></c>', shown, length
        if not shown:
            return self.blank()
        return f' s="{style}" t="inlineStr">{inside}</c>', shown, length


def number_length(text: str) -> int:
    """Return how many characters a number takes as it is shown: groups, decimals, a percent."""
    whole = len(text.partition(".")[0].lstrip("-"))
    return whole + whole // 3 + 5


def amount_length(minor: int, places: int) -> int:
    """Return how many characters an amount takes as it is shown: groups, decimals, parentheses."""
    whole = max(1, len(str(abs(minor))) - places)
    return whole + (whole - 1) // 3 + (places + 1 if places else 0) + (2 if minor < 0 else 0)


def _minor_and_currency(value: Any, currency: Any) -> tuple[int, str]:
    """Return an amount's minor units and currency code, whichever way they are given."""
    if isinstance(value, Money):
        return value.minor, value.currency
    if isinstance(value, tuple) and len(value) == 2:
        value, currency = value
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueTypeError(f"{value!r} is not an amount in minor units")
    if abs(value) >= TOO_LARGE:
        raise ValueTypeError(f"{value} minor units have more than the 15 digits a cell holds")
    if not isinstance(currency, str):
        raise ValueTypeError(f"the amount {value} has no currency")
    return value, currency
