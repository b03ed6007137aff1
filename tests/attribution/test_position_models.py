"""Models by position, role and kind: the rules, one small deal a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from attribution.plain_desk import PlainDesk, credit_rows, registration, role, touch
from attribution.reference import Act, Rules
from xldesk.attribution.positions import POSITIONS, position_models
from xldesk.attribution.run import attribute
from xldesk.errors import UsageError

CREATED = 20
"""The day on which the deals here were created."""

EARLY = Rules(created=CREATED)


def shares(acts: Sequence[Act], model: str, rules: Rules = EARLY, **fields: Any) -> dict[str, int]:
    """Return each partner's credit of a deal of 100,000."""
    desk = PlainDesk(rules)
    desk.deal("O", 100_000, **fields)
    for act in acts:
        desk.act("O", act)
    basis = desk.basis()
    attribute(basis, model)
    credit: dict[str, int] = {}
    for (_, partner), (part, _) in credit_rows(basis)["O"].items():
        credit[partner] = credit.get(partner, 0) + part
    return credit


def touches(*days: int) -> list[Act]:
    """Return touches of the partners A, B, C ... on these days."""
    return [touch("ABCDEFG"[number], "demo", day) for number, day in enumerate(days)]


@pytest.mark.parametrize(
    ("model", "days", "credit"),
    [
        ("position_u", (30,), {"A": 100_000}),
        ("position_u", (30, 40), {"A": 50_000, "B": 50_000}),
        ("position_u", (30, 40, 50), {"A": 40_000, "B": 20_000, "C": 40_000}),
        ("position_u", (30, 40, 50, 60), {"A": 40_000, "B": 10_000, "C": 10_000, "D": 40_000}),
        ("j_curve", (30,), {"A": 100_000}),
        ("j_curve", (30, 40), {"A": 25_000, "B": 75_000}),
        ("j_curve", (30, 40, 50), {"A": 20_000, "B": 20_000, "C": 60_000}),
        ("inverse_j", (30, 40), {"A": 75_000, "B": 25_000}),
        ("inverse_j", (30, 40, 50), {"A": 60_000, "B": 20_000, "C": 20_000}),
        # Nobody before the day of creation, nobody registered: first 30 and rest 10 are left.
        ("w_shaped", (30, 40), {"A": 75_000, "B": 25_000}),
        # B is the latest on or before that day: 30 : 30 : 10.
        ("w_shaped", (10, 20, 40), {"A": 42_857, "B": 42_857, "C": 14_286}),
        # A alone is first and there at creation.
        ("w_shaped", (10, 40, 50), {"A": 85_714, "B": 7_143, "C": 7_143}),
        ("full_path", (10, 20, 30, 40), {"A": 29_032, "B": 29_032, "C": 12_903, "D": 29_033}),
        ("full_path", (10,), {"A": 100_000}),
    ],
)
def test_positions(model: str, days: tuple[int, ...], credit: dict[str, int]) -> None:
    found = shares(touches(*days), model)
    assert found.keys() == credit.keys()
    assert all(abs(found[partner] - credit[partner]) <= 1 for partner in credit), found


def test_all_four_positions_and_the_rest() -> None:
    acts = [touch("A", "demo", 5), registration("R", 10), touch("C", "poc", 20)]
    acts += [touch("D", "demo", 40), touch("E", "demo", 60)]
    assert shares(acts, "w_shaped") == {
        "A": 30_000,
        "R": 30_000,
        "C": 30_000,
        "D": 5_000,
        "E": 5_000,
    }
    assert shares(acts, "full_path") == {
        "A": 22_500,
        "R": 22_500,
        "C": 22_500,
        "D": 10_000,
        "E": 22_500,
    }


def test_one_step_in_several_positions_has_the_sum() -> None:
    acts = [registration("R", 10), touch("B", "demo", 40), touch("C", "demo", 50)]
    # R is first, registration and the latest before creation: 90 of 100.
    assert shares(acts, "w_shaped") == {"R": 90_000, "B": 5_000, "C": 5_000}
    # 67.5 : 10 : 22.5
    assert shares(acts, "full_path") == {"R": 67_500, "B": 10_000, "C": 22_500}


def test_a_step_after_the_close_is_not_its_close() -> None:
    acts = [touch("A", "demo", 30), touch("B", "demo", 40), role("L", "co_sell", 200)]
    # First 22.5, close 22.5 and the late step alone in the rest, 10.
    found = shares(acts, "full_path", close_date=date(2026, 6, 30))
    assert found == {"A": 40_909, "B": 40_909, "L": 18_182}


