"""A formula of any program, as tokens; whatever the text is, it takes time in its length.

Grammar: ECMA-376 part 1, 18.17.2, and the structured references of 18.5.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

LONGEST_READ = 8_192
"""Characters of a formula that are read: as many as Excel takes (its published limits)."""

_TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]++|"")*+")
  | (?P<sheet>'(?:[^']++|'')++'!|[^\W\d][\w.]*+(?::[^\W\d][\w.]*+)?+!)
  | (?P<book>\[[^\[\]']++\][\w.]*+!)
  | (?P<structured>(?:[^\W\d][\w.\\]*+)?+\[(?:[^\[\]']++|'.|\[(?:[^\[\]']++|'.)*+\])*+\])
  | (?P<error>\#[A-Z][A-Z0-9_/]*+[!?]?+)
  | (?P<rows>\$?\d++:\$?\d++)
  | (?P<columns>\$?[A-Za-z]{1,3}+:\$?[A-Za-z]{1,3}+(?![\w.(]))
  | (?P<cell>\$?[A-Za-z]{1,3}+\$?[1-9]\d{0,6}+(?![\w.(]))
  | (?P<function>[^\W\d][\w.]*+(?=\())
  | (?P<word>[^\W\d][\w.?\\]*+)
  | (?P<number>(?:\d++(?:\.\d*+)?+|\.\d++)(?:[eE][+-]?\d++)?+)
  | (?P<space>\s++)
  | (?P<sign><=|>=|<>|[-+*/^&=<>(),;:{}%@\#!|~])
  | (?P<rest>.+)
    """,
    re.VERBOSE | re.DOTALL,
)
"""``rest`` is all from where a text, a quote or a bracket is not closed."""

_THIS_ROW = re.compile(r".*?\[\[#This Row\],(\[.*\])\]", re.DOTALL)
_PREFIXES = ("_XLFN.", "_XLWS.", "_XLUDF.")


class Token(NamedTuple):
    """A piece of a formula and what it is, by the name of its group in the grammar."""

    kind: str
    text: str

    @property
    def function(self) -> str:
        """The function's name in capitals, without the prefixes a file writes before new ones."""
        name = self.text.upper()
        for prefix in _PREFIXES:
            name = name.removeprefix(prefix)
        return name


def tokens_of(formula: str) -> tuple[Token, ...]:
    """Return the tokens of ``formula``, spaces left out, as far as Excel takes its length."""
    return _tokens(formula[:LONGEST_READ])


@lru_cache(maxsize=32)
def _tokens(formula: str) -> tuple[Token, ...]:
    return tuple(
        Token(str(match.lastgroup), match.group())
        for match in _TOKEN.finditer(formula.removeprefix("="))
        if match.lastgroup != "space"
    )


def read_length(formula: str) -> int:
    """Return how many characters a reader sees: ``T[[#This Row],[Paid]]`` shows as ``[@Paid]``."""
    if len(formula) > LONGEST_READ:
        return len(formula)
    return sum(len(_as_read(token)) for token in tokens_of(formula))


def _as_read(token: Token) -> str:
    match = _THIS_ROW.fullmatch(token.text) if token.kind == "structured" else None
    if match is None:
        return token.text
    inner = match[1][1:-1]
    return f"[@{inner}]" if inner.isalnum() else f"[@[{inner}]]"
