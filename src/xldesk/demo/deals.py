"""The sample company's deals: eight quarters of closed ones and the open pipeline."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from xldesk.demo.days import TODAY, next_working_day, quarter_days, working_day
from xldesk.demo.lists import sample_list
from xldesk.demo.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xldesk.demo.accounts import Account

OPEN_STAGES = ("Prospecting", "Qualification", "Discovery", "Proposal", "Negotiation")
PRICE_FACTORS = {"USD": 100, "EUR": 92, "GBP": 79, "JPY": 152}
"""Price lists: per cent of the dollar amount; for the yen, of the amount in whole units."""

_FAMILY_SIZE = {"Edge Gateway": 62, "Advisory Services": 45}
"""Per cent of the usual amount for families that sell in smaller deals."""

_QUARTER_END = (2, 22, 43, 60, 73, 83, 91, 97, 100)
"""Closings within a quarter, in per cent of its days, at evenly spaced quantiles."""


@dataclass(frozen=True)
class Deal:
    """An opportunity as the CRM knows it, and what the sample means it to be.

    ``category`` is the intended headline; ``usd`` the amount in US cents at list factors.
    """

    opportunity_id: str
    account: Account
    has_account: bool
    name: str
    family: str
    type: str
    amount: int | None
    currency: str
    usd: int
    stage: str
    created: date
    stage_entered: date
    last_activity: date
    close: date | None
    is_closed: bool
    is_won: bool
    category: str
    term_months: int
    contract_id: str | None
    go_live: date | None

    @property
    def last_day(self) -> date:
        """The day that influence is measured to: close of a closed deal, else today."""
        return self.close if self.is_closed and self.close else TODAY.date()


@dataclass(frozen=True)
class _Slot:
    account: Account
    family: str
    type: str
    usd: int


def make_deals(seed: int, accounts: Sequence[Account]) -> list[Deal]:
    """Return the deals in order of creation, numbered so.

    An account buys a product family once: no two deals can be mistaken for each other.
    """
    market = sample_list("market")
    stream = Stream(seed, "deals")
    closed = sum(quarter["closed"] for quarter in market["quarter"])
    pipeline = sum(row["deals"] for row in market["open"])
    slots = iter(_slots(Stream(seed, "slots"), accounts, closed + pipeline))
    deals: list[Deal] = []
    for quarter in market["quarter"]:
        won = [next(slots) for _ in range(quarter["won"])]
        lost = [next(slots) for _ in range(quarter["closed"] - quarter["won"])]
        for slot, category in zip(won, _won_categories(stream, won, quarter), strict=True):
            deals.append(_closed_deal(stream, slot, quarter["period"], category, is_won=True))
        for slot in lost:
            category = _category(stream, slot, market["lost"])
            deals.append(_closed_deal(stream, slot, quarter["period"], category, is_won=False))
    for row in market["open"]:
        for _ in range(row["deals"]):
            slot = next(slots)
            category = _category(stream, slot, market["pipeline"])
            deals.append(_open_deal(stream, slot, row["stage"], row["age"], category))
    deals.sort(key=lambda deal: (deal.created, deal.account.account_id, deal.family))
    return [_numbered(deal, number) for number, deal in enumerate(deals, 10_001)]


def _slots(stream: Stream, accounts: Sequence[Account], count: int) -> list[_Slot]:
    """Give every account a deal, some up to four, each of another family."""
    market = sample_list("market")
    weights = {product["family"]: product["weight"] for product in market["product"]}
    room = [account for account in accounts for _ in range(3)]
    owners = [*accounts, *stream.shuffled(room)][:count]
    used: dict[str, set[str]] = {account.account_id: set() for account in accounts}
    slots = []
    for account in stream.shuffled(owners):
        taken = used[account.account_id]
        family = stream.weighted({name: w for name, w in weights.items() if name not in taken})
        taken.add(family)
        kind = stream.weighted(market["type"])
        cents = stream.quantile([100 * amount for amount in market["amount_usd"][kind]])
        cents = cents * _FAMILY_SIZE.get(family, 100) // 100
        round_sum = stream.chance(40)
        slots.append(_Slot(account, family, kind, cents // 10_000 * 10_000 if round_sum else cents))
    return slots


def _won_categories(stream: Stream, slots: Sequence[_Slot], quarter: dict[str, Any]) -> list[str]:
    """Give each won deal the category that is furthest behind its share of bookings.

    Shares are the quarter's, looked at over all of its deals and over those in the deal's
    currency, so that reports of either look like a programme. Renewals are nobody's to source.
    """
    shares = {name: quarter[name] for name in ("sourced", "co_sell", "influenced")}
    shares["direct"] = 100 - sum(shares.values())
    booked: defaultdict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(shares, 0))
    categories = [""] * len(slots)
    for index in stream.shuffled(range(len(slots))):
        slot = slots[index]
        totals = (booked["all"], booked[slot.account.currency])
        behind = {
            name: sum(
                share * (sum(total.values()) + slot.usd) - 100 * total[name] for total in totals
            )
            for name, share in shares.items()
            if name != "sourced" or slot.type != "renewal"
        }
        categories[index] = max(behind, key=lambda name: behind[name])
        for total in totals:
            total[categories[index]] += slot.usd
    return categories


def _category(stream: Stream, slot: _Slot, weights: dict[str, int]) -> str:
    category = stream.weighted(weights)
    return "direct" if category == "sourced" and slot.type == "renewal" else category


def _closed_deal(stream: Stream, slot: _Slot, period: str, category: str, *, is_won: bool) -> Deal:
    first, last = quarter_days(period)
    close = working_day(first + (last - first) * stream.quantile(_QUARTER_END) // 100)
    close = max(close, next_working_day(first))
    cycle = stream.quantile(sample_list("market")["cycle_days"][slot.type])
    go_live = close + timedelta(days=stream.between(20, 75))
    return replace(
        _deal(stream, slot, category),
        stage="Closed Won" if is_won else "Closed Lost",
        created=working_day(close - timedelta(days=cycle)),
        stage_entered=close,
        last_activity=working_day(close - timedelta(days=stream.between(0, 5))),
        close=close,
        is_closed=True,
        is_won=is_won,
        contract_id=f"C-{close:%y%m}-{stream.between(1000, 9999)}" if is_won else None,
        go_live=go_live if is_won and go_live < TODAY.date() else None,
    )


def _open_deal(stream: Stream, slot: _Slot, stage: str, age: list[int], category: str) -> Deal:
    today = TODAY.date()
    created = working_day(today - timedelta(days=stream.between(*age)))
    quiet = stream.between(30, 70) if stream.chance(12) else stream.between(1, 20)
    last_activity = max(created, working_day(today - timedelta(days=quiet)))
    since = (last_activity - created).days * (1 + OPEN_STAGES.index(stage)) // 6
    if stream.chance(8):
        close = today - timedelta(days=stream.between(2, 9))
    else:
        close = today + timedelta(days=stream.between(10, 55 + 35 * (5 - OPEN_STAGES.index(stage))))
    deal = _deal(stream, slot, category)
    return replace(
        deal,
        amount=None if stage == "Prospecting" and stream.chance(12) else deal.amount,
        stage=stage,
        created=created,
        stage_entered=working_day(created + timedelta(days=since)),
        last_activity=last_activity,
        close=working_day(close),
    )


def _deal(stream: Stream, slot: _Slot, category: str) -> Deal:
    """Return the deal with what does not depend on its course."""
    market = sample_list("market")
    currency = slot.account.currency
    amount = slot.usd * PRICE_FACTORS[currency] // 100
    if currency == "JPY":
        amount = amount // 1_000 * 1_000
    today = TODAY.date()
    return Deal(
        opportunity_id="",
        account=slot.account,
        has_account=True,
        name=f"{slot.account.short} {stream.pick(market['deal_word'][slot.type])}",
        family=slot.family,
        type=slot.type,
        amount=amount,
        currency=currency,
        usd=slot.usd,
        stage="",
        created=today,
        stage_entered=today,
        last_activity=today,
        close=None,
        is_closed=False,
        is_won=False,
        category=category,
        term_months=6 if slot.family == "Advisory Services" else stream.pick((12, 12, 24, 36)),
        contract_id=None,
        go_live=None,
    )


def _numbered(deal: Deal, number: int) -> Deal:
    return replace(deal, opportunity_id=f"OPP-{number}")
