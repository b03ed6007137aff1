"""Names of people: whether two names are two people, as far as a name can tell."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

_AROUND_WORDS = ".,;:'\"`´’_-()[]<>"
_UNSEEN = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters that show nothing (Unicode: Default_Ignorable_Code_Point)."""

_WRITTEN_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
)
"""Scripts that one name may mix."""


def person_key(name: str) -> str:
    """Return ``name`` without what can differ in one person's name.

    That is case, accents, spaces, width, the order of words, signs around a word as in ``Ada L.``,
    and letters that look alike in another script. Invisible characters do not count. Two names
    with one key are taken for one person.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(
        " " if sign.isspace() else look_alikes().get(sign, sign)
        for sign in plain
        if sign.isspace() or _shows(sign)
    )
    words = (word.strip(_AROUND_WORDS) for word in seen.replace(",", " ").split())
    return " ".join(sorted(word for word in words if word))


def is_person_name(name: str) -> bool:
    """Tell whether ``name`` has a letter that shows, and does not mix scripts."""
    letters = [sign for sign in unicodedata.normalize("NFKC", name) if sign.isalpha()]
    scripts = {unicodedata.name(sign, "").split(" ", 1)[0] for sign in letters if _shows(sign)}
    if len(scripts) > 1:
        return any(scripts <= together for together in _WRITTEN_TOGETHER)
    return bool(scripts)


def two_people(first: str, second: str) -> str | None:
    """Return why these are not two people's names; None where they are.

    A login name and an e-mail address of the same letters are one person.
    """
    for name in (first, second):
        if not is_person_name(name):
            return f"{name!r} is not a person's name"
    if person_key(first) == person_key(second) or _one_login(first, second):
        return f"{first!r} and {second!r} are one person; two different people are needed"
    return None


@cache
def look_alikes() -> dict[str, str]:
    """Return by letter the Latin one that looks like it (Unicode TR 39, confusables)."""
    data = tomllib.loads((files(__package__) / "look_alikes.toml").read_text("utf-8"))
    return {sign: latin for latin, signs in data["latin"].items() for sign in signs}


def _shows(sign: str) -> bool:
    return sign not in _UNSEEN and unicodedata.category(sign) not in {"Cf", "Cc", "Mn"}


def _one_login(first: str, second: str) -> bool:
    if "@" in first and "@" in second:
        return False
    return _login(first) == _login(second)


def _login(name: str) -> str:
    """Return the part of an address or a domain's account that stands for the person."""
    bare = name.rpartition("\\")[2].partition("@")[0]
    return person_key(bare.replace(".", " "))
