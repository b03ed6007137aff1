"""Faults of deals: dates, amounts, stages, accounts, products and currencies that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from xldesk.demo.days import working_day
from xldesk.demo.deals import Deal
from xldesk.demo.stream import Stream

if TYPE_CHECKING:
    from xldesk.demo.planted import Planted

_MISSPELT = {
    "Planning Cloud": "PlanningCloud",
    "Flow Automation": "Flow Automtion",
    "Data Vault": "Data Valut",
    "Edge Gateway": "Edge Gatway",
    "Advisory Services": "Advisory Service",
}
_BEFORE_THE_FIRST_RATES = date(2024, 6, 28)

Fault = Callable[[Deal], Deal]


def plant_deal_faults(
    seed: int, deals: Sequence[Deal], planted: Planted
) -> tuple[list[Deal], frozenset[str]]:
    """Return ``deals`` with the faulty ones in place, and the identifiers of those.

    A faulty deal is direct, so that its fault touches no partner's figures.
    """
    stream = Stream(seed, "faults/deals")
    free = stream.shuffled(
        [deal for deal in deals if deal.category == "direct" and deal.amount is not None]
    )
    changed: dict[str, Deal] = {}

    def plant(code: str, count: int, suits: Callable[[Deal], bool], fault: Fault) -> None:
        chosen = [d for d in free if suits(d) and d.opportunity_id not in changed][:count]
        if len(chosen) < count:
            raise ValueError(f"seed {seed} leaves no deal to plant {code} on; take another")
        for deal in chosen:
            changed[deal.opportunity_id] = fault(deal)
            planted.add(code)

    plant("OPP-DATES", 2, lambda d: _in_dollars(d) and _lost(d), _closed_before_created)
    plant("OPP-DATES", 1, lambda d: _in_dollars(d) and d.is_won, _closed_before_created)
    plant("OPP-DATES", 2, lambda d: _in_dollars(d) and _lost(d), _never_closed)
    plant("OPP-AMOUNT", 1, lambda d: _in_dollars(d) and d.is_won, _credit_memo)
    plant("OPP-AMOUNT", 1, lambda d: _in_dollars(d) and not d.is_closed, _credit_memo)
    plant("OPP-AMOUNT", 2, lambda d: d.is_won, lambda d: replace(d, amount=0))
    plant("OPP-STAGE", 2, lambda d: not d.is_closed, lambda d: replace(d, stage="Verbal Commit"))
    plant("OPP-STAGE", 1, lambda d: not d.is_closed, lambda d: replace(d, stage="On Hold"))
    _plant_doubles(free, changed, planted)
    plant("OPP-ACCOUNT", 12, lambda d: not d.is_closed, _without_account)
    plant("OPP-ACCOUNT", 3, lambda d: d.is_won, _without_account)
    plant("REF-UNKNOWN", 4, lambda d: not d.is_closed, _misspelt)
    plant("REF-UNKNOWN", 2, lambda d: d.is_won, _misspelt)
    plant("CUR-UNKNOWN", 2, lambda d: d.currency == "EUR" and not d.is_closed, _unknown_currency)
    plant("CUR-UNKNOWN", 2, lambda d: d.currency == "GBP" and d.is_won, _before_the_first_rates)
    return [changed.get(d.opportunity_id, d) for d in deals], frozenset(changed)


def _plant_doubles(free: Sequence[Deal], changed: dict[str, Deal], planted: Planted) -> None:
    """Make two pairs of open deals one deal each, typed twice with amounts that nearly agree."""
    left = [d for d in free if not d.is_closed and d.opportunity_id not in changed]
    for first, second in (left[:2], left[2:4]):
        amount = first.amount or 0
        changed[first.opportunity_id] = replace(first, amount=amount * 101 // 100)
        changed[second.opportunity_id] = replace(
            first, opportunity_id=second.opportunity_id, created=second.created
        )
        planted.add("OPP-DOUBLE", 2)


def _in_dollars(deal: Deal) -> bool:
    return deal.currency == "USD"


def _lost(deal: Deal) -> bool:
    return deal.is_closed and not deal.is_won


def _closed_before_created(deal: Deal) -> Deal:
    created = deal.last_day + timedelta(days=12)
    return replace(deal, created=created, last_activity=created, stage_entered=created)


def _never_closed(deal: Deal) -> Deal:
    return replace(deal, close=None)


def _credit_memo(deal: Deal) -> Deal:
    return replace(deal, name=f"{deal.account.short} credit memo", amount=-431_000)


def _without_account(deal: Deal) -> Deal:
    return replace(deal, has_account=False)


def _misspelt(deal: Deal) -> Deal:
    return replace(deal, family=_MISSPELT[deal.family])


def _unknown_currency(deal: Deal) -> Deal:
    return replace(deal, currency="EUD")


def _before_the_first_rates(deal: Deal) -> Deal:
    """Move a win into the quarter before the first one that has approved rates."""
    close = _BEFORE_THE_FIRST_RATES
    course = max(deal.last_day - deal.created, timedelta(days=30))
    return replace(
        deal,
        created=working_day(close - course),
        stage_entered=close,
        last_activity=close,
        close=close,
        go_live=None,
    )
