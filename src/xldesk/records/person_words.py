"""The words and spellings that ``person_words.toml`` lists."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class PersonWords:
    """Words beside names; ``between`` finds what parts two names, the other two are rewritings."""

    beside: frozenset[str]
    nobody: frozenset[str]
    between: re.Pattern[str]
    spelled: tuple[tuple[str, str], ...]
    looks: tuple[tuple[str, str], ...]


@cache
def person_words() -> PersonWords:
    """Return them as the package lists them; rewritings are made one after the other."""
    data = tomllib.loads((files(__package__) / "person_words.toml").read_text("utf-8"))
    between = "|".join(map(re.escape, data["between"]))
    return PersonWords(
        frozenset(data["beside"]),
        frozenset(data["nobody"]),
        re.compile(rf"(?:^|(?<=[\s,;]))(?:{between})\s"),
        tuple(data["spelled"].items()),
        tuple(data["looks"].items()),
    )


def rewritten(text: str, rules: tuple[tuple[str, str], ...]) -> str:
    """Return ``text`` with every rule's left side as its right one."""
    for found, wanted in rules:
        text = text.replace(found, wanted)
    return text
