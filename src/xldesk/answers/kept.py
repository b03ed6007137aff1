"""What was answered before, kept within a bound: the least recently asked goes first."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by key whose weights add up to at most ``most``.

    The value asked for last stays whatever it weighs. ``weigh`` says what one weighs, 1 without
    it; ``dropped`` is called with a value that goes.
    """

    def __init__(
        self,
        most: int,
        weigh: Callable[[T], int] | None = None,
        dropped: Callable[[T], None] | None = None,
    ) -> None:
        self.most = most
        self.weight = 0
        self._weigh = weigh or (lambda _: 1)
        self._dropped = dropped or (lambda _: None)
        self._values: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of ``key``, made now where it is not kept."""
        found = self._values.get(key)
        if found is not None:
            self._values.move_to_end(key)
            return found[0]
        value = make()
        weight = self._weigh(value)
        self._values[key] = (value, weight)
        self.weight += weight
        while self.weight > self.most and len(self._values) > 1:
            self._drop(next(iter(self._values)))
        return value

    def clear(self) -> None:
        """Let everything go."""
        while self._values:
            self._drop(next(iter(self._values)))

    def _drop(self, key: Hashable) -> None:
        value, weight = self._values.pop(key)
        self.weight -= weight
        self._dropped(value)
