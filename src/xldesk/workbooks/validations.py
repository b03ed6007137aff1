"""What an input of each type takes: the range Excel enforces, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from xldesk.workbooks.parts import Column, Field

LARGEST_AMOUNT = 9_999_999_999_999
LAST_DAY = 2_958_465
"""Excel's number of 9999-12-31."""


@dataclass(frozen=True, slots=True)
class InputRange:
    """The kind of an Excel validation, its bounds, and the message to the person.

    Where it ``is_open``, ``lowest`` itself is too low.
    """

    kind: str
    lowest: int
    highest: int
    message: str
    is_open: bool = False

    def has(self, number: float | Decimal) -> bool:
        """Tell whether ``number`` lies within the bounds."""
        above = number > self.lowest if self.is_open else number >= self.lowest
        return above and number <= self.highest

    @property
    def remedy(self) -> str:
        """What to do about a value outside, to stand within a sentence."""
        return self.message[:1].lower() + self.message[1:].removesuffix(".")


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


def input_range(part: Column | Field) -> InputRange | None:
    """Return the range of an input, narrowed by what its column demands; None where all is free."""
    if part.role != "input" or part.choices is not None:
        return None
    allowed = INPUT_RANGES.get(part.type)
    if allowed is None:
        return None
    words = allowed.message.removesuffix(".")
    if part.entry.above is not None:
        message = f"{words}, more than {part.entry.above:,}."
        return replace(allowed, lowest=part.entry.above, message=message, is_open=True)
    if part.entry.least is not None:
        message = f"{words}, {part.entry.least:,} or more."
        return replace(allowed, lowest=part.entry.least, message=message)
    return allowed
