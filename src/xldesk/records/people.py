"""Names of people: whether two names are two people, as far as a name can tell."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import product

from xldesk.records.person_forms import forms_of
from xldesk.records.person_key import person_key, shows
from xldesk.records.person_likeness import likeness

_WRITTEN_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
)
"""Scripts that one name may mix."""

_TWO_NEEDED = "two different people are needed"


def name_problem(name: str) -> str | None:
    """Return why ``name`` is no person's name; None where it may be one.

    It is none without a letter that shows; where it mixes scripts, since letters of another script
    that look like those of the rest make a second name of one person; or where it says a part
    that somebody plays ("reviewer"), nobody ("n/a"), or one letter.
    """
    letters = [
        sign for sign in unicodedata.normalize("NFKC", name) if sign.isalpha() and shows(sign)
    ]
    if not letters:
        return f"{name!r} is not a person's name: it has no letter"
    scripts = Counter(map(_script, letters))
    if len(scripts) == 1 or any(scripts.keys() <= together for together in _WRITTEN_TOGETHER):
        return None if forms_of(name) else f"{name!r} is not a person's name: it names nobody"
    usual = max(scripts, key=lambda script: (scripts[script], script == "LATIN"))
    sign = next(sign for sign in letters if _script(sign) != usual)
    return (
        f"{name!r} is not a person's name: it has the {_script(sign).title()} {sign} among "
        f"{usual.title()} letters"
    )


def two_people(first: str, second: str) -> str | None:
    """Return why these are not two people's names; None where they are.

    One person are names that differ in nothing but how they are written (``person_key``). Names
    that may be one person's are refused too, since nothing tells (``person_likeness``): with a
    title, part of a name, a login, a typing error. That Bob may be Robert no rule here knows.
    """
    for name in (first, second):
        problem = name_problem(name)
        if problem is not None:
            return problem
    if person_key(first) == person_key(second):
        return f"{first!r} and {second!r} are one person; {_TWO_NEEDED}"
    pairs = product(forms_of(first), forms_of(second))
    reason = next((why for pair in pairs if (why := likeness(*pair)) is not None), None)
    if reason is None:
        return None
    return (
        f"{first!r} and {second!r} may be one person: {reason}; {_TWO_NEEDED}: if they are two, "
        "use full names that differ, else let another person do it"
    )


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").split(" ", 1)[0]
