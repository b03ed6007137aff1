"""Names of people: whether two names are two people, as far as a name can tell."""

from __future__ import annotations

import unicodedata

_AROUND_WORDS = ".,;:'\"`´’_-()[]<>"
_LOOK_ALIKE_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


def person_key(name: str) -> str:
    """Return ``name`` without what can differ in one person's name: case, accents, spaces, width.

    Invisible characters do not count, nor signs around a word, as in ``Ada L.``. Two names with
    one key are taken for one person.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(
        " " if sign.isspace() else sign
        for sign in plain
        if unicodedata.category(sign) not in {"Cf", "Cc", "Mn"} or sign.isspace()
    )
    words = (word.strip(_AROUND_WORDS) for word in seen.split())
    return " ".join(word for word in words if word)


def is_person_name(name: str) -> bool:
    """Tell whether ``name`` has a letter and does not mix scripts whose letters look alike."""
    letters = [sign for sign in unicodedata.normalize("NFKC", name) if sign.isalpha()]
    scripts = {unicodedata.name(sign, "").split(" ", 1)[0] for sign in letters}
    return bool(letters) and len(scripts.intersection(_LOOK_ALIKE_SCRIPTS)) <= 1


def two_people(first: str, second: str) -> str | None:
    """Return why these are not two people's names; None where they are."""
    for name in (first, second):
        if not is_person_name(name):
            return f"{name!r} is not a person's name"
    if person_key(first) == person_key(second):
        return f"{first!r} and {second!r} are one person; two different people are needed"
    return None
