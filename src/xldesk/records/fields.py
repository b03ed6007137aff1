"""Annotated types that the data objects share: identifiers, amounts, times, shares."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from xldesk.records.limits import MAX_MINOR_UNITS

MAX_TEXT = 1_000
"""Longest text a field takes; longer ones are rejected at intake, never cut."""

DIRECT = "DIRECT"
"""The partner id of the line that no partner earns."""


def _as_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time needs a zone, such as Z or +02:00")
    return value.astimezone(UTC)


Identifier = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=MAX_TEXT)]
CurrencyCode = Annotated[str, Field(min_length=1, max_length=10)]
MinorUnits = Annotated[int, Field(ge=-MAX_MINOR_UNITS, le=MAX_MINOR_UNITS, strict=True)]
UtcTime = Annotated[datetime, AfterValidator(_as_utc)]
Fraction = Annotated[Decimal, Field(max_digits=12, decimal_places=6)]
Evidence = tuple[Text, ...]
ExternalIds = dict[str, str]

Category = Literal["sourced", "co_sell", "influenced", "direct"]
"""Headline and line categories, in order of precedence."""

CATEGORIES: tuple[Category, ...] = ("sourced", "co_sell", "influenced", "direct")
