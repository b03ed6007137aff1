"""Shapley: published values, brute force over all orders and coalitions, and the deals' model."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from itertools import chain, combinations, permutations
from math import factorial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.plain_desk import PlainDesk, credit_rows, role, touch
from attribution.reference import largest_remainder
from xldesk.attribution.run import attribute
from xldesk.attribution.shapley import MOST_PARTNERS, shapley_of
from xldesk.errors import UsageError

Game = dict[frozenset[str], Fraction]


def coalitions(partners: list[str]) -> list[frozenset[str]]:
    sizes = range(len(partners) + 1)
    return [frozenset(c) for c in chain.from_iterable(combinations(partners, n) for n in sizes)]


@pytest.mark.shared
def test_published_values(shared: Path) -> None:
    cases = json.loads((shared / "oracles" / "small.json").read_text("utf-8"))
    case = next(case for case in cases if "coalition_value" in case)
    game = {tuple(name.split(",")): value for name, value in case["coalition_value"].items()}
    found = {partner: float(value) for partner, value in shapley_of(game).items()}
    assert found == pytest.approx(case["shapley"], abs=1e-12)


@given(st.lists(st.fractions(-9, 9, max_denominator=7), min_size=16, max_size=16))
@settings(max_examples=40)
def test_the_mean_over_all_orders(values: list[Fraction]) -> None:
    partners = ["A", "B", "C", "D"]
    game = dict(zip(coalitions(partners), [Fraction(0), *values[1:]], strict=True))
    expected = dict.fromkeys(partners, Fraction(0))
    for order in permutations(partners):
        for place, partner in enumerate(order):
            before, after = frozenset(order[:place]), frozenset(order[: place + 1])
            expected[partner] += (game[after] - game[before]) / factorial(4)
    assert shapley_of(game) == expected
    assert sum(expected.values()) == game[frozenset(partners)]


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_a_deal_in_equal_parts_is_the_solution_over_all_coalitions(count: int) -> None:
    """v(S): what the won deals whose partners are all in S are worth (domain model, section 4)."""
    chance = random.Random(count)
    partners = [f"P-{number:02}" for number in range(count)]
    deals = [
        (chance.randrange(1, 10**6), frozenset(chance.sample(partners, chance.randint(1, count))))
        for _ in range(40)
    ]
    game = {
        members: sum(amount for amount, on in deals if on <= members)
        for members in coalitions(partners)
    }
    desk = PlainDesk()
    for number, (amount, on) in enumerate(deals):
        desk.deal(f"O-{number}", amount)
        for partner in sorted(on):
            desk.act(f"O-{number}", touch(partner, "demo", 9, event=f"{number}-{partner}"))
    basis = desk.basis()
    attribute(basis, "shapley")
    credit = dict.fromkeys(partners, 0)
    for lines in credit_rows(basis).values():
        for (_, partner), (part, _) in lines.items():
            credit[partner] += part
    values = shapley_of(game)
    # A deal's parts are whole units: each is less than one unit from the exact one.
    assert all(abs(credit[p] - values.get(p, 0)) < len(deals) for p in partners)
    exact = {
        p: sum((Fraction(a, len(on)) for a, on in deals if p in on), Fraction(0)) for p in partners
    }
    assert {p: values.get(p, Fraction(0)) for p in partners} == exact


def test_a_partner_has_one_line_under_its_highest_category() -> None:
    desk = PlainDesk()
    desk.deal("O", 100)
    for act in (touch("A", "demo", 1), touch("A", "poc", 2), role("A", "co_sell", 9)):
        desk.act("O", act)
    for partner in ("B", "C"):
        desk.act("O", touch(partner, "demo", 5))
    basis = desk.basis()
    attribute(basis, "shapley")
    credit = [credit for credit, _ in credit_rows(basis)["O"].values()]
    assert set(credit_rows(basis)["O"]) == {
        ("co_sell", "A"),
        ("influenced", "B"),
        ("influenced", "C"),
    }
    assert sorted(credit, reverse=True) == largest_remainder(100, [1, 1, 1])


@pytest.mark.parametrize(
    ("game", "said"),
    [
        ({f"P{number}": 1 for number in range(MOST_PARTNERS + 1)}, "17 partners have 2^17"),
        ({("A", "B"): 1, ("B", "A"): 2}, "A, B is given twice"),
        ({(): 1, "A": 2}, "the empty coalition"),
    ],
)
def test_what_is_refused(game: dict[str, int], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        shapley_of(game)
    assert said in refused.value.message


def test_nobody() -> None:
    assert shapley_of({}) == {}
    assert shapley_of({(): 0}) == {}
