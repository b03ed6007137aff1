"""The state of a desk that somebody names: a time, or a ledger position."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from xldesk.errors import UsageError

if TYPE_CHECKING:
    from xldesk.ledger.ledger import Ledger

_POSITION = re.compile(r"(?:ledger[ :#]*)?(?P<position>\d{1,7})", re.ASCII | re.IGNORECASE)

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d(?::\d\d)?)?", re.ASCII
)


@dataclass(frozen=True)
class StateAsked:
    """The state of a desk that a question speaks of: a time, perhaps a ledger position."""

    at: datetime
    position: int | None = None


def state_asked(ledger: Ledger, text: str, option: str, present: datetime) -> StateAsked:
    """Return the state that ``text``, given as ``option``, names.

    A number of up to seven digits, with or without ``ledger`` before it, is a ledger position:
    the desk as the entry there left it, at that entry's time. Anything else is a time, in the
    zone of the policy at ``present`` where it names none. Raises UsageError for a text that is
    neither, LedgerError for a position that the ledger does not have.
    """
    numbered = _POSITION.fullmatch(text.strip())
    if numbered is not None:
        position = int(numbered["position"])
        return StateAsked(ledger.entry(position).at, position)
    return StateAsked(moment(text, ledger.policy_at(present)[1].calendar.time_zone, option))


def moment(text: str, zone: str, option: str) -> datetime:
    """Return the time that ``text``, given as ``option``, names, in UTC.

    A bare date means its last moment in ``zone``; a time without an offset is of ``zone``. No
    other way of writing them is taken: ``20260708`` would be the day's start to one reader and its
    end to another. Raises UsageError for a text that is neither, or a time that no calendar has.
    """
    try:
        return _read(text, ZoneInfo(zone))
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{option} {text!r} is not a time or a ledger position; "
            'write 2026-07-08, 2026-07-08T09:00Z or "ledger 412"'
        ) from error


def _read(text: str, zone: ZoneInfo) -> datetime:
    """Return the time in UTC; raises ValueError or OverflowError where ``text`` is none."""
    if _DAY.fullmatch(text):
        day = date.fromisoformat(text) + timedelta(days=1)
        return datetime.combine(day, time(), zone).astimezone(UTC) - timedelta(microseconds=1)
    if not _TIME.fullmatch(text):
        raise ValueError(text)
    when = datetime.fromisoformat(text)
    return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)
