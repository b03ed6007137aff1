"""The nearest known id to one that a desk does not know, each looked for once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.validation.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_KEPT = 10_000


class Spelling:
    """Known ids of one state of a desk."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(known)
        self._found: dict[str, str | None] = {}

    def nearest(self, unknown: str) -> str | None:
        """Return the known id that findings would propose for ``unknown``, if any is near.

        See ``validation.nearest``: the same but for case and signs is nearest.
        """
        if unknown not in self._found:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            self._found[unknown] = nearest([unknown], self._known).get(unknown)
        return self._found[unknown]
