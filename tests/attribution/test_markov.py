"""Markov removal effects: against a dense solve, at the edges, and on a desk."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.plain_desk import PlainDesk, credit_rows, role, touch
from attribution.reference import removal_effects as reference_effects
from xldesk.attribution import absorbing_chain
from xldesk.attribution.markov import Removal, removals, whole_parts
from xldesk.attribution.run import attribute
from xldesk.attribution.statements import run_step

Walk = tuple[list[str], int, int]


def fitted(walks: Sequence[Walk]) -> Removal:
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute("CREATE TABLE walk (fit VARCHAR, partners VARCHAR[], won BIGINT, lost BIGINT)")
        for partners, won, lost in walks:
            con.execute("INSERT INTO walk VALUES ('', ?, ?, ?)", [partners, won, lost])
        run_step(con, "walk_pairs")
        return removals(con).get("", Removal(0.0, {}))


def removed_one_by_one(walks: Sequence[Walk]) -> tuple[float, dict[str, float]]:
    """Solve (I − Q) x = r with every partner, then without each, as floating-point systems."""
    names = sorted({name for partners, won, lost in walks if won + lost for name in partners})
    place = {name: number for number, name in enumerate(names, 1)}
    end = len(names) + 1
    counts = np.zeros((end, end + 1))
    for partners, won, lost in walks:
        steps = [0, *(place[name] for name in partners)] if won + lost else [0]
        for origin, target in pairwise(steps):
            counts[origin, target] += (won + lost) * (origin != target)
        if partners:
            counts[steps[-1], end] += won
    leaving = counts.sum(axis=1)
    for partners, won, lost in walks:
        if partners and won + lost:
            leaving[place[partners[-1]]] += lost
    chance = counts / np.where(leaving, leaving, 1)[:, None]

    def winning(without: int | None) -> float:
        kept = chance.copy()
        if without is not None:
            kept[without] = 0
        system = np.eye(end) - kept[:, :end]
        return float(np.linalg.solve(system, kept[:, end])[0])

    base = winning(None)
    return base, {name: 1 - winning(place[name]) / base if base else 0.0 for name in names}


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from("ABCDEFGH"), min_size=1, max_size=7),
            st.integers(0, 5),
            st.integers(0, 5),
        ),
        min_size=1,
        max_size=15,
    )
)
@settings(max_examples=30)
def test_effects_are_those_of_removing_each_partner(walks: list[Walk]) -> None:
    found = fitted(walks)
    base, effects = removed_one_by_one(walks)
    assert found.base_probability == pytest.approx(base, abs=1e-12)
    assert found.effect == pytest.approx(effects, abs=1e-9)
    exact = {p: float(e) for p, e in reference_effects(walks).items() if p in effects}
    assert found.effect == pytest.approx(exact, abs=1e-9)


def random_walks(seed: int, partners: int, walks: int) -> list[Walk]:
    chance = random.Random(seed)
    names = [f"P-{number:04}" for number in range(partners)]
    return [
        (chance.choices(names, k=chance.randint(1, 12)), chance.randrange(3), chance.randrange(4))
        for _ in range(walks)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_sparse_factorisation_gives_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    walks = random_walks(seed, 300, 800)
    dense = fitted(walks)
    base, effects = removed_one_by_one(random_walks(seed, 40, 200))
    assert fitted(random_walks(seed, 40, 200)).effect == pytest.approx(effects, abs=1e-9)
    assert base > 0
    monkeypatch.setattr(absorbing_chain, "DENSE_STATES", 10)
    sparse = fitted(walks)
    assert sparse.effect == pytest.approx(dense.effect, abs=1e-10)
    assert sparse.base_probability == pytest.approx(dense.base_probability, abs=1e-12)


@pytest.mark.parametrize(
    ("walks", "base", "effects"),
    [
        ([], 0.0, {}),
        ([([], 3, 1)], 0.0, {}),
        ([(["A"], 0, 0)], 0.0, {}),
        ([(["A"], 0, 5)], 0.0, {"A": 0.0}),
        ([(["A"], 5, 0)], 1.0, {"A": 1.0}),
        ([(["A", "A"], 1, 3)], 0.25, {"A": 1.0}),
        ([(["A", "B"], 1, 0), (["C"], 0, 0)], 1.0, {"A": 1.0, "B": 1.0}),
        ([(["A"], 1, 0), (["B"], 0, 1)], 0.5, {"A": 1.0, "B": 0.0}),
        ([(["A", "B", "A"], 10**15, 1)], 1.0, {"A": 1.0, "B": 0.5}),
    ],
)
def test_edges(walks: list[Walk], base: float, effects: dict[str, float]) -> None:
    found = fitted(walks)
    assert found.base_probability == pytest.approx(base)
    assert found.effect == pytest.approx(effects)


@pytest.mark.parametrize(
    ("effect", "parts"),
    [
        (0.0, 0),
        (1.0, 1_000_000),
        (1 / 3, 333_333),
        # 1/128 is a tie, 7812.5: noise of the last binary places does not decide it.
        (1 / 128, 7_812),
        (1 / 128 + 1e-16, 7_812),
        (1 / 128 - 1e-16, 7_812),
    ],
)
def test_an_effect_is_rounded_once(effect: float, parts: int) -> None:
    assert whole_parts(effect) == parts


def desk_of_two_quarters() -> PlainDesk:
    """In Q2 only deals that A began were won, in Q3 only deals that B began."""
    desk = PlainDesk()
    for quarter, winner in (("2026-05-31", "A"), ("2026-08-31", "B")):
        close = date.fromisoformat(quarter)
        for number, (first, second, won) in enumerate(
            [(winner, "C", True), (winner, "D", True), ("C", "D", False), ("D", "C", False)]
        ):
            name = f"{quarter}-{number}"
            desk.deal(name, 1_000, is_won=won, close_date=close)
            desk.act(name, touch(first, "demo", 100, event=f"{name}-1"))
            desk.act(name, touch(second, "demo", 101, event=f"{name}-2"))
    return desk


def quarter_effects(winner: str) -> dict[str, Fraction]:
    return reference_effects(
        [([winner, "C"], 1, 0), ([winner, "D"], 1, 0), (["C", "D"], 0, 1), (["D", "C"], 0, 1)]
    )


def test_each_quarter_has_its_own_chain_and_lost_deals_count_in_it() -> None:
    desk = desk_of_two_quarters()
    basis = desk.basis()
    attribute(basis, "markov")
    found = credit_rows(basis)
    effects = quarter_effects("A")
    assert effects["A"] < 1
    a, c = (round(effects[name] * 10**6) for name in "AC")
    expected = round(1_000 * a / (a + c))
    assert found["2026-05-31-0"]["influenced", "A"][0] == expected
    assert found["2026-08-31-0"]["influenced", "B"][0] == expected
    assert not any(name.endswith(("-2", "-3")) for name in found)
    assert basis.con.execute("SELECT count(*) FROM contribution").fetchall() == [(8,)]


def test_an_open_deal_takes_the_latest_quarter_before_the_time_asked_for() -> None:
    desk = desk_of_two_quarters()
    desk.deal("open", 1_000, is_won=False, is_closed=False, stage="Proposal")
    for day, partner in enumerate(["A", "B", "C"]):
        desk.act("open", touch(partner, "meeting", 200 + day))
    basis = desk.basis()
    attribute(basis, "markov")
    lines = credit_rows(basis)["open"]
    # A was on no deal of Q3: it has no effect there, and no line.
    assert set(lines) == {("influenced", "B"), ("influenced", "C")}
    b, c = (round(quarter_effects("B")[name] * 10**6) for name in "BC")
    assert lines["influenced", "B"][0] == round(1_000 * b / (b + c))


def test_without_anything_learnt_partners_share_equally_under_their_highest_category() -> None:
    desk = PlainDesk()
    desk.deal("open", 100, is_won=False, is_closed=False, stage="Proposal")
    for act in (touch("A", "demo", 1), role("A", "co_sell", 9), touch("B", "demo", 5)):
        desk.act("open", act)
    basis = desk.basis()
    attribute(basis, "markov")
    assert credit_rows(basis)["open"] == {
        ("co_sell", "A"): (50, 500_000),
        ("influenced", "B"): (50, 500_000),
    }
