"""What an input of each type takes: the range Excel enforces, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST_AMOUNT = 9_999_999_999_999
LAST_DAY = 2_958_465
"""Excel's number of 9999-12-31."""


@dataclass(frozen=True, slots=True)
class InputRange:
    """The kind of an Excel validation, its bounds, and the message to the person."""

    kind: str
    lowest: int
    highest: int
    message: str


INPUT_RANGES = {
    "integer": InputRange("whole", 0, 999_999_999, "Enter a whole number, 0 or more."),
    "amount": InputRange(
        "decimal", -LARGEST_AMOUNT, LARGEST_AMOUNT, "Enter an amount in the row's currency."
    ),
    "number": InputRange("decimal", -LARGEST_AMOUNT, LARGEST_AMOUNT, "Enter a number."),
    "percent": InputRange("decimal", 0, 1, "Enter a percentage from 0 to 100 %."),
    "share": InputRange("decimal", 0, 1, "Enter a percentage from 0 to 100 %."),
    "ratio": InputRange("decimal", -LARGEST_AMOUNT, LARGEST_AMOUNT, "Enter a number."),
    "date": InputRange("date", 1, LAST_DAY, "Enter a date, such as 2026-06-30."),
    "time": InputRange("date", 1, LAST_DAY, "Enter a time in UTC, such as 2026-06-30 09:00."),
}
"""By column type; text takes anything."""
