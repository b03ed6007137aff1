"""Numbers of few digits and plain signs: exactly what their digits say, read or written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EXACT_LENGTH = 15
"""A text this short has no more digits than a cell holds (``sys.float_info.dig``)."""

_PLAIN_SIGNS = b"0123456789.-"


def are_of_plain_signs(texts: Sequence[str]) -> bool:
    """Tell whether the texts are short, and of digits, points and minus signs alone.

    Those of them that are numbers are exactly what their digits say.
    """
    together = "".join(texts)
    return (
        together.isascii()
        and not together.encode().translate(None, _PLAIN_SIGNS)
        and longest(texts) <= EXACT_LENGTH
    )


def longest(texts: Iterable[str]) -> int:
    """Return the length of the longest of ``texts``, 0 for none."""
    return max(set(map(len, texts)), default=0)
