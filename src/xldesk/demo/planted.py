"""What is wrong with the sample, on purpose: each fault planted, and counted by finding code."""

from __future__ import annotations

from collections import Counter


class Planted:
    """Counts what each planted fault makes validation find."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, code: str, count: int = 1) -> None:
        """Expect ``count`` more findings of ``code``."""
        self._counts[code] += count

    def counts(self) -> dict[str, int]:
        """Return the findings to expect by code, in order of codes."""
        return dict(sorted(self._counts.items()))
