"""The nearest known id to one that a desk does not know, looked for as far as it costs little."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from xldesk.validation.nearest import MAX_COMPARISONS, Choices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

OF_A_CALL = 20
"""Ids of one call that are compared with every known one: a person corrects the first few."""

OF_A_STATE = 10_000
"""Ids that are compared in all, fewer where very many are known; each is remembered."""

LONGEST = 100
"""Letters of what may be a misspelt id; longer text is something else."""


class Spelling:
    """Known ids of one state of a desk; ``known`` is called when the first unknown one comes."""

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        self._known = known
        self._found: dict[str, str | None] = {}

    def few(self) -> Callable[[str], str | None]:
        """Return what finds the nearest known ids within one call, None where none is near.

        The same but for case and signs is always found. The most alike (``validation.nearest``)
        only for the first of a call, and as long as the state has comparisons left.
        """
        left = OF_A_CALL

        def nearest(unknown: str) -> str | None:
            nonlocal left
            if len(unknown) > LONGEST:
                return None
            same = self._choices.same(unknown)
            if same is not None or unknown in self._found:
                return same or self._found[unknown]
            if left == 0 or len(self._found) >= self._most:
                return None
            left -= 1
            self._found[unknown] = self._choices.alike(unknown)
            return self._found[unknown]

        return nearest

    @cached_property
    def _choices(self) -> Choices:
        return Choices(self._known())

    @cached_property
    def _most(self) -> int:
        return min(OF_A_STATE, MAX_COMPARISONS // max(len(self._choices), 1))
