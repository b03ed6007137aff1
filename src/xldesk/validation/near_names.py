"""Names that are nearly one: misspelt, shortened, translated or put together otherwise.

Names are compared only inside blocks that share a key, and inside a block only with so many
neighbours, so that work grows with the number of names and not with its square.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

END = 5
"""Letters of a key at either end of a name."""

RAREST = 2
"""Words of a name that are keys: where one of several is misspelt, one of these is not."""

LEAST_LETTERS = 5
"""Shorter words are other words when a letter differs: east and west, bank and tank."""

LETTERS_FOR_TWO = 9
"""From this length on two letters may differ."""

_WITH_DIGIT = re.compile(r"\S*\d\S*")

_SMALL = 12
"""Blocks up to this size are compared pair by pair: a matrix is not worth its making."""

Near = tuple[str, str, Decimal]
"""Two names, the first by name first, and how alike they are, of 1, with four decimals."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as given and as compared. ``numbers``: another number is another shop or plant."""

    given: str
    words: tuple[str, ...]
    joined: str
    numbers: str


def near_names(names: Iterable[str], least: Decimal, block_size: int) -> list[Near]:
    """Return the pairs of distinct ``names`` that are at least so alike, in order of names.

    ``names`` are in small letters and digits with a space between words, without accents and
    legal form. Each is compared with at most ``block_size`` others for each of its keys.
    """
    read = sorted(map(_read, set(names)), key=lambda name: (name.joined, name.given))
    found: dict[tuple[str, str], Decimal] = {}
    for first, second in _candidates(read, float(least), block_size):
        pair = (first.given, second.given)
        if pair not in found:
            found[pair] = likeness(first.words, second.words)
    return [(*pair, alike) for pair, alike in sorted(found.items()) if alike >= least]


def likeness(first: Sequence[str], second: Sequence[str]) -> Decimal:
    """Return how alike two names are: 1 less the letters to change over the letters of the longer.

    A letter left out, doubled or swapped with its neighbour is one change; one replaced is two,
    for it makes another name as often as a slip: Anderson, Andersen. 0 where numbers differ, or a
    word that is too short or begins otherwise.
    """
    one, two = "".join(first), "".join(second)
    if sorted(first) == sorted(second) or one == two:
        return Decimal(1)
    if len(first) == len(second):
        costs = [_changes(a, b) for a, b in zip(first, second, strict=True)]
    else:
        costs = [_changes(one, two)]
    if any(cost is None for cost in costs):
        return Decimal(0)
    changes = sum(cost for cost in costs if cost is not None)
    return (1 - Decimal(changes) / max(len(one), len(two))).quantize(Decimal("0.0001"))


def _changes(first: str, second: str) -> int | None:
    """Return what it takes to turn one word into the other; None where they are two words."""
    if first == second:
        return 0
    shorter = min(len(first), len(second))
    if first[0] != second[0] or shorter < LEAST_LETTERS or _has_digit(first + second):
        return None
    distance = int(OSA.distance(first, second))
    if distance > (2 if shorter >= LETTERS_FOR_TWO else 1):
        return None
    slipped = len(first) != len(second) or sorted(first) == sorted(second)
    return distance if slipped else distance + 1


def _read(name: str) -> _Name:
    left_out, stands_for = _forms()
    words = name.split()
    kept = tuple(stands_for.get(word, word) for word in words if word not in left_out)
    kept = kept or tuple(words)
    return _Name(name, kept, "".join(kept), " ".join(sorted(_WITH_DIGIT.findall(name))))


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


@cache
def _forms() -> tuple[frozenset[str], dict[str, str]]:
    data = tomllib.loads((files(__package__) / "word_forms.toml").read_text("utf-8"))
    return frozenset(data["left_out"]), dict(data["stands_for"])


def _candidates(
    names: Sequence[_Name], least: float, block_size: int
) -> Iterator[tuple[_Name, _Name]]:
    """Yield pairs that share a key, the earlier name first; a pair once for each shared key."""
    numbered = Counter(name.numbers for name in names)
    names = [name for name in names if not name.numbers or numbered[name.numbers] > 1]
    yield from _other_order(names, block_size)
    frequency = Counter(word for name in names for word in name.words)
    blocks: defaultdict[str, list[_Name]] = defaultdict(list)
    for name in names:
        for key in _keys(name, frequency):
            blocks[key].append(name)
    for block in blocks.values():
        if len(block) > 1:
            compared = _each if len(block) <= _SMALL else _neighbours
            for first, second in compared(block, least, block_size):
                yield _in_order(first, second)


def _other_order(names: Sequence[_Name], block_size: int) -> Iterator[tuple[_Name, _Name]]:
    """Yield names of the same words with the first of them."""
    same: defaultdict[tuple[str, ...], list[_Name]] = defaultdict(list)
    for name in names:
        same[tuple(sorted(name.words))].append(name)
    for group in same.values():
        for name in group[1:block_size]:
            yield _in_order(group[0], name)


def _keys(name: _Name, frequency: Counter[str]) -> set[str]:
    begins, ends = f"<{name.joined[:END]}", f"{name.joined[-END:]}>"
    words: Sequence[str] = name.words if len(name.words) > 1 else ()
    if len(words) > RAREST:
        words = sorted(words, key=lambda word: (frequency[word], word))[:RAREST]
    return {f"{key} {name.numbers}" for key in (begins, ends, *words)}


def _each(block: list[_Name], least: float, _: int) -> Iterator[tuple[_Name, _Name]]:
    for first, second in combinations(block, 2):
        if OSA.normalized_similarity(first.joined, second.joined, score_cutoff=least) > 0:
            yield first, second


def _neighbours(block: list[_Name], least: float, block_size: int) -> Iterator[tuple[_Name, _Name]]:
    """Yield the pairs of a large block whose letters are alike and who stand near each other."""
    letters = [name.joined for name in block]
    step = max(block_size // 2, 1)
    for start in range(0, len(block), step):
        alike = process.cdist(
            letters[start : start + step],
            letters[start : start + 2 * step],
            scorer=OSA.normalized_similarity,
            score_cutoff=least,
        )
        for row, column in zip(*alike.nonzero(), strict=True):
            if column > row:
                yield block[start + int(row)], block[start + int(column)]


def _in_order(first: _Name, second: _Name) -> tuple[_Name, _Name]:
    return (first, second) if first.given < second.given else (second, first)
