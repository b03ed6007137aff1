"""What the digest of a table covers of a cell: the value, not the last bits of a calculation."""

from __future__ import annotations

CALCULATED_DECIMALS = 6
"""Of a calculated number, those that the digest covers."""


def calculated_text(text: str) -> str:
    """Return a calculated number as the digest covers it: six decimals of it, 15 digits at most.

    A program that calculates again may come to another last bit of a binary number; amounts have
    no more than four decimals. Texts stay as they are.
    """
    try:
        return f"{round(float(text), CALCULATED_DECIMALS) + 0.0:.15g}"
    except (ValueError, OverflowError):
        return text
