"""What the digest of a table covers of a cell: the value, not the last bits of a calculation."""

from __future__ import annotations

_DECIMALS = 6


def calculated_text(text: str) -> str:
    """Return a calculated number as the digest covers it: six decimals of it, 15 digits at most.

    A program that calculates again may come to another last bit of a binary number; amounts have
    no more than four decimals. Texts stay as they are.
    """
    try:
        return f"{round(float(text), _DECIMALS) + 0.0:.15g}"
    except (ValueError, OverflowError):
        return text
