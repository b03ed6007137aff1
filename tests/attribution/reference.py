"""The oracle: attribution as a person with a pocket calculator would do it, in plain Python.

No SQL and no code of the desk: fractions instead of 64-bit tricks, one deal at a time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import cache, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SOURCED, CO_SELL, INFLUENCED, DIRECT = "sourced", "co_sell", "influenced", "direct"
PRECEDENCE = {SOURCED: 1, CO_SELL: 2, INFLUENCED: 3, DIRECT: 4}
UNITS = 1_000_000

Line = tuple[str, str]
"""Category and partner of a credit line."""


@dataclass(frozen=True)
class Act:
    """One thing a partner did; ``blocked`` by a finding, ``agreed`` in parts per million."""

    category: str
    partner: str
    kind: str
    at: int
    event: str
    days_before: int = 0
    weight: int = 1
    agreed: int | None = None
    blocked: bool = False

    @property
    def day(self) -> int:
        return self.at // 86_400

    @property
    def order(self) -> tuple[int, int, str, str]:
        return (self.at, PRECEDENCE[self.category], self.partner, self.event)


POSITIONS = {
    "position_u": {"first": 40, "rest": 20, "last": 40},
    "w_shaped": {"first": 30, "registration": 30, "creation": 30, "rest": 10},
    "full_path": {
        **dict.fromkeys(("first", "registration", "creation", "close"), Fraction(45, 2)),
        "rest": 10,
    },
    "j_curve": {"first": 20, "rest": 20, "last": 60},
    "inverse_j": {"first": 60, "rest": 20, "last": 20},
}
ROLES = {"registration": 60, "referral": 60, "co_sell": 30, "influence": 10}

Weight = int | Fraction


@dataclass(frozen=True)
class Rules:
    """What a policy says; ``custom`` are weights by position, or by kind, ``created`` is a day."""

    pools: tuple[int, int, int] = (60, 30, 10)
    half_life: int = 45
    created: int = 0
    custom_by: str = "position"
    custom: tuple[tuple[str, int], ...] = (("first", 30), ("last", 30), ("rest", 40))


def largest_remainder(amount: int, weights: Sequence[Weight]) -> list[int]:
    """Split ``amount`` by ``weights``; a unit left over goes to the earlier of equal remainders."""
    if amount < 0:
        return [-part for part in largest_remainder(-amount, weights)]
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def counted(acts: list[Act]) -> list[Act]:
    """The acts that count: none that is blocked, and one claim at most.

    The claim has the share that was agreed with its partner on whichever claim.
    """
    fine = [act for act in acts if not act.blocked]
    claims = sorted((a for a in fine if a.category == SOURCED), key=lambda a: a.order)
    others = [act for act in fine if act.category != SOURCED]
    for first in claims[:1]:
        own = [a.agreed for a in claims if a.partner == first.partner and a.agreed is not None]
        others.append(replace(first, agreed=max(own, default=None)))
    return sorted(others, key=lambda a: a.order)


def headline(acts: list[Act]) -> str:
    return min((a.category for a in counted(acts)), key=PRECEDENCE.__getitem__, default=DIRECT)


def taxonomy(amount: int, acts: list[Act], rules: Rules) -> dict[Line, int]:
    """Agreed shares first, then pools, then partners inside a pool."""
    result: dict[Line, int] = defaultdict(int)
    agreed = [act for act in acts if act.agreed is not None]
    if any(act.agreed < 0 for act in agreed) or sum(act.agreed for act in agreed) > UNITS:
        agreed = []
    agreed.sort(key=lambda a: (PRECEDENCE[a.category], a.at, a.partner))
    *parts, rest = largest_remainder(
        amount, [*(a.agreed for a in agreed), UNITS - sum(a.agreed for a in agreed)]
    )
    for act, part in zip(agreed, parts, strict=True):
        result[act.category, act.partner] += part

    open_acts = [act for act in acts if act not in agreed]
    pools = pool_weights({act.category for act in open_acts if act.weight}, rules.pools)
    names = sorted(pools, key=PRECEDENCE.__getitem__)
    of_pool = dict(
        zip(names, largest_remainder(rest, [pools[name] for name in names]), strict=True)
    )
    for name in names:
        if name == DIRECT:
            result[DIRECT, "DIRECT"] += of_pool[name]
            continue
        members = inside(name, open_acts)
        split = largest_remainder(of_pool[name], [weight for _, weight in members])
        for (partner, _), part in zip(members, split, strict=True):
            result[name, partner] += part
    return result


def pool_weights(filled: set[str], policy: tuple[int, int, int]) -> dict[str, int]:
    """Weights of the filled pools and of DIRECT, after empty pools' weights moved."""
    sourced, co_sell, influenced = policy
    weights = {}
    if filled >= {SOURCED, CO_SELL}:
        weights = {SOURCED: sourced, CO_SELL: co_sell}
    elif SOURCED in filled:
        weights = {SOURCED: sourced + co_sell}
    elif CO_SELL in filled:
        weights = {CO_SELL: sourced + co_sell}
    else:
        weights = {DIRECT: sourced + co_sell}
    if INFLUENCED in filled:
        weights[INFLUENCED] = influenced
    if not sum(weights.values()):
        weights[DIRECT] = 1
    return weights


