"""Parse dates and times exactly; an order of day and month that cannot be told is not guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from xldesk.intake.day_order import DayOrder
from xldesk.intake.epoch import epoch_moment
from xldesk.intake.reject import CellError, shown
from xldesk.intake.serials import SERIAL_FORMATS, looks_like_serial, serial_moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from xldesk.intake.texts import Parser

FIRST_YEAR = 1900

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ISO_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s?"
    r"(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
SERIAL_REMEDY = (
    'if it is a day number of Excel, say date_format = "excel" in the mapping ("excel1904" where '
    "the workbook counts from 1904), or show the column as dates in Excel"
)
COMMON_FORMATS = ("%d-%m-%Y", "%m-%d-%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d")


def date_parser(formats: Sequence[str], zone: ZoneInfo, order: DayOrder | None = None) -> Parser:
    """Return a parser of dates: ISO, or one of ``formats`` (as of ``strptime``).

    Where formats are given ISO dates are understood beside them, unless a format puts the day
    before the month after a year. Without formats, ``order`` reads dates such as ``31/03/2026`` as
    the column proves. A time with a zone is the day it has in ``zone``; a time without one is the
    day it says.
    """
    iso = not any(_day_before_month_after_year(pattern) for pattern in formats)
    order = order or DayOrder()

    def parse(text: str) -> str:
        when = _formatted(text, formats) or (None if formats else order.read(text))
        day = _day_of(when, zone) if when else _iso_day(text, zone) if iso else None
        if day is None:
            raise CellError("DATE-FORMAT", *_no_date(text, formats))
        return _in_calendar(day, text).isoformat()

    return parse


def time_parser(
    formats: Sequence[str],
    date_formats: Sequence[str],
    zone: ZoneInfo | None,
    day_zone: ZoneInfo,
    order: DayOrder | None = None,
) -> Parser:
    """Return a parser of times, in UTC: ISO 8601, or one of ``formats``.

    A time without a zone is of ``zone``: of an hour that the clock repeats, the first; one that
    the clock skips is refused, and any where ``zone`` is None. A date alone, in ISO or one of
    ``date_formats``, is the start of that day in ``zone``, else in ``day_zone``, the policy's.
    Without formats, ``order`` reads ``31/03/2026 09:00`` as the column proves.
    """
    order = order or DayOrder()

    def parse(text: str) -> str:
        when = _formatted(text, formats) or _iso_time(text)
        dated = None if when else _formatted(text, date_formats)
        if dated is not None and (dated.tzinfo or dated.time() != time()):
            when = dated  # a day number or a count that says the time of day too
        day = None if when else dated or _plain_iso_day(text)
        if when is None and day is None and not formats and not date_formats:
            ordered = order.read(text)
            when, day = (ordered, None) if ":" in text else (None, ordered)
        if when is None:
            if day is None:
                raise CellError("TIME-FORMAT", *_no_time(text, date_formats))
            when = datetime.combine(day, time(), zone or day_zone)
        elif when.tzinfo is None:
            when = _in_zone(when, zone, text)
        _in_calendar(when.date(), text)
        try:
            utc = when.astimezone(UTC)
        except OverflowError as error:
            raise CellError("DATE-RANGE", f"{shown(text)} is outside the calendar") from error
        return utc.replace(tzinfo=None).isoformat(sep=" ")

    return parse


def _day_of(when: datetime, zone: ZoneInfo) -> date:
    return when.date() if when.tzinfo is None else when.astimezone(zone).date()


def _in_zone(when: datetime, zone: ZoneInfo | None, text: str) -> datetime:
    if zone is None:
        raise CellError("TIME-ZONE", f"{shown(text)} has no time zone")
    local = when.replace(tzinfo=zone)
    try:
        there_and_back = local.astimezone(UTC).astimezone(zone)
    except OverflowError as error:
        raise CellError("DATE-RANGE", f"{shown(text)} is outside the calendar") from error
    if there_and_back.replace(tzinfo=None, fold=0) != when:
        raise CellError("TIME-SKIPPED", f"the clock of {zone.key} skips {shown(text)}")
    return local


def _formatted(text: str, formats: Sequence[str]) -> datetime | None:
    """Return the moment that the formats read, None if none does; refuse where they differ."""
    found: dict[datetime, str] = {}
    for pattern in formats:
        try:
            if pattern in SERIAL_FORMATS:
                if (moment := serial_moment(text, pattern)) is not None:
                    found.setdefault(moment, pattern)
                continue
            # The formats decide whether there is a zone; a time without one is judged later.
            when = epoch_moment(text, pattern) or datetime.strptime(text, pattern)  # noqa: DTZ007
            found.setdefault(when, pattern)
        except (ValueError, OverflowError):
            continue
    if len(found) > 1:
        raise CellError(
            "DATE-AMBIGUOUS", f"{shown(text)} differs between {' and '.join(found.values())}"
        )
    return next(iter(found), None)


def _iso_time(text: str) -> datetime | None:
    found = _ISO_TIME.fullmatch(text)
    if not found:
        return None
    zone = (found[3] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2]}{zone}")
    except ValueError as error:
        raise CellError(
            "TIME-FORMAT", f"{shown(text)} is not a time of the calendar and the clock"
        ) from error


def _plain_iso_day(text: str) -> date | None:
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CellError("DATE-FORMAT", f"{shown(text)} is not a day of the calendar") from error


def _iso_day(text: str, zone: ZoneInfo) -> date | None:
    when = _iso_time(text)
    if when is None:
        return _plain_iso_day(text)
    try:
        return when.date() if when.tzinfo is None else when.astimezone(zone).date()
    except OverflowError as error:
        raise CellError("DATE-RANGE", f"{shown(text)} is outside the calendar") from error


def _in_calendar(day: date, text: str) -> date:
    if day.year < FIRST_YEAR:
        raise CellError("DATE-RANGE", f"{shown(text)} is before {FIRST_YEAR}")
    return day


def _day_before_month_after_year(pattern: str) -> bool:
    places = [pattern.find(mark) for mark in ("%Y", "%d", "%m")]
    return min(places) >= 0 and places == sorted(places)


def _no_date(text: str, formats: Sequence[str]) -> tuple[str, str | None]:
    """Return what is wrong with a text that is no date, and a remedy where one can be named."""
    if formats:
        return f"{shown(text)} is not a date written as {' or '.join(formats)}", (
            "correct it at the source, or say another date_format in the mapping"
        )
    if looks_like_serial(text):
        return f"{shown(text)} is a number, not a date", SERIAL_REMEDY
    fitting = [pattern for pattern in COMMON_FORMATS if fits(text, pattern)]
    if not fitting:
        return f"{shown(text)} is not a date", None
    proposed = " or ".join(f'"{pattern}"' for pattern in fitting)
    return f"{shown(text)} is not a date such as 2026-03-31", (
        f"say date_format = {proposed} in the mapping"
    )


def _no_time(text: str, formats: Sequence[str]) -> tuple[str, str | None]:
    if not formats and looks_like_serial(text):
        return f"{shown(text)} is a number, not a time", SERIAL_REMEDY
    return f"{shown(text)} is not a time", None


def fits(text: str, pattern: str) -> bool:
    """Tell whether a text can be read by a format of ``strptime``."""
    try:
        datetime.strptime(text, pattern)  # noqa: DTZ007  # only whether it can be read
    except ValueError:
        return False
    return True
