"""How the columns of a table differ from those of its spec."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class ColumnChange(NamedTuple):
    """What was done to a column; ``at`` is its index in the file's table, None where removed.

    ``name`` is what the spec calls it, ``now`` what the file does.
    """

    what: Literal["removed", "renamed", "moved", "added"]
    name: str
    now: str
    at: int | None


def column_changes(wanted: Sequence[str], found: Sequence[str]) -> list[ColumnChange]:
    """Return what turns the columns ``wanted`` into those ``found``, removed ones first.

    Columns of other names that stand where as many are missing were renamed.
    """
    changes = list(_changes(wanted, found))
    kinds = ("removed", "renamed", "moved", "added")
    return sorted(changes, key=lambda change: kinds.index(change.what))


def _changes(wanted: Sequence[str], found: Sequence[str]) -> Iterator[ColumnChange]:
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    gone = list(chain.from_iterable(wanted[a:b] for tag, a, b, _, _ in blocks if tag != "equal"))
    new = list(chain.from_iterable(found[c:d] for tag, _, _, c, d in blocks if tag != "equal"))
    for tag, first, end, to_first, to_end in blocks:
        if tag == "equal":
            continue
        lost = [name for name in wanted[first:end] if name not in new]
        come = [(at, found[at]) for at in range(to_first, to_end) if found[at] not in gone]
        if len(lost) == len(come):
            yield from (
                ColumnChange("renamed", name, now, at)
                for name, (at, now) in zip(lost, come, strict=True)
            )
        else:
            yield from (ColumnChange("removed", name, "", None) for name in lost)
            yield from (ColumnChange("added", "", now, at) for at, now in come)
        yield from (
            ColumnChange("moved", found[at], found[at], at)
            for at in range(to_first, to_end)
            if found[at] in gone
        )
