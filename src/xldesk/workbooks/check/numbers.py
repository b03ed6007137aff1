"""Numbers of cells as exact decimals, and what is a number at all: plain ASCII, as XML has it.

Python reads more: ``5_700``, digits of other scripts, blanks around them. Spreadsheet programs
take such a text for something else, or nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING

from xldesk.workbooks.encoders import LARGEST_NUMBER
from xldesk.workbooks.plain_numbers import EXACT_LENGTH, are_of_plain_signs, longest

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = re.compile(r"[-+]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][-+]?\d{1,3})?", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,9}")

_AS_WRITTEN_HERE = re.compile(
    r"(?:(?:-(?!0\n))?(?=[0-9]{1,15}+\n|[0-9]++\.)(?=[0-9.]{1,16}+\n)"
    r"(?:0(?:\.(?!0000)[0-9]*[1-9])?|[1-9][0-9]*+(?:\.[0-9]*[1-9])?)\n)*+"
)
"""Numbers, a line each, whose text is what ``number_text`` makes of them."""

_LOOSE_FRACTION = re.compile(r"\.[0-9]*+(?:\.|(?<=[0.])\n)")
"""A second point, or a fraction that ends in a zero or has no digit."""

_LOOSE_POINTS = ("\n.", "-.", "\n0.0000", "-0.0000")
_LOOSE_SIGNS = ("-\n", "-0\n")
"""What stands in no line of a number that ``number_text`` makes."""


def number_of(text: str) -> Decimal | None:
    """Return the number that ``text`` says, to 15 significant digits; None for other texts.

    Programs save the binary number with 17 digits; the desk wrote 15, and they say the same.
    """
    if _NUMBER.fullmatch(text) is None:
        return None
    if len(text) <= EXACT_LENGTH and "e" not in text and "E" not in text:
        return Decimal(text) + 0  # no minus zero
    number = float(text)
    return Decimal(f"{number + 0.0:.15g}") if abs(number) <= LARGEST_NUMBER else None


def are_written_here(texts: Iterable[str | None]) -> bool:
    """Tell whether every text but empty ones is a number in the words of ``number_text``.

    Its digits are then exactly what it says, and it is its own form in digests.
    """
    said = list(filter(None, texts))
    if longest(said) > EXACT_LENGTH:
        lines = "\n".join([*said, ""])
        return _AS_WRITTEN_HERE.fullmatch(lines) is not None and lines.count("\n") == len(said)
    if not are_of_plain_signs(said):
        return False
    lines = "\n".join(["", *said, ""])
    if lines.count("\n0") != lines.count("\n0\n") + lines.count("\n0."):
        return False
    return ("." not in lines or _are_points_in_place(lines)) and (
        "-" not in lines or _are_signs_in_place(lines)
    )


def _are_points_in_place(lines: str) -> bool:
    """Tell whether each point has digits on both sides, and no zero of no use behind it."""
    return _LOOSE_FRACTION.search(lines) is None and not any(one in lines for one in _LOOSE_POINTS)


def _are_signs_in_place(lines: str) -> bool:
    """Tell whether minus signs stand before numbers that do not begin with a zero of no use."""
    return (
        lines.count("-") == lines.count("\n-")
        and lines.count("-0") == lines.count("-0.")
        and not any(one in lines for one in _LOOSE_SIGNS)
    )


@lru_cache(maxsize=20_000)
def float_of(text: str) -> float | None:
    """Return the number that ``text`` says as programs hold it; None for other texts."""
    if _NUMBER.fullmatch(text) is None:
        return None
    number = float(text)
    return number if isfinite(number) else None


def position_of(text: str) -> int | None:
    """Return the whole number that ``text`` says, such as that of a format; None for others."""
    return int(text) if _WHOLE.fullmatch(text) else None
