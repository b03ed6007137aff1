"""The Shapley value of given coalition values, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import factorial
from numbers import Rational

from xldesk.errors import UsageError

MOST_PARTNERS = 16
"""A game of n partners has 2^n coalitions: 65,536 of 16. More are refused."""

Coalition = frozenset[str]


def shapley_of(values: Mapping[Iterable[str], Rational]) -> dict[str, Fraction]:
    """Return each partner's Shapley value of the game ``values``, by partner id.

    ``values`` gives what each coalition of partners earns together, as whole numbers or fractions
    (or Decimals through ``Fraction``); a coalition that is not given earns nothing, as does the
    empty one. A partner's value is the mean, over all orders in which the partners may come
    together, of what its coming adds (Shapley, A Value for n-Person Games, 1953). The values add
    up to the value of all partners together.

    Needs no desk and knows nothing of deals: for those the model ``shapley`` is exact at any
    size. Raises UsageError for more than MOST_PARTNERS partners, for an empty coalition that
    earns something, or for a coalition that is given twice.
    """
    game = _game(values)
    partners = sorted({partner for coalition in game for partner in coalition})
    count = len(partners)
    if count > MOST_PARTNERS:
        raise UsageError(
            f"{count} partners have 2^{count} coalitions; at most {MOST_PARTNERS} can be solved"
        )
    order = {partner: 1 << place for place, partner in enumerate(partners)}
    worth = [Fraction(0)] * (1 << count)
    for coalition, value in game.items():
        worth[sum(order[partner] for partner in coalition)] = value
    # Orders in which a given coalition of this size comes just before the partner.
    orders = [factorial(size) * factorial(count - size - 1) for size in range(count)]
    return {
        partner: sum(
            (
                orders[without.bit_count()] * (worth[without | bit] - worth[without])
                for without in range(1 << count)
                if not without & bit
            ),
            Fraction(0),
        )
        / factorial(count)
        for partner, bit in order.items()
    }


def _game(values: Mapping[Iterable[str], Rational]) -> dict[Coalition, Fraction]:
    game: dict[Coalition, Fraction] = {}
    for members, value in values.items():
        coalition = frozenset([members] if isinstance(members, str) else members)
        if coalition in game:
            raise UsageError(f"the coalition {', '.join(sorted(coalition))} is given twice")
        game[coalition] = Fraction(value)
    if game.get(Coalition(), Fraction(0)):
        raise UsageError("the empty coalition has no partner and can earn nothing")
    return game
