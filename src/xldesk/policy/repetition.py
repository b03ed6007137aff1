"""Entries that may stand in a list once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator


def repeated(key: str, entries: Iterable[object]) -> Iterator[str]:
    """Yield a line for every entry that stands in the list at ``key`` more than once."""
    for entry, count in Counter(entries).items():
        if count > 1:
            yield f"{key}: {entry} stands there {count} times; once is allowed"
