"""Dates such as 31/03/2026: the whole column tells the order, or nobody guesses it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.intake.day_order import DayOrder, ProvenOrder
from xldesk.intake.reject import CellError
from xldesk.intake.serials import looks_like_serial, serial_moment

if TYPE_CHECKING:
    from support.intake_desk import IntakeDesk


def deals(dates: list[str]) -> str:
    rows = "".join(f"O-{n},Proposal,USD,{when}\n" for n, when in enumerate(dates))
    return f"opportunity_id,stage,currency,close_date\n{rows}"


@pytest.mark.parametrize(
    ("dates", "known", "codes"),
    [
        (["01/02/2026", "31/03/2026"], ["2026-02-01", "2026-03-31"], []),
        (["01/02/2026", "3/31/2026"], ["2026-01-02", "2026-03-31"], []),
        (["01.02.2026", "2026-01-05", "28.02.2026"],
         ["2026-01-05", "2026-02-01", "2026-02-28"], []),
        (["01/02/2026", "03/04/2026"], [], ["DATE-AMBIGUOUS"] * 2),
        (["05/05/2026", "03/04/2026"], ["2026-05-05"], ["DATE-AMBIGUOUS"]),
        (["31/03/2026", "03/31/2026", "01/02/2026"], [], ["DATE-MIXED"] * 3),
        (["31/02/2026", "01/02/2026"], [], ["DATE-FORMAT", "DATE-AMBIGUOUS"]),
        (["31/03/2026 14:30", "01/02/2026 00:15"], ["2026-02-01", "2026-03-31"], []),
        (["31-03/2026"], [], ["DATE-FORMAT"]),
    ],
)  # fmt: skip
def test_a_column_decides_the_order_of_its_dates(
    desk: IntakeDesk, dates: list[str], known: list[str], codes: list[str]
) -> None:
    for size in (1, 100):
        report = desk.read(deals(dates), chunk_rows=size)
        assert [reject.reason_code for reject in report.rejects] == codes
    found = [day.isoformat() for (day,) in desk.rows("opportunity", "close_date")]
    assert found == known


def test_a_format_that_is_said_is_not_overruled(desk: IntakeDesk) -> None:
    said = {"date_format": "%m/%d/%Y"}
    report = desk.read(deals(["01/02/2026", "31/03/2026"]), mapping=said)
    assert [reject.reason_code for reject in report.rejects] == ["DATE-FORMAT"]
    assert desk.rows("opportunity", "close_date") == [(date(2026, 1, 2),)]


def test_times_take_the_order_and_the_zone(desk: IntakeDesk) -> None:
    rows = 'E-1,P-1,demo,3/31/2026 2:30 PM\nE-2,P-1,demo,"1/2/2026, 12:05 AM"\n'
    report = desk.read(
        f"event_id,partner_id,kind,occurred_at\n{rows}", mapping={"time_zone": "Europe/Berlin"}
    )
    assert report.rejected == 0
    assert desk.rows("touch", "event_id, occurred_at") == [
        ("E-1", datetime(2026, 3, 31, 12, 30)),  # noqa: DTZ001
        ("E-2", datetime(2026, 1, 1, 23, 5)),  # noqa: DTZ001
    ]


@given(
    days=st.lists(st.dates(date(1990, 1, 1), date(2040, 1, 1)), min_size=1, max_size=12),
    day_first=st.booleans(),
)
def test_what_is_read_is_what_was_written(days: list[date], day_first: bool) -> None:
    pattern = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    texts = [day.strftime(pattern) for day in days]
    first = DayOrder()
    _read_all(first, texts)
    settled: ProvenOrder | None = first.verdict()
    assert settled in {None, "day" if day_first else "month"}
    second = DayOrder(settled)
    for day, read in zip(days, _read_all(second, texts), strict=True):
        assert read in {None, day}
        if settled:
            assert read == day


def _read_all(order: DayOrder, texts: list[str]) -> list[date | None]:
    read: list[date | None] = []
    for text in texts:
        try:
            found = order.read(text)
            read.append(found.date() if found else None)
        except CellError:
            read.append(None)
    return read


@pytest.mark.parametrize(
    ("text", "system", "day"),
    [
        ("46112", "excel", "2026-03-31"),
        ("44650", "excel1904", "2026-03-31"),
        ("1", "excel", "1900-01-01"),
        ("59", "excel", "1900-02-28"),
        ("60", "excel", None),
        ("61", "excel", "1900-03-01"),
        ("0", "excel1904", "1904-01-01"),
        ("46112.75", "excel", "2026-03-31T18:00:00"),
        ("2958465", "excel", "9999-12-31"),
        ("2958466", "excel", None),
        ("2958465", "excel1904", None),
        ("-5", "excel", None),
        ("x", "excel", None),
    ],
)
def test_day_numbers_of_excel(text: str, system: str, day: str | None) -> None:
    found = serial_moment(text, system)
    assert found == (datetime.fromisoformat(day) if day else None)


def test_what_looks_like_a_day_number() -> None:
    assert looks_like_serial("46112")
    assert looks_like_serial("46112.5")
    assert not any(map(looks_like_serial, ["2026", "20260331", "x"]))


@pytest.mark.parametrize("system", ["excel", "excel1904"])
def test_a_mapping_says_that_numbers_are_days(desk: IntakeDesk, system: str) -> None:
    number = {"excel": 46_112, "excel1904": 44_650}[system]
    refused = desk.read(deals([str(number)]))
    assert 'date_format = "excel"' in refused.rejects[0].message
    assert desk.read(deals([str(number)]), mapping={"date_format": system}).cleared == 1
    assert desk.rows("opportunity", "close_date") == [(date(2026, 3, 31),)]


def test_day_numbers_with_a_part_are_times(desk: IntakeDesk) -> None:
    text = "event_id,partner_id,kind,occurred_at\nE-1,P-1,demo,46112.5\nE-2,P-1,demo,46112\n"
    assert desk.read(text, mapping={"date_format": "excel", "time_zone": "UTC"}).rejected == 0
    assert [when.hour for (when,) in desk.rows("touch", "occurred_at", "true")] == [0, 12]
