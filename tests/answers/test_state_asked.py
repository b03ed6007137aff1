"""Times as people write them are read in one way, or refused with how to write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.answers.state_asked import moment
from xldesk.errors import UsageError

ZONE = "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-07-08", datetime(2026, 7, 8, 21, 59, 59, 999_999, UTC)),
        ("2026-07-08T09:00Z", datetime(2026, 7, 8, 9, tzinfo=UTC)),
        ("2026-07-08 09:00", datetime(2026, 7, 8, 7, tzinfo=UTC)),
        ("2026-07-08T09:00:30.5+05:30", datetime(2026, 7, 8, 3, 30, 30, 500_000, UTC)),
    ],
)
def test_a_day_is_its_end_and_a_time_is_of_the_zone(text: str, when: datetime) -> None:
    assert moment(text, ZONE, "as_of") == when


@pytest.mark.parametrize(
    "text",
    [
        "20260708",
        "20260708T090000",
        "2026-W28-3",
        "2026-W28",
        "2026-189",
        "2026-07-08T09",
        "2026-07-08T09:00 Z",
        "2026-07-08x09:00",
        "２０２６-07-08",
        "2026-02-30",
        "9999-12-31",
        "9999-12-31T23:59-08:00",
        "0001-01-01T00:00+14:00",
        "0001-01-01T00:00",
        "2026-07-08T09:00+24:00",
        "\ud800",
        "",
    ],
)
def test_other_ways_and_times_of_no_calendar_are_refused(text: str) -> None:
    with pytest.raises(
        UsageError, match='as_of .* write 2026-07-08, 2026-07-08T09:00Z or "ledger 412"$'
    ):
        moment(text, ZONE, "as_of")


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_a_time_that_a_program_writes_is_read_as_it_is(when: datetime) -> None:
    assert moment(when.isoformat(), ZONE, "as_of") == when.astimezone(UTC)
