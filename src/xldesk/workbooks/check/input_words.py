"""What is said of an input that its cell does not take, by the check and by the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.numbers import number_of
from xldesk.workbooks.encoders import number_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.entry import Entry
    from xldesk.workbooks.validations import InputRange

_NUMBERS = frozenset({"whole", "decimal"})
"""Kinds of ranges whose values are numbers."""
_MOST_NAMED = 6
"""Choices that are named one by one."""


def is_offered(value: str, words: Collection[str], entry: Entry) -> bool:
    """Tell whether ``value`` is a choice; the word for an empty list is none."""
    return value in words and value != entry.nothing


def not_offered(said: str, name: str, words: Collection[str], entry: Entry) -> tuple[str, str]:
    """Return what is wrong with a value that is no choice of ``name``, and what to do."""
    choices = [word for word in words if word != entry.nothing]
    if not choices:
        why = f"{said} is not a choice of {name}: there is nothing to choose from now"
        return why, "clear the row; it can be filled in once there is something to choose"
    more = len(choices) - _MOST_NAMED
    named = ", ".join(choices[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
    return f"{said} is not a choice of {name} ({named})", "choose a word of the cell's list"


def out_of_range(
    cell: ReadCell, said: str, name: str, type_: str, allowed: InputRange
) -> tuple[str, str]:
    """Return what is wrong with a value that ``allowed`` does not have, and what to do."""
    number = number_of(cell.value or "") if cell.kind == "n" else None
    if type_ in {"percent", "share"} and number is not None and 1 < number <= 100:
        typed = number_text(number)
        message = f"{said} is not valid for {name}: {typed} means {number_text(number * 100)} %"
        return message, f"type {typed}%"
    if cell.kind == "s" and allowed.kind in _NUMBERS:
        message = f"{said} is not valid for {name}: it is text, not a number"
        form = "percentage" if type_ in {"percent", "share"} else "number"
        return message, f"format the cell as a {form}, and type it again"
    return f"{said} is not valid for {name}", allowed.remedy
