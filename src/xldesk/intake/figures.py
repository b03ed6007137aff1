"""Parse whole numbers, parts of a whole, and yes or no."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from xldesk.intake.reject import CellError, shown

if TYPE_CHECKING:
    from xldesk.intake.texts import Parser
    from xldesk.records.money import AmountStyle

FRACTION_PLACES = 6
FRACTION_LIMIT = Decimal(10**6)
"""A fraction has up to twelve digits, six of them decimals (records, ``Fraction``)."""

INTEGER_LIMIT = 2**63 - 1

_INTEGER = re.compile(r"[+-]?\d{1,19}(?:\.0*)?", re.ASCII)
_FRACTION = re.compile(r"([+-]?(?:\d{1,12}(?:[.,]\d{0,18})?|[.,]\d{1,18}))\s*(%?)", re.ASCII)


def parse_integer(text: str) -> str:
    """Return a whole number as its digits; ``12.0`` is 12, ``12.5`` is refused."""
    if not _INTEGER.fullmatch(text):
        raise CellError("NUMBER-FORMAT", f"{shown(text)} is not a whole number")
    number = int(text.partition(".")[0])
    if abs(number) > INTEGER_LIMIT:
        raise CellError("NUMBER-RANGE", f"{shown(text)} is larger than {INTEGER_LIMIT}")
    return str(number)


def fraction_parser(style: AmountStyle) -> Parser:
    """Return a parser of parts of a whole: ``0.25`` or ``25%``; a comma where ``style`` allows it.

    ``25`` without the sign is 25 wholes: it is not guessed to be a percentage.
    """
    allowed = {"point": ".", "comma": ",", "auto": ".,"}[style]
    example = "0,25" if style == "comma" else "0.25"

    def parse(text: str) -> str:
        found = _FRACTION.fullmatch(text)
        marks = {mark for mark in ".," if mark in text}
        if not found or not marks <= set(allowed):
            raise CellError(
                "NUMBER-FORMAT",
                f"{shown(text)} is not a number such as {example} or 25%",
                f"write digits only, such as {example}, or a percentage such as 25%",
            )
        value = Decimal(found[1].replace(",", "."))
        if found[2]:
            value = value.scaleb(-2)
        if value != round(value, FRACTION_PLACES):
            raise CellError("NUMBER-RANGE", f"{shown(text)} has more than six decimals")
        if abs(value) >= FRACTION_LIMIT:
            raise CellError("NUMBER-RANGE", f"{shown(text)} is larger than 999,999")
        return f"{value:.6f}"

    return parse


@cache
def boolean_words() -> dict[str, str]:
    """Return the words for yes and no with the value each stands for."""
    data = tomllib.loads((files(__package__) / "vocabulary.toml").read_text("utf-8"))
    return {word: value for value, words in data["boolean"].items() for word in words}


def parse_boolean(text: str) -> str:
    """Return ``true`` or ``false`` for a word of the vocabulary, in any case."""
    value = boolean_words().get(text.casefold())
    if value is None:
        raise CellError("BOOLEAN", f"{shown(text)} is neither true nor false")
    return value
