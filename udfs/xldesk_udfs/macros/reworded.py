"""Rows of which people answered what they say, and which say something else now."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from xldesk_udfs.macros.table_in_book import Key, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xldesk_udfs.macros.kept_entries import LostEntry


class Reworded(NamedTuple):
    """The place of such a row, and what it said and what people answered."""

    place: str
    entries: tuple[LostEntry, ...]


def questions(keys: Sequence[Key], asked: Sequence[Key]) -> list[Key]:
    """Return the keys of rows with what each asks; rows that ask the same are counted.

    ``keys`` end with a count of their own, which is left out: another row of the same key may
    come before.
    """
    pairs = zip(keys, asked, strict=True)
    return counted((*key[:-1], tuple(map(as_said, said))) for key, said in pairs)


def unanswered(before: Sequence[Key], now: Sequence[Key]) -> Iterator[tuple[int, int | None]]:
    """Yield the rows (from 0) of ``before`` whose question none of ``now`` is.

    With each goes the row that has its key and asks something new, None where there is none.
    """
    known, stand = set(before), set(now)
    new = defaultdict[Key, list[int]](list)
    for row, question in enumerate(now):
        if question not in known:
            new[_row_key(question)].append(row)
    for row, question in enumerate(before):
        if question not in stand:
            rows = new[_row_key(question)]
            yield row, rows.pop(0) if rows else None


def as_said(value: object) -> str:
    """Return what a cell says, however a program keeps it: numbers by 15 digits."""
    text = f"{value:.15g}" if isinstance(value, int | float) else str(value or "")
    return " ".join(text.split())


def _row_key(question: Key) -> Key:
    return question[:-2]