def test_the_shipped_models_are_the_operating_models() -> None:
    assert set(position_models()) == {
        "position_u",
        "w_shaped",
        "full_path",
        "j_curve",
        "inverse_j",
    }
    for model, weights in position_models().items():
        assert tuple(weights) == POSITIONS
        assert sum(weights.values()) == (200 if model == "full_path" else 100)


@pytest.mark.parametrize(
    ("acts", "credit"),
    [
        # referral 60 x 100, co_sell 30 x 100, influence 10 x 25: 6000 : 3000 : 250.
        (
            [registration("R", 1), role("S", "co_sell", 2), touch("T", "demo", 3, 25)],
            {"R": 64_865, "S": 32_432, "T": 2_703},
        ),
        ([role("R", "referral", 1), role("S", "co_sell", 2)], {"R": 66_667, "S": 33_333}),
        # Ten meetings count once: 10 x 10 against 10 x 30.
        (
            [touch("A", "meeting", day, 10) for day in range(1, 11)]
            + [touch("B", "introduction", 5, 30)],
            {"A": 25_000, "B": 75_000},
        ),
        # Two kinds of one partner add up: 10 x 10 + 10 x 30 against 10 x 30.
        (
            [
                touch("A", "meeting", 1, 10),
                touch("A", "introduction", 2, 30),
                touch("B", "introduction", 5, 30),
            ],
            {"A": 57_143, "B": 42_857},
        ),
    ],
)
def test_role_weighted(acts: list[Act], credit: dict[str, int]) -> None:
    assert shares(acts, "role_weighted") == credit


BY_KIND = Rules(custom_by="kind", custom=(("registration", 60), ("demo", 20), ("poc", 0)))


@pytest.mark.parametrize(
    ("acts", "credit"),
    [
        ([registration("R", 1), touch("A", "demo", 2)], {"R": 75_000, "A": 25_000}),
        (
            [registration("R", 1), *(touch("A", "demo", day) for day in (2, 3, 4))],
            {"R": 50_000, "A": 50_000},
        ),
        ([touch("A", "demo", 1), touch("B", "poc", 2)], {"A": 100_000}),
        ([touch("B", "poc", 2)], {"DIRECT": 100_000}),
    ],
)
def test_custom_by_kind(acts: list[Act], credit: dict[str, int]) -> None:
    assert shares(acts, "custom", BY_KIND) == credit


@pytest.mark.parametrize(
    ("weights", "credit"),
    [
        ({"first": 50, "rest": 50}, {"A": 50_000, "B": 25_000, "C": 25_000}),
        ({"last": 1}, {"C": 100_000}),
        ({"rest": 7}, {"A": 33_334, "B": 33_333, "C": 33_333}),
        ({"creation": 20, "close": 30}, {"A": 40_000, "C": 60_000}),
        # No step has a position that the policy gives a weight.
        ({"registration": 100}, {"DIRECT": 100_000}),
    ],
)
def test_custom_by_position(weights: dict[str, int], credit: dict[str, int]) -> None:
    rules = Rules(created=CREATED, custom=tuple(weights.items()))
    assert shares(touches(10, 30, 40), "custom", rules) == credit


def test_without_a_section_of_its_own_a_policy_has_no_custom_model() -> None:
    desk = PlainDesk()
    desk.deal("O", 100)
    basis = desk.basis()
    settings = basis.policy.attribution.model_copy(update={"custom": None})
    object.__setattr__(basis, "policy", basis.policy.model_copy(update={"attribution": settings}))
    with pytest.raises(UsageError, match=r"no section attribution\.custom"):
        attribute(basis, "custom")


@pytest.mark.parametrize("model", ["position_u", "full_path", "role_weighted", "custom", "linear"])
def test_a_hundred_thousand_steps_on_one_deal_stay_inside_the_exact_split(model: str) -> None:
    desk = PlainDesk(Rules(created=CREATED))
    desk.deal("O", 10**13)
    basis = desk.basis(threads=2)
    basis.con.execute(
        "INSERT INTO touch_link BY NAME"
        " SELECT 'E-' || i AS event_id, 'P-' || i % 5000 AS partner_id,"
        " 'O' AS opportunity_id, ['demo', 'poc', 'meeting'][1 + i % 3] AS kind,"
        " TIMESTAMP '2026-01-02' + to_seconds(i) AS occurred_at,"
        " CAST(occurred_at AS DATE) AS occurred_day, true AS in_window, 25 AS weight"
        " FROM range(100000) AS r(i)"
    )
    attribute(basis, model)
    assert basis.con.execute(
        "SELECT sum(credit), sum(share), count(*) FROM credit WHERE partner_id <> 'DIRECT'"
    ).fetchall() == [(10**13, 10**6, 5_000)]
