"""What a text that names a person may stand for: its words, in the ways that it can be read."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from xldesk.records.person_key import folded
from xldesk.records.person_words import person_words, rewritten

_ADDRESS = re.compile(r"<\s*([^<>@\s]+@[^<>@\s]+)\s*>")
_BRACKETS = re.compile(r"[(\[{<]([^()\[\]{}<>]*)[)\]}>]")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_MOST_WORDS = 6


class PersonForm(NamedTuple):
    """The words of a name, the given name first; ``domain`` is that of an address, else empty."""

    words: tuple[str, ...]
    domain: str


@lru_cache(maxsize=4096)
def forms_of(text: str) -> tuple[PersonForm, ...]:
    """Return the ways to read ``text``, none where it names nobody.

    Titles, offices, numbers, what stands in brackets and the tag of an address (``ann+x@``) do not
    count; a text may name two: ``Ann Baker <ab@example.com>``, ``Ann Baker for Bo Other``.
    Letters that look alike in print, and spellings of one letter, are made one.
    """
    rest = folded(text)
    named = _ADDRESS.findall(rest)
    rest = _ADDRESS.sub(" ", rest)
    inside = _BRACKETS.findall(rest)
    outside = _BRACKETS.sub(" ", rest)
    if not any(map(str.isalpha, outside)):
        outside, inside = " ".join(inside), []
    parts = _parts(outside)
    parts += [part for text_inside in inside for part in _parts(text_inside)[1:]]
    forms = [form for part in parts for form in _read(part)]
    forms += [form for part in named for form in _read(part)]
    return tuple(dict.fromkeys(form for form in forms if not _is_letter(form)))


def is_initial(word: str) -> bool:
    """Tell whether ``word`` is one letter of a script that has capitals, so may be an initial."""
    return len(word) == 1 and word.upper() != word


def _is_letter(form: PersonForm) -> bool:
    return len(form.words) == 1 and is_initial(form.words[0])


def _parts(text: str) -> list[str]:
    """Return what stands before, between and after words such as "for" and "as"."""
    return person_words().between.split(text)


def _read(part: str) -> list[PersonForm]:
    """Return the name that a part says, with numbers left out, and with digits as letters."""
    name, at, domain = part.strip().partition("@")
    if at:
        name = name.partition("+")[0]
    name = name.rpartition("\\")[2]
    last, _, first = name.partition(",")
    words = [*_words(first), *_words(last)]
    known = person_words()
    without = [kept for word in words if (kept := word.rstrip("0123456789"))]
    if "".join(without) in known.nobody or all(word in known.nobody for word in without):
        return []
    readings = dict.fromkeys((tuple(words), tuple(without)))
    return [
        PersonForm(tuple(printed(word) for word in reading)[:_MOST_WORDS], domain.strip())
        for reading in readings
        if any(map(str.isalpha, "".join(reading)))
    ]


def printed(word: str) -> str:
    """Return a folded word as one of those that look like it in print."""
    known = person_words()
    return rewritten(rewritten(word, known.spelled), known.looks)


def _words(text: str) -> list[str]:
    """Return the words of a folded text without those that only stand beside names."""
    plain = _APOSTROPHES.sub("", text)
    parted = "".join(" " if unicodedata.category(sign)[0] in "PSZ" else sign for sign in plain)
    beside = person_words().beside
    return [word for word in parted.split() if word.rstrip("0123456789") not in beside]
