"""Market development funds of the sample company: quarterly budgets and planned activities."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from xldesk.demo.days import (
    TODAY,
    next_working_day,
    office_time,
    quarter_days,
    working_day,
)
from xldesk.demo.deals import PRICE_FACTORS
from xldesk.demo.lists import sample_list
from xldesk.demo.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.demo.partners import Partner


@dataclass(frozen=True)
class Fund:
    """A partner's budget for a quarter."""

    fund_id: str
    partner: Partner
    period: str
    budget: int
    expiry: date

    @property
    def unit(self) -> int:
        """The step that its amounts are rounded to, in minor units: about ten dollars."""
        return 1_000


@dataclass(frozen=True)
class Request:
    """A planned activity and what was decided about it."""

    request_id: str
    fund: Fund
    name: str
    activity_kind: str
    place: str
    activity_start: date
    activity_end: date
    planned_spend: int
    expected_leads: int
    expected_pipeline: int
    expected_close_rate: str
    product_family: str
    submitted_at: datetime
    status: str
    approved_amount: int | None
    decided_at: datetime | None
    decided_by: str | None
    second_approver: str | None


def make_funds(seed: int, partners: Sequence[Partner]) -> list[Fund]:
    """Return a fund a quarter for each partner in the programme, the quarter under way included."""
    stream = Stream(seed, "mdf/funds")
    lists = sample_list("mdf")
    by_name = {partner.name: partner for partner in partners}
    funds = []
    for period in lists["periods"]:
        for name in lists["partners"]:
            partner = by_name[name]
            low, high = lists["budget_usd"][partner.tier]
            dollars = stream.between(low // 500, high // 500) * 500
            funds.append(
                Fund(
                    fund_id=f"F-{period[2:4]}{period[5:]}-{partner.partner_id[2:]}",
                    partner=partner,
                    period=period,
                    budget=dollars * PRICE_FACTORS[partner.currency],
                    expiry=quarter_days(period)[1] + timedelta(days=lists["expires_days_after"]),
                )
            )
    return funds


def make_requests(seed: int, funds: Sequence[Fund]) -> list[Request]:
    """Return the activities asked for, in order of funds; approvals stay within each budget."""
    stream = Stream(seed, "mdf/requests")
    made = [request for fund in funds for request in _requests(stream, fund)]
    return [replace(r, request_id=f"MR-{number:04}") for number, r in enumerate(made, 1)]


def _requests(stream: Stream, fund: Fund) -> list[Request]:
    count = stream.weighted({0: 4, 1: 14, 2: 46, 3: 36})
    left = fund.budget
    made = []
    for _ in range(count):
        request = _request(stream, fund, left)
        if request is not None:
            left -= request.approved_amount or 0
            made.append(request)
    return made


def _request(stream: Stream, fund: Fund, left: int) -> Request | None:
    """Return an activity in the fund's quarter; None where it is too early or the fund used up."""
    lists = sample_list("mdf")
    activity = stream.pick(lists["activity"])
    first, last = quarter_days(fund.period)
    start = next_working_day(first + timedelta(days=stream.between(12, (last - first).days - 16)))
    end = min(last, start + timedelta(days=stream.between(*activity["days"])))
    submitted = office_time(
        stream, working_day(start - timedelta(days=stream.between(22, 40))), fund.partner.region
    )
    planned = min(left, fund.budget * stream.between(28, 58) // 100 // fund.unit * fund.unit)
    family = stream.pick(sample_list("market")["product"])["family"]
    place = stream.pick(lists["places"][fund.partner.region]) if activity["has_place"] else "online"
    decided = submitted + timedelta(minutes=stream.between(300, 6_000))
    fate = stream.weighted({"approved": 86, "rejected": 9, "cancelled": 5})
    approver = stream.pick(sample_list("people")["staff"]["marketing"])
    second = stream.pick(sample_list("people")["staff"]["finance"])
    pipeline = planned * stream.between(5, 13)
    request = Request(
        request_id="",
        fund=fund,
        name=f"{activity['title']}: {family}",
        activity_kind=activity["kind"],
        place=place,
        activity_start=start,
        activity_end=end,
        planned_spend=planned,
        expected_leads=stream.between(12, 90),
        expected_pipeline=pipeline,
        expected_close_rate=f"0.{stream.between(14, 31)}",
        product_family=family,
        submitted_at=submitted,
        status="submitted",
        approved_amount=None,
        decided_at=None,
        decided_by=None,
        second_approver=None,
    )
    if submitted >= TODAY or planned < fund.budget // 10:
        return None
    if decided >= TODAY:
        return request
    if fate == "rejected":
        return replace(request, status="rejected", decided_at=decided, decided_by=approver)
    dollars = planned // PRICE_FACTORS[fund.partner.currency]
    return replace(
        request,
        status=fate,
        approved_amount=planned,
        decided_at=decided,
        decided_by=approver,
        second_approver=second if dollars >= lists["second_approver_from_usd"] else None,
    )
