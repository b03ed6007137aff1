"""Texts that fill a cell and say nothing."""

from __future__ import annotations

from xldesk.records.person_key import folded
from xldesk.records.person_words import person_words


def says_nothing(text: str) -> bool:
    """Tell whether ``text`` has no letter or digit that shows, or stands for nobody and nothing.

    The latter are words such as "n/a", "tbd" and "xxx", as they are for names.
    """
    kept = "".join(sign if sign.isalnum() or sign.isspace() else "" for sign in folded(text))
    nobody = person_words().nobody
    words = kept.split()
    return "".join(words) in nobody or all(word in nobody for word in words)
