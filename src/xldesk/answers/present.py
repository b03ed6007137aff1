"""The present as answers use it: the same moment for every cell of a calculation."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from xldesk.ledger.entry import GENESIS_HASH
from xldesk.policy.calendar import local_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from xldesk.ledger.entry import Head
    from xldesk.ledger.ledger import Ledger

LONGEST = timedelta(hours=1)
"""How long a moment stays the present; due times of findings pass within a day too."""


def present_time(now: datetime, stands_at: datetime | None, head: Head | None) -> datetime:
    """Return the time of questions that name none, for a ledger with ``head``: ``now``.

    On a sample desk, which has ``stands_at``, it is the time at which its data stand, until an
    entry comes in later.
    """
    if stands_at is None or (head is not None and head.at > stands_at):
        return now
    return stands_at


class _Moment(NamedTuple):
    at: datetime
    ends: datetime
    head: str


class Present:
    """A moment that stays until the ledger has a new entry, the day turns, or an hour is over.

    Each new moment means computing anew, and two cells of one calculation should agree.
    """

    def __init__(
        self, ledger: Ledger, clock: Callable[[], datetime], stands_at: datetime | None = None
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._stands_at = stands_at
        self._moment: _Moment | None = None

    def at(self, head: Head | None) -> datetime:
        """Return the present moment in UTC; ``head`` is the ledger's last entry."""
        now = present_time(self._clock(), self._stands_at, head)
        last = GENESIS_HASH if head is None else head.hash
        kept = self._moment
        if kept is None or kept.head != last or not kept.at <= now < kept.ends:
            kept = self._moment = _Moment(now, self._end(now), last)
        return kept.at

    def forget(self) -> None:
        """Let the next question take a new moment."""
        self._moment = None

    def _end(self, now: datetime) -> datetime:
        policy = self._ledger.policy_at(now)[1]
        tomorrow = local_day(policy, now) + timedelta(days=1)
        midnight = datetime.combine(tomorrow, time(), ZoneInfo(policy.calendar.time_zone))
        return min(now + LONGEST, midnight)
