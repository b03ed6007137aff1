"""Adjustments after lock agree with fractions, conserve every cent, and come back to the lock."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.locked_deal import DAY, adjusted, event, line, outcome
from attribution.reference import PRECEDENCE

if TYPE_CHECKING:
    from xldesk.attribution.adjusting import DisputeOutcome
    from xldesk.records.attribution import Attribution
    from xldesk.records.opportunity import BookingEvent

Line = tuple[str, str, str, str]
"""Product family, partner, line category, headline category."""


@dataclass(frozen=True)
class Deal:
    """A locked deal and what happens to it: deltas and new weights, in order."""

    locked: dict[Line, int]
    shares: dict[Line, int]
    steps: list[int | dict[Line, int]] = field(default_factory=list)


def order(one: Line) -> tuple[int, str, str, str]:
    family, partner, category, headline = one
    return PRECEDENCE[category], family, partner, headline


def split(total: int, weights: dict[Line, int], shares: dict[Line, int]) -> dict[Line, int]:
    """The oracle: fractions, floors and the largest remainders, one deal at a time."""
    kept = dict.fromkeys(weights, 0)
    if not sum(weights.values()):
        kept, weights = weights, shares
    sign = -1 if total < 0 else 1
    exact = {
        one: Fraction(abs(total) * weight, sum(weights.values())) for one, weight in weights.items()
    }
    parts = {one: floor(value) for one, value in exact.items()}
    by_remainder = sorted(exact, key=lambda one: (parts[one] - exact[one], order(one)))
    for one in by_remainder[: abs(total) - sum(parts.values())]:
        parts[one] += 1
    return {one: kept[one] + sign * part for one, part in parts.items()}


LINES = st.tuples(
    st.sampled_from(["", "core", "x"]),
    st.sampled_from(["A", "B", "p", "DIRECT"]),
    st.sampled_from(["sourced", "co_sell", "influenced", "direct"]),
    st.just("sourced"),
)
SIZES = st.sampled_from([3, 1_000, 10**6, 10**13])


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    size = draw(SIZES)
    sign = draw(st.sampled_from([1, 1, 1, -1]))

    def weights() -> st.SearchStrategy[dict[Line, int]]:
        amounts = st.integers(0, size).map(lambda amount: sign * amount)
        return st.dictionaries(LINES, amounts, min_size=1, max_size=6)

    locked = draw(weights())
    shares = {one: draw(st.integers(1, 1_000_000)) for one in locked}
    deltas = st.integers(-2 * size, 2 * size)
    decided = weights().filter(lambda lines: sum(lines.values()) != 0)
    return Deal(locked, shares, draw(st.lists(deltas | decided, max_size=5)))


def credit_lines(
    number: int, weights: dict[Line, int], shares: dict[Line, int]
) -> list[Attribution]:
    return [
        line(
            partner,
            credit,
            category,
            headline,
            product_family=family,
            opportunity_id=f"O-{number}",
            share=shares.get((family, partner, category, headline), 0),
        )
        for (family, partner, category, headline), credit in weights.items()
    ]


def rows_of(
    given_deals: list[Deal],
) -> tuple[list[Attribution], list[BookingEvent], list[DisputeOutcome]]:
    locked, events, outcomes = [], [], []
    for number, deal in enumerate(given_deals):
        locked += credit_lines(number, deal.locked, deal.shares)
        for nth, step in enumerate(deal.steps):
            day = DAY + timedelta(days=nth)
            if isinstance(step, int):
                events.append(
                    event(f"E-{number}-{nth}", step, date=day, opportunity_id=f"O-{number}")
                )
            else:
                lines = credit_lines(number, step, {})
                outcomes.append(outcome(f"D-{number}-{nth}", *lines, on=day))
    return locked, events, outcomes


def expected_of(number: int, deal: Deal) -> dict[tuple[str, Line], int]:
    """Differences between the splits before and after each step, none of nothing."""
    total, weights = sum(deal.locked.values()), deal.locked
    before = split(total, weights, deal.shares)
    assert before == deal.locked
    expected = {}
    for nth, step in enumerate(deal.steps):
        if isinstance(step, int):
            cause, total = f"E-{number}-{nth}", total + step
        else:
            cause, weights = f"D-{number}-{nth}", step
        after = split(total, weights, deal.shares)
        for one in before | after:
            difference = after.get(one, 0) - before.get(one, 0)
            if difference:
                expected[cause, one] = difference
        before = after
    return expected


SEVERAL = st.lists(deals(), min_size=1, max_size=12)
"""Many deals an example: opening DuckDB takes longer than a deal."""


@settings(max_examples=15)
@given(SEVERAL, st.randoms(use_true_random=False))
def test_adjustments_are_the_references_whatever_the_order_of_rows(
    given_deals: list[Deal], chance: random.Random
) -> None:
    check_against_the_reference(given_deals, chance)


@pytest.mark.long
@settings(max_examples=200)
@given(SEVERAL, st.randoms(use_true_random=False))
def test_adjustments_are_the_references_over_many_deals(
    given_deals: list[Deal], chance: random.Random
) -> None:
    check_against_the_reference(given_deals, chance)


def check_against_the_reference(given_deals: list[Deal], chance: random.Random) -> None:
    rows = rows_of(given_deals)
    found, problems = adjusted(*rows)
    assert all(problem.counted for problem in problems)
    expected: dict[tuple[str, Line], int] = {}
    for number, deal in enumerate(given_deals):
        expected |= expected_of(number, deal)
    by_line = {
        (a.caused_by, (a.product_family, a.partner_id, a.line_category, a.headline_category)): (
            a.credit
        )
        for a in found
    }
    assert len(by_line) == len(found)
    assert by_line == expected
    for part in rows:
        chance.shuffle(part)
    assert adjusted(*rows) == (found, problems)


@settings(max_examples=15)
@given(SEVERAL)
def test_every_cause_adds_up_and_a_reinstated_deal_is_as_it_was_locked(
    given_deals: list[Deal],
) -> None:
    """Cancel what is left, reinstate the locked amount: zero each, then the locked cents each."""
    only_events = [
        Deal(deal.locked, deal.shares, [step for step in deal.steps if isinstance(step, int)])
        for deal in given_deals
    ]
    for deal in only_events:
        locked_total = sum(deal.locked.values())
        deal.steps.extend([-locked_total - sum(deal.steps), locked_total])
    locked, events, _ = rows_of(only_events)
    found, _ = adjusted(locked, events)
    delta_of = {one.event_id: one.amount_delta for one in events}
    sums = dict.fromkeys(delta_of, 0)
    for one in found:
        sums[one.caused_by] += one.credit
    assert sums == delta_of
    for number, deal in enumerate(only_events):
        last = f"E-{number}-{len(deal.steps) - 1}"
        held = dict(deal.locked)
        back = dict.fromkeys(deal.locked, 0)
        for one in found:
            key = (one.product_family, one.partner_id, one.line_category, one.headline_category)
            if one.opportunity_id != f"O-{number}":
                continue
            if one.caused_by == last:
                back[key] += one.credit
            else:
                held[key] += one.credit
        assert set(held.values()) == {0}
        assert back == deal.locked
