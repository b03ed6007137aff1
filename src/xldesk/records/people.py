"""Names of people: whether two names are two people, as far as a name can tell."""

from __future__ import annotations

import unicodedata
from collections import Counter

from xldesk.records.person_key import person_key, shows
from xldesk.records.person_name import may_be_one, name_of, with_digits_as_letters

_WRITTEN_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
)
"""Scripts that one name may mix."""

_TWO_NEEDED = "two different people are needed"


def is_person_name(name: str) -> bool:
    """Tell whether ``name`` has a letter that shows, and does not mix scripts."""
    return name_problem(name) is None


def name_problem(name: str) -> str | None:
    """Return why ``name`` is no person's name; None where it may be one.

    It is none without a letter that shows, or where it mixes scripts: letters of another script
    that look like those of the rest make a second name of one person.
    """
    letters = [
        sign for sign in unicodedata.normalize("NFKC", name) if sign.isalpha() and shows(sign)
    ]
    if not letters:
        return f"{name!r} is not a person's name: it has no letter"
    scripts = Counter(map(_script, letters))
    if len(scripts) == 1 or any(scripts.keys() <= together for together in _WRITTEN_TOGETHER):
        return None
    usual = max(scripts, key=lambda script: (scripts[script], script == "LATIN"))
    sign = next(sign for sign in letters if _script(sign) != usual)
    return (
        f"{name!r} is not a person's name: it has the {_script(sign).title()} {sign} among "
        f"{usual.title()} letters"
    )


def two_people(first: str, second: str) -> str | None:
    """Return why these are not two people's names; None where they are.

    One person are names that differ in nothing but how they are written (``person_key``), a login
    name and an e-mail address of the same letters, names with a digit in place of a letter that
    looks like it, and names of one family whose given names are the same, or the initial of it.
    """
    for name in (first, second):
        problem = name_problem(name)
        if problem is not None:
            return problem
    if person_key(first) == person_key(second) or _one_login(first, second):
        return f"{first!r} and {second!r} are one person; {_TWO_NEEDED}"
    reason = _reason(first, second)
    if reason is not None:
        return f"{first!r} and {second!r} may be one person: {reason}; {_TWO_NEEDED}"
    return None


def _reason(first: str, second: str) -> str | None:
    """Return what lets two names that are written differently be one person's."""
    if "@" in first and "@" in second:
        return None
    one, other = _bare(first), _bare(second)
    like = with_digits_as_letters(one), with_digits_as_letters(other)
    has_digit = any(map(str.isdigit, one + other))
    if has_digit and person_key(like[0]) == person_key(like[1]):
        return "they differ in a digit that looks like a letter"
    names = (name_of(one), name_of(other)), (name_of(like[0]), name_of(like[1]))
    for given, another in names if has_digit else names[:1]:
        if given is not None and another is not None and may_be_one(given, another):
            return "they have one family name, and given names that may be one"
    return None


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").split(" ", 1)[0]


def _one_login(first: str, second: str) -> bool:
    if "@" in first and "@" in second:
        return False
    return person_key(_bare(first).replace(".", " ")) == person_key(_bare(second).replace(".", " "))


def _bare(name: str) -> str:
    """Return the part of an address or a domain's account that stands for the person."""
    return name.rpartition("\\")[2].partition("@")[0]
