"""What the digest of a table covers of a cell: the value, not the last bits of a calculation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CALCULATED_DECIMALS = 6
"""Of a calculated number, those that the digest covers."""
_SHORT = len("0.") + CALCULATED_DECIMALS
"""No number of so many characters has more decimals, unless it has an exponent."""


def calculated_text(text: str) -> str:
    """Return a calculated number as the digest covers it: six decimals of it, 15 digits at most.

    A program that calculates again may come to another last bit of a binary number; amounts have
    no more than four decimals. Texts stay as they are.
    """
    try:
        return f"{round(float(text), CALCULATED_DECIMALS) + 0.0:.15g}"
    except (ValueError, OverflowError):
        return text


def calculated_numbers(texts: Sequence[str]) -> Sequence[str]:
    """Return calculated numbers as the digest covers them; see ``calculated_text``.

    They are given as cells say them (``encoders.number_text``), gaps among them as "".
    """
    if max(map(len, texts)) <= _SHORT and "e" not in "".join(texts):
        return texts
    return list(map(calculated_text, texts))
