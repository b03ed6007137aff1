"""The nearest known spelling of a value that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

ALIKE = 0.7
"""Least likeness, of 1, for a spelling to be proposed."""

MAX_VALUES = 50_000
MAX_COMPARISONS = 3_000_000
"""Bound the work where thousands of values are unknown; the most frequent come first."""


class Choices:
    """Known spellings, ready to be compared with many others."""

    def __init__(self, known: Iterable[str]) -> None:
        self._choices = sorted(set(known))
        self._plain = [_plain(choice) for choice in self._choices]
        self._same = dict(zip(reversed(self._plain), reversed(self._choices), strict=True))

    def __len__(self) -> int:
        return len(self._choices)

    def same(self, value: str) -> str | None:
        """Return the choice that is the same but for case, spaces and punctuation, if any."""
        return self._same.get(_plain(value))

    def alike(self, value: str) -> str | None:
        """Return the most alike, if any is near; it is compared with every choice.

        By fewest letters and digits added, dropped, replaced or swapped with a neighbour (optimal
        string alignment, relative to the length), of equals the first by name.
        """
        best = process.extractOne(
            _plain(value), self._plain, scorer=OSA.normalized_similarity, score_cutoff=ALIKE
        )
        return None if best is None else self._choices[best[2]]


def nearest(unknown: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """Return the nearest of ``known`` for each of ``unknown``, which are distinct, if any is near.

    The same (``Choices.same``) is nearest; else the most alike (``Choices.alike``). Values late in
    ``unknown`` get only the first of these once the comparisons would exceed their bound.
    """
    choices = Choices(known)
    compared = MAX_COMPARISONS // max(len(choices), 1)
    found: dict[str, str] = {}
    for value in unknown:
        near = choices.same(value)
        if near is None and compared > 0:
            compared -= 1
            near = choices.alike(value)
        if near is not None:
            found[value] = near
    return found


def propose(
    con: duckdb.DuckDBPyConnection,
    target: str,
    unknown: str,
    known: str,
    aliases: Mapping[str, str] | None = None,
) -> None:
    """Add the nearest known spellings to the table ``proposal`` under the name ``target``.

    ``unknown`` and ``known`` are queries of one column of text; a value that ``unknown`` returns
    more often is looked at first. A value near an alias is proposed what the alias stands for.
    """
    values = [
        value
        for value, _ in con.execute(
            f"SELECT value, count(*) AS n FROM ({unknown}) AS given(value) "  # noqa: S608
            "GROUP BY value ORDER BY n DESC, value LIMIT ?",
            [MAX_VALUES],
        ).fetchall()
    ]
    if not values:
        return
    standing = dict(aliases or {})
    choices = [value for (value,) in con.execute(known).fetchall()]
    near = nearest(values, [*choices, *standing])
    found = {value: standing.get(choice, choice) for value, choice in near.items()}
    if found:
        con.execute(
            "INSERT INTO proposal SELECT ?, unnest(?), unnest(?)",
            [target, list(found), list(found.values())],
        )


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum()) or text
