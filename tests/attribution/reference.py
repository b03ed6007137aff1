"""The oracle: attribution as a person with a pocket calculator would do it, in plain Python.

No SQL and no code of the desk: fractions instead of 64-bit tricks, one deal at a time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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
    def order(self) -> tuple[int, int, str, str]:
        return (self.at, PRECEDENCE[self.category], self.partner, self.event)


@dataclass(frozen=True)
class Rules:
    pools: tuple[int, int, int] = (60, 30, 10)
    half_life: int = 45


def largest_remainder(amount: int, weights: list[int]) -> list[int]:
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


def by_steps(weights_of: Callable[[list[Act], Rules], list[int]]) -> Callable[..., dict[Line, int]]:
    """A touch model: the weights of all steps, added up per partner and category."""

    def split(amount: int, acts: list[Act], rules: Rules) -> dict[Line, int]:
        if not acts:
            return {(DIRECT, "DIRECT"): amount}
        weights: dict[Line, int] = defaultdict(int)
        first: dict[Line, int] = {}
        for act, weight in zip(acts, weights_of(acts, rules), strict=True):
            weights[act.category, act.partner] += weight
            first.setdefault((act.category, act.partner), act.at)
        lines = [line for line in weights if weights[line]]
        lines.sort(key=lambda line: (PRECEDENCE[line[0]], first[line], line[1]))
        split = largest_remainder(amount, [weights[line] for line in lines])
        return dict(zip(lines, split, strict=True))

    return split


def decay_weights(acts: list[Act], rules: Rules) -> list[int]:
    """2^(−days / half-life) from the latest step, as whole parts of 10⁹ / number of steps."""
    latest = min(act.days_before for act in acts)
    unit = len(acts) * 10**9
    with localcontext() as context:
        context.prec = 60
        weights = []
        for act in acts:
            exact = Decimal(2) ** (Decimal(latest - act.days_before) / rules.half_life)
            parts = int((exact * 10**18).to_integral_value(ROUND_HALF_UP))
            weights.append((2 * parts + unit) // (2 * unit))
        return weights


MODELS: dict[str, Callable[[int, list[Act], Rules], dict[Line, int]]] = {
    "taxonomy": taxonomy,
    "first_touch": by_steps(lambda acts, _: [1] + [0] * (len(acts) - 1)),
    "last_touch": by_steps(lambda acts, _: [0] * (len(acts) - 1) + [1]),
    "linear": by_steps(lambda acts, _: [1] * len(acts)),
    "time_decay": by_steps(decay_weights),
}


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