def inside(pool: str, acts: list[Act]) -> list[tuple[str, int]]:
    """Partners of a pool with their weights, in order of their first act."""
    first: dict[str, int] = {}
    kinds: dict[str, dict[str, int]] = defaultdict(dict)
    for act in acts:
        if act.category == pool and act.weight:
            first[act.partner] = min(act.at, first.get(act.partner, act.at))
            kinds[act.partner][act.kind] = act.weight
    return [
        (partner, sum(kinds[partner].values()))
        for partner in sorted(first, key=lambda partner: (first[partner], partner))
    ]


def by_steps(
    weights_of: Callable[[list[Act], Rules], Sequence[Weight]],
) -> Callable[..., dict[Line, int]]:
    """A touch model: the weights of all steps, added up per partner and category."""

    def split(amount: int, acts: list[Act], rules: Rules) -> dict[Line, int]:
        if not acts:
            return {(DIRECT, "DIRECT"): amount}
        weights: dict[Line, Weight] = defaultdict(int)
        first: dict[Line, int] = {}
        for act, weight in zip(acts, weights_of(acts, rules), strict=True):
            weights[act.category, act.partner] += weight
            first.setdefault((act.category, act.partner), act.at)
        lines = [line for line in weights if weights[line]]
        if not lines:
            return {(DIRECT, "DIRECT"): amount}
        lines.sort(key=lambda line: (PRECEDENCE[line[0]], first[line], line[1]))
        split = largest_remainder(amount, [weights[line] for line in lines])
        return dict(zip(lines, split, strict=True))

    return split


