"""A person's name as its words: the family name, the given name, and what stands between."""

from __future__ import annotations

import re
from typing import NamedTuple

from xldesk.records.person_key import folded

_BETWEEN_WORDS = re.compile(r"[\s.\-]+")
_LIKE_A_LETTER = str.maketrans("0134578i", "oleastbl")
"""Digits that look like a letter; ``i`` goes with ``l``, since 1 looks like both."""


class PersonName(NamedTuple):
    """Words as they are compared, without case and accents; ``between`` may be empty."""

    family: str
    given: str
    between: tuple[str, ...]


def name_of(text: str) -> PersonName | None:
    """Return ``text`` as a name; None where it has fewer than two words.

    The family name is the last word, the first where a comma follows it (``Example, Ada``) or
    where only an initial follows (``Example A.``).
    """
    last, comma, first = folded(text).partition(",")
    family, rest = _words(last), _words(first)
    if comma and rest and family:
        return PersonName(" ".join(family), rest[0], tuple(rest[1:]))
    words = family + rest
    if len(words) <= 1:
        return None
    if _is_initial(words[-1]) and not _is_initial(words[0]):
        return PersonName(words[0], words[1], tuple(words[2:]))
    return PersonName(words[-1], words[0], tuple(words[1:-1]))


def may_be_one(first: PersonName, second: PersonName) -> bool:
    """Tell whether two names may be one person's: one family name, and given names that fit.

    Given names fit where they are the same, or one is the initial of the other. Initials between
    do not count; names between that are written out, and are others, make two people.
    """
    if first.family != second.family or not _fit(first.given, second.given):
        return False
    pairs = zip(first.between, second.between, strict=False)
    return not any(
        one != other and not _is_initial(one) and not _is_initial(other) for one, other in pairs
    )


def with_digits_as_letters(text: str) -> str:
    """Return ``text`` with digits within words as the letters that they look like."""
    return " ".join(
        word.translate(_LIKE_A_LETTER) if any(map(str.isalpha, word)) else word
        for word in folded(text).split(" ")
    )


def _words(text: str) -> list[str]:
    return [word for part in _BETWEEN_WORDS.split(text) if (word := part.strip(",;:'\"`´’_()[]<>"))]


def _fit(one: str, other: str) -> bool:
    return one == other or ((_is_initial(one) or _is_initial(other)) and one[0] == other[0])


def _is_initial(word: str) -> bool:
    """Tell whether ``word`` is one letter of a script that has capitals, so may be an initial."""
    return len(word) == 1 and word.upper() != word
