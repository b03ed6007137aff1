"""Money: an integer of minor units and a currency, parsed exactly and never through float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Self

from xldesk.records.currency import exponent
from xldesk.records.limits import MAX_MINOR_UNITS

AmountStyle = Literal["auto", "point", "comma"]
"""How a file writes decimals: ``1,234.50`` (point), ``1.234,50`` (comma), or told per amount."""

MAX_DIGITS = len(str(MAX_MINOR_UNITS))

_SIGNS = frozenset("-\u2212+")
_SPACES = "\u00a0\u202f\u2009 "
_GROUPED = {
    "point": re.compile(
        r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?:['’ ]\d{3})+)(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+", re.ASCII
    ),
    "comma": re.compile(
        r"[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:['’ ]\d{3})+)(?:,\d*)?|\d+(?:,\d*)?|,\d+", re.ASCII
    ),
}
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


class AmountError(ValueError):
    """A text that is not an exact amount; ``code`` names the reason, the message the remedy."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def parse_minor(text: str, currency: str, style: AmountStyle = "auto") -> int:
    """Return the amount written in ``text`` as minor units of ``currency``.

    Accounting parentheses and a leading or trailing minus mean negative; the currency's own
    code may stand before or after. With style ``auto`` an amount such as ``1,234`` could be
    read two ways and is refused.

    Raises AmountError with code ``ambiguous``, ``decimals``, ``range`` or ``format``.
    """
    body, negative = _unsigned(text, currency)
    chosen = _style_of(body, style)
    if not _GROUPED[chosen].fullmatch(body):
        raise AmountError(
            "format",
            f"{_shown(text)} is not an amount such as {_example(chosen)}"
            + ("" if style == "auto" else f" (the mapping says amount_style = {style!r})"),
        )
    mark = "." if chosen == "point" else ","
    whole, _, fraction = body.partition(mark)
    digits = re.sub(r"\D", "", whole) or "0"
    places = exponent(currency)
    if fraction[places:].strip("0"):
        raise AmountError(
            "decimals", f"{_shown(text)} has more decimals than {currency} ({places})"
        )
    units = (digits + fraction[:places].ljust(places, "0")).lstrip("0") or "0"
    # The length first: Python refuses to make an integer of thousands of digits.
    if len(units) > MAX_DIGITS or (minor := int(units)) > MAX_MINOR_UNITS:
        raise AmountError(
            "range", f"{_shown(text)} is larger than {MAX_MINOR_UNITS} minor units, the limit"
        )
    return -minor if negative else minor


def _unsigned(text: str, currency: str) -> tuple[str, bool]:
    """Return the digits with their separators, and whether the text says negative."""
    body = text.translate({ord(space): " " for space in _SPACES}).strip()
    negative = body.startswith("(") and body.endswith(")")
    if negative:
        body = body[1:-1].strip()
    body = body.removeprefix(currency).removesuffix(currency).strip()
    leading, trailing = body[:1] in _SIGNS, body[-1:] in _SIGNS
    if leading + trailing + negative > 1:
        raise AmountError("format", f"{_shown(text)} has more than one sign")
    if leading:
        negative, body = body[0] != "+", body[1:].strip()
    elif trailing:
        negative, body = body[-1] != "+", body[:-1].strip()
    return body, negative


def _style_of(body: str, style: AmountStyle) -> Literal["point", "comma"]:
    """Tell which mark separates the decimals, or refuse when both readings fit."""
    if style != "auto":
        return style
    if _AMBIGUOUS.fullmatch(body):
        raise AmountError(
            "ambiguous",
            f"{_shown(body)} could mean two amounts; say amount_style = 'point' or 'comma'"
            " in the mapping",
        )
    point, comma = body.rfind("."), body.rfind(",")
    if point < 0 and comma < 0:
        return "point"
    if point >= 0 and comma >= 0:
        return "point" if point > comma else "comma"
    mark = "." if point >= 0 else ","
    decimal = body.count(mark) == 1
    return "point" if (mark == ".") is decimal else "comma"


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")


def _example(style: str) -> str:
    return "1,234.50" if style == "point" else "1.234,50"


def major(minor: int, currency: str) -> Decimal:
    """Return ``minor`` units of ``currency`` as an exact decimal of whole units."""
    return Decimal(minor).scaleb(-exponent(currency))


def format_minor(minor: int, currency: str) -> str:
    """Return the amount as people read it: ``1,234.50``, negatives in parentheses."""
    places = exponent(currency)
    text = f"{abs(major(minor, currency)):,.{places}f}"
    return f"({text})" if minor < 0 else text


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An exact amount: minor units of one currency. Adding two currencies is an error."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are a whole number, not {type(self.minor).__name__}")

    @classmethod
    def parse(cls, text: str, currency: str, style: AmountStyle = "auto") -> Self:
        """Return the money written in ``text``; raises AmountError (see ``parse_minor``)."""
        return cls(parse_minor(text, currency, style), currency)

    @classmethod
    def of(cls, amount: Decimal | int, currency: str) -> Self:
        """Return ``amount`` whole units; a float is refused, so is a part of a minor unit."""
        if isinstance(amount, float):
            raise TypeError("money is never made from a float; pass text or Decimal")
        value = Decimal(amount)
        if not value.is_finite():
            raise AmountError("format", f"{amount} is not an amount")
        scaled = value.scaleb(exponent(currency))
        if scaled != scaled.to_integral_value():
            raise AmountError("decimals", f"{amount} has more decimals than {currency}")
        if abs(scaled) > MAX_MINOR_UNITS:
            raise AmountError("range", f"{amount} is larger than the limit")
        return cls(int(scaled), currency)

    @property
    def major(self) -> Decimal:
        """The amount in whole units, exactly."""
        return major(self.minor, self.currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot combine {self.currency} with {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __str__(self) -> str:
        return f"{self.currency} {format_minor(self.minor, self.currency)}"
