"""Propose what a misspelt word may have meant: only real near misses, never a mere resemblance."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ALIKE = 0.8
"""How alike two words must be (1 is equal): a letter or two of a word may differ."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of ``known`` that ``word`` is a near miss of, None where there is none."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=ALIKE)), None)


def nearest_heading(name: str, headings: Iterable[str]) -> str | None:
    """Return the plain heading that a field's ``name`` may be meant by.

    It is a near miss of the name, or has all its words: ``deal_currency`` for ``currency``.
    """
    listed = list(headings)
    words = set(name.split("_"))
    holding = (heading for heading in listed if words <= set(heading.split("_")))
    return nearest(name, listed) or next(holding, None)
