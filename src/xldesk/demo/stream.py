"""Random draws that come out the same everywhere: only ``random.Random.random`` is used.

Python promises that sequence for a seed on every version and platform, and nothing about its
other methods; so every draw here is one multiplication of it, and no draw needs a logarithm.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")


class Stream:
    """The draws of one table. A new table has a stream of its own and shifts no other."""

    def __init__(self, seed: int, name: str) -> None:
        self._random = Random(f"{seed}/{name}")  # noqa: S311 - sample data, nothing secret

    def below(self, count: int) -> int:
        """Return a whole number from 0 to ``count`` - 1."""
        return int(self._random.random() * count)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """Return true ``percent`` times out of a hundred."""
        return self.below(100) < percent

    def pick(self, items: Sequence[T]) -> T:
        """Return one of ``items``, each equally likely."""
        return items[self.below(len(items))]

    def weighted(self, weights: Mapping[T, int]) -> T:
        """Return one key, each as likely as its weight."""
        rest = self.below(sum(weights.values()))
        for item, weight in weights.items():
            rest -= weight
            if rest < 0:
                return item
        raise ValueError("at least one weight must be above zero")

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return ``items`` in random order (Fisher-Yates)."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """Return ``count`` different ``items`` in random order; fewer where there are fewer."""
        return self.shuffled(items)[:count]

    def quantile(self, points: Sequence[int]) -> int:
        """Return a value of the distribution whose evenly spaced quantiles are ``points``."""
        position = self._random.random() * (len(points) - 1)
        left = int(position)
        step = int((position - left) * 1_000_000)
        return points[left] + (points[left + 1] - points[left]) * step // 1_000_000
