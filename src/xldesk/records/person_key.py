"""What stays of a person's name when all that may differ in one person's name is left out."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

_AROUND_WORDS = ".,;:'\"`´’_-()[]<>"
_UNSEEN = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters that show nothing (Unicode: Default_Ignorable_Code_Point)."""


def person_key(name: str) -> str:
    """Return ``name`` without what can differ in one person's name.

    That is case, accents, spaces, width, the order of words, signs around a word as in ``Ada L.``,
    and letters that look alike in another script. Invisible characters do not count. Two names
    with one key are taken for one person.
    """
    words = (word.strip(_AROUND_WORDS) for word in folded(name).replace(",", " ").split())
    return " ".join(sorted(word for word in words if word))


def folded(name: str) -> str:
    """Return ``name`` without case, accents, width and invisible characters, in Latin letters.

    Letters of other scripts that look like no Latin one stay.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return "".join(
        " " if sign.isspace() else look_alikes().get(sign, sign)
        for sign in plain
        if sign.isspace() or shows(sign)
    )


def shows(sign: str) -> bool:
    """Tell whether a reader sees ``sign``; marks above and below letters do not count."""
    return sign not in _UNSEEN and unicodedata.category(sign) not in {"Cf", "Cc", "Mn"}


@cache
def look_alikes() -> dict[str, str]:
    """Return by letter the Latin one that looks like it (Unicode TR 39, confusables)."""
    data = tomllib.loads((files(__package__) / "look_alikes.toml").read_text("utf-8"))
    return {sign: latin for latin, signs in data["latin"].items() for sign in signs}
