"""Days, business days, due times, periods and cadence by the policy's calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xldesk.errors import UsageError
from xldesk.policy.cadence import cadence_dates
from xldesk.policy.calendar import add_business_days, due_at, is_business_day, local_day
from xldesk.policy.load import default_policy, default_policy_text, parse_policy
from xldesk.policy.period import (
    month_of,
    next_quarter,
    period_days,
    previous_quarter,
    quarter_of,
    quarters,
)
from xldesk.policy.rulebook import Policy

TEXT = default_policy_text()
POLICY = default_policy()
FROM_FEBRUARY = parse_policy(
    default_policy_text().replace("year_start_month = 1", "year_start_month = 2", 1)
)
BERLIN = parse_policy(
    default_policy_text().replace('time_zone = "UTC"', 'time_zone = "Europe/Berlin"', 1)
)


def test_the_local_day_is_that_of_the_policys_zone() -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert local_day(POLICY, late) == date(2026, 6, 30)
    assert local_day(BERLIN, late) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 6, 30), 5, date(2026, 7, 7)),
        (date(2026, 7, 3), 1, date(2026, 7, 6)),
        (date(2026, 7, 4), 0, date(2026, 7, 6)),
        (date(2026, 7, 6), 0, date(2026, 7, 6)),
        (date(2026, 7, 6), -1, date(2026, 7, 3)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
    ],
)
def test_business_days_skip_weekends_and_holidays(start: date, count: int, end: date) -> None:
    assert add_business_days(POLICY, start, count) == end
    assert is_business_day(POLICY, end)


@given(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(1, 60))
def test_going_forth_and_back_meets_again(start: date, count: int) -> None:
    there = add_business_days(POLICY, start, count)
    assert (
        sum(
            is_business_day(POLICY, start + timedelta(days=n + 1))
            for n in range((there - start).days)
        )
        == count
    )


def test_due_times_in_hours_elapse_and_in_days_end_with_the_local_day() -> None:
    friday = datetime(2026, 7, 3, 15, tzinfo=UTC)
    assert due_at(POLICY, "registration_review", friday) == friday + timedelta(hours=48)
    assert due_at(POLICY, "finding_block", friday) == datetime(2026, 7, 7, 23, 59, 59, tzinfo=UTC)
    assert due_at(BERLIN, "finding_block", friday) == datetime(2026, 7, 7, 21, 59, 59, tzinfo=UTC)
    with pytest.raises(UsageError, match="no service level 'someday'"):
        due_at(POLICY, "someday", friday)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-06", date(2026, 6, 1), date(2026, 6, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("FY2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_periods_of_a_calendar_year(period: str, first: date, last: date) -> None:
    assert period_days(POLICY, period) == (first, last)


def test_a_fiscal_year_is_named_by_the_year_it_ends_in() -> None:
    assert period_days(FROM_FEBRUARY, "FY2026") == (date(2025, 2, 1), date(2026, 1, 31))
    assert period_days(FROM_FEBRUARY, "2026-Q4") == (date(2025, 11, 1), date(2026, 1, 31))
    assert quarter_of(FROM_FEBRUARY, date(2026, 1, 31)) == "2026-Q4"
    assert quarter_of(FROM_FEBRUARY, date(2026, 2, 1)) == "2027-Q1"


@pytest.mark.parametrize(
    "text",
    [
        "2026",
        "2026-Q5",
        "２０２６-Q2",
        "FY２０２６",
        "2026-13",
        "Q2-2026",
        "",
        "FY26",
        "0000-Q1",
        "0000-06",
        "9999-Q4",
        "9999-12",
        "FY9999",
        "2026-Q2\n2026-Q3",
    ],
)
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UsageError, match="write 2026-Q2, 2026-06 or FY2026"):
        period_days(POLICY, text)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 12))
def test_every_day_lies_in_its_own_quarter(day: date, start: int) -> None:
    policy = POLICY.model_copy(
        update={"fiscal": POLICY.fiscal.model_copy(update={"year_start_month": start})}
    )
    quarter = quarter_of(policy, day)
    first, last = period_days(policy, quarter)
    assert first <= day <= last
    assert previous_quarter(policy, next_quarter(policy, quarter)) == quarter


def test_quarters_and_months_in_order() -> None:
    assert list(quarters(POLICY, date(2025, 12, 31), date(2026, 4, 1))) == [
        "2025-Q4",
        "2026-Q1",
        "2026-Q2",
    ]
    assert month_of(date(2026, 6, 30)) == "2026-06"


def test_cadence_falls_on_real_business_days() -> None:
    dates = cadence_dates(POLICY, "2026-Q4")
    assert dates == sorted(dates, key=lambda row: row.day)
    assert all(is_business_day(POLICY, row.day) for row in dates)
    by_name = {row.step.name: row.day for row in dates}
    assert by_name["Close and lock"] == date(2026, 10, 7)
    assert by_name["Audit checklist"] == date(2026, 12, 31)
    assert sum(row.step.name == "MDF review" for row in dates) == 3
    assert sum(row.step.name == "Pipeline review" for row in dates) == 13


def steps_of(policy: Policy, period: str, name: str) -> list[date]:
    return [row.day for row in cadence_dates(policy, period) if row.step.name == name]


def with_cadence(line: str) -> Policy:
    table = f'[[cadence]]\nname = "It"\nowner = "finance"\nwhat = "That"\n{line}\n'
    return parse_policy(TEXT[: TEXT.index("[[cadence]]")] + table)


@pytest.mark.parametrize(
    ("line", "period", "days"),
    [
        # 25 December 2026 is a Friday and a holiday.
        ('every = "week"\nweekday = "fri"', "2026-12", [4, 11, 18, 28]),
        ('every = "month"\nbusiness_day = 1', "2026-12", [1]),
        ('every = "month"\nbusiness_day = -1', "2026-12", [31]),
        ('every = "month"\nbusiness_day = 31', "2026-12", [31]),
        ('every = "month"\nbusiness_day = -31', "2026-12", [1]),
        ('every = "quarter"\nbusiness_day = 5', "2026-12", []),
        ('every = "quarter"\nbusiness_day = 5', "2026-10", [7]),
        ('every = "quarter"\nbusiness_day = -1', "2026-12", [31]),
        ('every = "quarter"\nbusiness_day = 5', "FY2026", [8, 7, 7, 7]),
    ],
)
def test_a_steps_dates(line: str, period: str, days: list[int]) -> None:
    found = cadence_dates(with_cadence(line), period)
    assert [row.day.day for row in found] == days


@given(st.integers(2024, 2027), st.integers(1, 12))
def test_the_months_of_a_year_have_the_dates_of_the_year(year: int, start: int) -> None:
    policy = POLICY.model_copy(
        update={"fiscal": POLICY.fiscal.model_copy(update={"year_start_month": start})}
    )
    first, _ = period_days(policy, f"FY{year}")
    months = [
        date(first.year + (first.month + n - 1) // 12, (first.month + n - 1) % 12 + 1, 1)
        for n in range(12)
    ]
    by_month = [row for month in months for row in cadence_dates(policy, month_of(month))]
    by_quarter = [row for n in range(1, 5) for row in cadence_dates(policy, f"{year}-Q{n}")]
    assert by_month == by_quarter == cadence_dates(policy, f"FY{year}")


def test_a_weekly_step_that_a_holiday_pushes_out_of_its_period_is_not_lost() -> None:
    policy = with_cadence('every = "week"\nweekday = "fri"')
    calendar = policy.calendar.model_copy(update={"holidays": (date(2026, 7, 31),)})
    pushed = policy.model_copy(update={"calendar": calendar})
    assert date(2026, 8, 3) not in steps_of(pushed, "2026-07", "It")
    assert steps_of(pushed, "2026-08", "It")[0] == date(2026, 8, 3)
