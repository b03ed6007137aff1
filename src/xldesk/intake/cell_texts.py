"""The exact text of a typed cell, as a person would read it in the file."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

EXACT_DIGITS = 15
"""So many significant digits a spreadsheet shows and a float holds exactly."""


def number_text(value: float) -> str:
    """Return a number as Excel shows it: up to 15 significant digits, ``.0`` left out.

    A whole number with more digits has lost some: it is written as ``1.23456789012346E+18``, which
    no column takes for a number or an identifier.
    """
    if not math.isfinite(value):
        return str(value)
    if abs(value) >= 10**EXACT_DIGITS:
        return f"{Decimal(value):.14E}"
    text = str(value)
    if len(text) > EXACT_DIGITS + 1 or "e" in text:
        text = f"{Decimal(f'{value:.{EXACT_DIGITS}g}'):f}"
    return text.removesuffix(".0")


def duration_text(value: timedelta) -> str:
    """Return a duration as ``30:00:00``."""
    seconds = round(value.total_seconds())
    sign = "-" if seconds < 0 else ""
    hours, rest = divmod(abs(seconds), 3600)
    return f"{sign}{hours}:{rest // 60:02}:{rest % 60:02}"


TEXTS: dict[type[Any], Callable[[Any], str]] = {
    str: str,
    bool: lambda value: "true" if value else "false",
    float: number_text,
    int: number_text,
    date: date.isoformat,
    datetime: lambda value: value.isoformat(sep=" "),
    time: time.isoformat,
    timedelta: duration_text,
    Decimal: lambda value: f"{value:f}",
    type(None): lambda _: "",
}
"""How the values of each type become text."""


def row_texts(cells: list[Any]) -> list[str]:
    """Return the exact texts of a row's cells."""
    return [cell if type(cell) is str else TEXTS[type(cell)](cell) for cell in cells]