def decay_weights(acts: list[Act], rules: Rules) -> list[int]:
    """2^(−days / half-life) from the latest step, as whole parts of 10⁹ / number of steps."""
    latest = min(act.days_before for act in acts)
    unit = len(acts) * 10**9
    parts = [decay(act.days_before - latest, rules.half_life) for act in acts]
    return [(2 * part + unit) // (2 * unit) for part in parts]


@cache
def decay(days: int, half_life: int) -> int:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(2) ** (Decimal(-days) / half_life)
        return int((exact * 10**18).to_integral_value(ROUND_HALF_UP))


def position_weights(acts: list[Act], rules: Rules, weights: dict[str, Weight]) -> list[Fraction]:
    """Each position's weight to the step that has it; the rest's equally to all other steps."""
    places: dict[str, list[int]] = {
        "first": [0],
        "registration": [i for i, act in enumerate(acts) if act.category == SOURCED],
        "creation": [i for i, act in enumerate(acts) if act.day <= rules.created],
        "close": [i for i, act in enumerate(acts) if act.days_before >= 0],
        "last": [len(acts) - 1],
    }
    holders = {name: places[name][-1] for name in places if weights.get(name) and places[name]}
    others = [i for i in range(len(acts)) if i not in holders.values()]
    result = [Fraction(0)] * len(acts)
    for name, i in holders.items():
        result[i] += weights[name]
    for i in others:
        result[i] += Fraction(weights.get("rest", 0)) / len(others)
    return result


def role_weights(acts: list[Act], rules: Rules) -> list[Weight]:
    """Role times kind; a partner's second act of one role and kind in a category adds nothing."""
    seen = set()
    weights: list[Weight] = []
    for act in acts:
        role = act.kind if act.kind in ROLES else "influence"
        kind_weight = 100 if act.kind in ROLES else act.weight
        key = (act.category, act.partner, role, act.kind)
        weights.append(0 if key in seen else ROLES[role] * kind_weight)
        seen.add(key)
    return weights


def custom_weights(acts: list[Act], rules: Rules) -> Sequence[Weight]:
    weights: dict[str, Weight] = dict(rules.custom)
    if rules.custom_by == "position":
        return position_weights(acts, rules, weights)
    return [weights.get(act.kind, 0) for act in acts]


def by_partners(amount: int, acts: list[Act], weight: dict[str, Weight]) -> dict[Line, int]:
    """One line a partner, under its highest category; equally where nobody has a weight."""
    lines: dict[str, Act] = {}
    for act in sorted(acts, key=lambda a: (PRECEDENCE[a.category], a.at)):
        lines.setdefault(act.partner, act)
    if not lines:
        return {(DIRECT, "DIRECT"): amount}
    if not any(weight.get(partner) for partner in lines):
        weight = dict.fromkeys(lines, 1)
    firsts = [act for act in lines.values() if weight.get(act.partner)]
    firsts.sort(key=lambda a: (PRECEDENCE[a.category], a.at, a.partner))
    parts = largest_remainder(amount, [weight[act.partner] for act in firsts])
    return {(act.category, act.partner): p for act, p in zip(firsts, parts, strict=True)}


def shapley(amount: int, acts: list[Act], rules: Rules) -> dict[Line, int]:
    return by_partners(amount, acts, {})


MODELS: dict[str, Callable[[int, list[Act], Rules], dict[Line, int]]] = {
    "taxonomy": taxonomy,
    "first_touch": by_steps(lambda acts, _: [1] + [0] * (len(acts) - 1)),
    "last_touch": by_steps(lambda acts, _: [0] * (len(acts) - 1) + [1]),
    "linear": by_steps(lambda acts, _: [1] * len(acts)),
    "time_decay": by_steps(decay_weights),
    **{
        name: by_steps(partial(position_weights, weights=weights))
        for name, weights in POSITIONS.items()
    },
    "role_weighted": by_steps(role_weights),
    "custom": by_steps(custom_weights),
    "shapley": shapley,
}
"""Models that need one deal alone; markov needs them all: ``markov_of``."""


def credit_of(
    model: str, amount: int, acts: list[Act], rules: Rules
) -> dict[Line, tuple[int, int]]:
    """Credit and share (parts per million) by category and partner."""
    fine = counted(acts)
    money = MODELS[model](amount, fine, rules)
    share = MODELS[model](UNITS, fine, rules)
    return {
        line: (money[line], share[line])
        for line in money
        if line[0] != DIRECT or money[line] or share[line]
    }


def removal_effects(walks: Iterable[tuple[list[str], int, int]]) -> dict[str, Fraction]:
    """Each partner's removal effect: solve the chain, then again with the partner as a dead end.

    A walk is its partners in order, how often it was won and how often lost.
    """
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for steps, won, lost in walks:
        path = [step for i, step in enumerate(steps) if not i or step != steps[i - 1]]
        for origin, target in zip(["(start)", *path], path, strict=False):
            counts[origin][target] += won + lost
        if path:
            counts[path[-1]]["(won)"] += won
            counts[path[-1]]["(lost)"] += lost
    base = chance_of_winning(counts, None)
    partners = sorted(state for state in counts if state != "(start)")
    if not base:
        return dict.fromkeys(partners, Fraction(0))
    return {p: 1 - chance_of_winning(counts, p) / base for p in partners}


def chance_of_winning(counts: dict[str, dict[str, int]], without: str | None) -> Fraction:
    """Solve x = chance of going on to x' by elimination in fractions, one state after another."""
    chance = {
        origin: {t: Fraction(n, sum(targets.values())) for t, n in targets.items() if n}
        for origin, targets in counts.items()
        if origin != without and sum(targets.values())
    }
    for state in [name for name in chance if name != "(start)"]:
        own = chance.pop(state)
        loop = own.pop(state, Fraction(0))
        for targets in chance.values():
            through = targets.pop(state, Fraction(0))
            for target, part in own.items() if through else ():
                targets[target] = targets.get(target, Fraction(0)) + through * part / (1 - loop)
    return chance.get("(start)", {}).get("(won)", Fraction(0))


def markov_of(
    amount: int, acts: list[Act], effects: dict[str, Fraction]
) -> dict[Line, tuple[int, int]]:
    """A deal by the removal effects of its partners, in whole parts per million."""
    fine = counted(acts)
    weights: dict[str, Weight] = {partner: round(e * UNITS) for partner, e in effects.items()}
    money = by_partners(amount, fine, weights)
    share = by_partners(UNITS, fine, weights)
    return {line: (money[line], share[line]) for line in money}
