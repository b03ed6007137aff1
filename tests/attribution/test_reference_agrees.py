"""The SQL and the plain reference agree on random deals, and nothing is lost on the way."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.plain_desk import PlainDesk, credit_rows, registration, role, touch
from attribution.random_deals import KIND_WEIGHTS, act_of_deal, crowd, desk_of
from attribution.reference import (
    MODELS,
    UNITS,
    Act,
    Rules,
    counted,
    credit_of,
    headline,
    markov_of,
    removal_effects,
)
from attribution.synthetic import synthetic_basis
from xldesk.attribution.models import MODELS as ALL_MODELS
from xldesk.attribution.run import attribute

if TYPE_CHECKING:
    from pathlib import Path

    from xldesk.ledger.basis import Basis

PARTNERS = st.sampled_from(["P-1", "P-2", "P-3", "p", "Ω", "DIRECT-ish"])
DAYS = st.sampled_from([0, 1, 1, 2, 30, 31, 200, 364])
AGREED = st.none() | st.sampled_from([0, 1, 250_000, 333_333, 500_000, 999_999, UNITS, -1])
AMOUNTS = st.integers(-(10**13), 10**13) | st.sampled_from([0, 1, -1, 2, 3, 10, 100, 10**13 + 1])


@st.composite
def deals(draw: st.DrawFn) -> tuple[int, list[Act]]:
    """An amount and what partners did: claims, roles with and without agreed shares, touches."""
    acts: list[Act] = []
    for number, (partner, day, blocked) in enumerate(
        draw(st.lists(st.tuples(PARTNERS, DAYS, st.booleans()), max_size=3))
    ):
        acts.append(registration(partner, day, event=f"A-{number}", blocked=blocked))
    role_keys = st.tuples(PARTNERS, st.sampled_from(["referral", "co_sell", "influence"]))
    for partner, kind in draw(st.lists(role_keys, max_size=4, unique=True)):
        agreed = draw(AGREED if kind != "influence" else AGREED.filter(lambda a: a is not None))
        acts.append(role(partner, kind, draw(DAYS), agreed, blocked=draw(st.integers(0, 3)) == 0))
    touched = st.tuples(PARTNERS, st.sampled_from(sorted(KIND_WEIGHTS)), DAYS, st.integers(0, 4))
    for number, (partner, kind, day, block) in enumerate(draw(st.lists(touched, max_size=8))):
        acts.append(
            touch(partner, kind, day, KIND_WEIGHTS[kind], event=f"E-{number}", blocked=block == 0)
        )
    return draw(AMOUNTS), acts


RULES = st.builds(
    Rules,
    pools=st.sampled_from([(60, 30, 10), (1, 1, 1), (0, 0, 10), (0, 7, 0), (0, 0, 0)]),
    half_life=st.sampled_from([1, 7, 45, 3660]),
    created=st.sampled_from([0, 1, 30, 200]),
    custom_by=st.just("position"),
    custom=st.sampled_from(
        [
            (("first", 30), ("last", 30), ("rest", 40)),
            (("rest", 1),),
            (("registration", 100),),
            (("registration", 7), ("creation", 11), ("close", 13), ("last", 17), ("rest", 19)),
        ]
    ),
) | st.builds(
    Rules,
    custom_by=st.just("kind"),
    custom=st.sampled_from(
        [(("demo", 1),), (("registration", 100), ("co_sell", 60), ("meeting", 1), ("influence", 7))]
    ),
)


def check(basis: Basis, given_deals: list[tuple[int, list[Act]]], rules: Rules) -> None:
    for model in MODELS:
        check_model(basis, given_deals, rules, model)


def check_model(
    basis: Basis, given_deals: list[tuple[int, list[Act]]], rules: Rules, model: str
) -> None:
    attribute(basis, model)
    found = credit_rows(basis)
    headlines = dict(
        basis.con.execute("SELECT opportunity_id, headline_category FROM deal").fetchall()
    )
    for number, (amount, acts) in enumerate(given_deals):
        lines = found[f"O-{number}"]
        assert sum(credit for credit, _ in lines.values()) == amount
        assert sum(share for _, share in lines.values()) == UNITS
        assert lines == credit_of(model, amount, acts, rules), (model, amount, acts)
        assert headlines[f"O-{number}"] == headline(acts)


@given(st.lists(deals(), min_size=1, max_size=12), RULES)
@settings(max_examples=8)
def test_every_model_agrees_with_the_reference(
    given_deals: list[tuple[int, list[Act]]], rules: Rules
) -> None:
    check(desk_of(given_deals, rules).basis(), given_deals, rules)


@pytest.mark.long
@given(st.lists(deals(), min_size=1, max_size=60), RULES)
@settings(max_examples=300)
def test_every_model_agrees_with_the_reference_on_many_deals(
    given_deals: list[tuple[int, list[Act]]], rules: Rules
) -> None:
    check(desk_of(given_deals, rules).basis(threads=2), given_deals, rules)


@given(
    st.lists(st.tuples(deals(), st.sampled_from(["won", "won", "lost", "open"])), max_size=12),
    st.lists(st.sampled_from(["2026-08-01", "2026-12-31"]), min_size=12, max_size=12),
)
@settings(max_examples=20)
def test_markov_agrees_with_the_reference(
    given_deals: list[tuple[tuple[int, list[Act]], str]], closes: list[str]
) -> None:
    desk = PlainDesk()
    walks: dict[str, list[tuple[list[str], int, int]]] = {}
    for number, (((amount, acts), state), close) in enumerate(
        zip(given_deals, closes, strict=False)
    ):
        won, lost = int(state == "won"), int(state == "lost")
        desk.deal(
            f"O-{number}",
            amount,
            is_won=bool(won),
            is_closed=bool(won or lost),
            close_date=date.fromisoformat(close),
        )
        for act in acts:
            desk.act(f"O-{number}", act_of_deal(act, number))
        steps = [act.partner for act in counted(acts)]
        if steps and won + lost:
            walks.setdefault(close, []).append((steps, won, lost))
    basis = desk.basis(threads=2)
    attribute(basis, "markov")
    found = credit_rows(basis)
    effects = {close: removal_effects(of_close) for close, of_close in walks.items()}
    for number, (((amount, acts), state), close) in enumerate(
        zip(given_deals, closes, strict=False)
    ):
        if state == "lost":
            assert f"O-{number}" not in found
            continue
        fit = max(effects, default="") if state == "open" else close
        expected = markov_of(amount, acts, effects.get(fit, {}))
        assert found[f"O-{number}"] == expected, (number, state, close)


@pytest.mark.parametrize("amount", [10**13, -(10**13), 10**15 - 1, 9_999_999_999_977, 17])
def test_a_thousand_contributions_and_ten_trillion_minor_units_lose_nothing(amount: int) -> None:
    given_deals = [(amount, crowd(seed, 1_000)) for seed in range(3)]
    check(desk_of(given_deals, Rules()).basis(), given_deals, Rules())


TABLES = {
    "deal": "SELECT * FROM deal",
    "contribution": "SELECT * FROM contribution",
    "credit": "SELECT * FROM credit",
    "influence_overlay": "SELECT * FROM influence_overlay",
}


@pytest.mark.parametrize("model", ALL_MODELS)
def test_order_of_rows_and_number_of_threads_do_not_matter(model: str) -> None:
    chance = random.Random(20_260_101)
    given_deals = [
        (chance.randrange(-(10**9), 10**13), crowd(seed, chance.choice([1, 2, 3, 9, 40])))
        for seed in range(150)
    ]
    seen = []
    for threads in (1, 4, 2):
        desk = desk_of(given_deals, Rules())
        for rows in desk.rows.values():
            if threads > 1:
                chance.shuffle(rows)
        basis = desk.basis(threads=threads)
        attribute(basis, model)
        seen.append({name: basis.con.execute(sql).fetchall() for name, sql in TABLES.items()})
    assert all(seen[0].values())
    assert seen[1] == seen[0]
    assert seen[2] == seen[0]


@pytest.mark.parametrize(
    "model",
    [
        pytest.param(model, marks=[] if model == "taxonomy" else pytest.mark.long)
        for model in ALL_MODELS
    ],
)
def test_tables_larger_than_one_thread_takes_come_out_the_same(model: str, tmp_path: Path) -> None:
    seen = []
    for threads, reverse in ((1, False), (4, True)):
        basis = synthetic_basis(40_000, threads=threads, reverse=reverse)
        attribute(basis, model)
        assert basis.con.execute(
            "SELECT count(*) FROM deal AS d JOIN ("
            " SELECT opportunity_id, sum(credit) AS credit, sum(share) AS share"
            " FROM credit GROUP BY opportunity_id) AS c USING (opportunity_id)"
            " WHERE d.amount = c.credit AND c.share = 1000000"
        ).fetchall() == [(40_000,)]
        files = {name: tmp_path / f"{name}-{threads}.csv" for name in TABLES}
        for name, file in files.items():
            basis.con.execute(f"COPY ({TABLES[name]}) TO '{file}' (FORMAT csv)")
        seen.append({name: file.read_bytes() for name, file in files.items()})
        basis.con.close()
    assert all(len(content) > 1_000 for content in seen[0].values())
    assert seen[1] == seen[0]


@given(st.lists(deals(), min_size=1, max_size=5))
@settings(max_examples=6)
def test_a_blocked_contribution_earns_nothing(given_deals: list[tuple[int, list[Act]]]) -> None:
    basis = desk_of(given_deals, Rules()).basis()
    for model in ("taxonomy", "linear"):
        attribute(basis, model)
        assert basis.con.execute(
            "SELECT count(*) FROM contribution AS b WHERE b.blocked AND (b.counts OR b.why IS NULL)"
        ).fetchall() == [(0,)]
        assert basis.con.execute(
            "SELECT count(*) FROM credit AS c WHERE c.partner_id <> 'DIRECT' AND NOT EXISTS ("
            " SELECT 1 FROM contribution AS k WHERE k.counts AND NOT k.blocked"
            " AND k.opportunity_id = c.opportunity_id AND k.partner_id = c.partner_id"
            " AND k.category = c.line_category)"
        ).fetchall() == [(0,)]
