"""The period of an object that states its first and its last day instead."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xldesk.intake.columns import Column, Words
from xldesk.intake.moments import date_parser
from xldesk.intake.reject import CellError, shown
from xldesk.policy.period import month_of, period_days, quarter_of

if TYPE_CHECKING:
    from xldesk.intake.kinds import FieldShape
    from xldesk.intake.mapping import Mapping
    from xldesk.policy.rulebook import Policy

BETWEEN = "\x1f"
"""Stands between the two days of a row: the unit separator, which is no part of a date."""


def span_column(field: FieldShape, mapping: Mapping, policy: Policy) -> Column:
    """Return the column that reads ``field`` from two days joined by ``BETWEEN``."""
    words = Words(mapping, field.name)
    day = date_parser(mapping.date_format, ZoneInfo(policy.calendar.time_zone))

    def parse(text: str) -> str:
        days = [words.meant(part) for part in text.split(BETWEEN)]
        if len(days) != 2 or None in days:
            raise CellError("DATE-FORMAT", f"{shown(text)} has only one of the two days")
        first, last = (date.fromisoformat(day(part) or "") for part in days if part)
        return period_of(policy, first, last)

    return Column(field, parse, words)


def period_of(policy: Policy, first: date, last: date) -> str:
    """Return the fiscal quarter, month or fiscal year of just these days, else the days.

    Days that are no period of the policy are written ``2026-01-15/2026-08-31``.
    """
    year = quarter_of(policy, first).partition("-")[0]
    for named in (quarter_of(policy, first), month_of(first), f"FY{year}"):
        if period_days(policy, named) == (first, last):
            return named
    return f"{first}/{last}"
