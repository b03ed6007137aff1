"""Find the header of a table: under title lines, under group headings, in two rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xldesk.errors import UsageError

SEARCHED_ROWS = 40
"""How many rows with content are looked at for a header."""

LEAST_KNOWN = 2
"""So many known names make a row a header that is not the first one with several cells."""

Known = Callable[[Sequence[str]], int]
"""How many of some column names are known."""

Merged = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column; columns counted from 0."""


@dataclass(frozen=True, slots=True)
class HeadRow:
    """One of a file's first rows with content: its number there, and its cells."""

    number: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        """How many cells say something."""
        return sum(map(bool, self.cells))


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, and the rows they stand in.

    ``above`` are the numbers of the rows with content before it, which are no data.
    """

    names: tuple[str, ...]
    first_row: int
    row: int
    above: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    names: tuple[str, ...]
    score: int
    place: int
    rows: int = 1


def find_header(
    place: str,
    rows: Sequence[HeadRow],
    known: Known,
    *,
    stated: int | None = None,
    merged: Sequence[Merged] = (),
) -> Header:
    """Return the header among a file's first ``rows`` with content.

    It is row ``stated`` where a mapping says so; else the row whose names are known best, else the
    first row that is about as wide as the widest. A row above it with group headings completes
    names that would otherwise repeat, or that are known only together.

    Raises UsageError naming the rows where two read equally well, or ``stated`` has no content.
    """
    candidates = [_best_reading(rows, i, known, merged) for i in range(len(rows))]
    if stated is not None:
        found = [candidate for candidate in candidates if rows[candidate.place].number == stated]
        if not found:
            raise UsageError(
                f"{place}: header_row = {stated} of the mapping has no content, or is not among "
                "the first rows; correct it"
            )
        return _header(rows, found[0])
    first = candidates[_first_wide(rows)]
    best = max(candidates, key=lambda candidate: candidate.score)
    if best.score < LEAST_KNOWN or best.score <= first.score:
        best = first
    equals = [candidate for candidate in candidates if _reads_as_well(rows, candidate, best)]
    if equals:
        numbers = sorted({rows[candidate.place].number for candidate in (best, *equals)})
        listed = " and ".join(map(str, numbers))
        raise UsageError(
            f"{place}: rows {listed} read equally well as headers; say header_row = {numbers[-1]} "
            "(or the other) in the mapping"
        )
    return _header(rows, best)


def likeliest(rows: Sequence[HeadRow], known: Known) -> tuple[int, int]:
    """Return how many names the likeliest header among ``rows`` knows, and how wide it is."""
    if not rows:
        return 0, 0
    first = rows[_first_wide(rows)]
    best = max(rows, key=lambda row: known(row.cells))
    chosen = best if known(best.cells) > known(first.cells) else first
    return known(chosen.cells), len(chosen.cells)


def _header(rows: Sequence[HeadRow], chosen: _Candidate) -> Header:
    first = chosen.place - chosen.rows + 1
    return Header(
        names=chosen.names,
        first_row=rows[first].number,
        row=rows[chosen.place].number,
        above=tuple(row.number for row in rows[:first]),
    )


def _first_wide(rows: Sequence[HeadRow]) -> int:
    """Return the place of the first row with half as many filled cells as the fullest."""
    most = max(row.filled for row in rows)
    return next(i for i, row in enumerate(rows) if row.filled * 2 >= most)


def _reads_as_well(rows: Sequence[HeadRow], other: _Candidate, best: _Candidate) -> bool:
    if other is best or other.score < LEAST_KNOWN or other.score != best.score:
        return False
    said, chosen = rows[other.place], rows[best.place]
    # The same header again further down is a row that cannot be read, not another header.
    return other.score * 2 >= said.filled and said.cells != chosen.cells


def _best_reading(
    rows: Sequence[HeadRow], i: int, known: Known, merged: Sequence[Merged]
) -> _Candidate:
    alone = rows[i].cells
    plain = _Candidate(alone, known(alone), i)
    if i == 0 or rows[i].number - rows[i - 1].number != 1:
        return plain
    upper = rows[i - 1]
    groups = _groups(upper, rows[i], merged)
    joined = _joined(groups, alone, known)
    stacked = tuple(
        name or (upper.cells[c] if c < len(upper.cells) else "") for c, name in enumerate(joined)
    )
    beneath = _Candidate(stacked, known(stacked), i, rows=2)
    together = _Candidate(joined, known(joined), i, rows=1 if joined == alone else 2)
    if beneath.score > max(together.score, known(upper.cells)):
        return beneath
    return together


def _groups(upper: HeadRow, lower: HeadRow, merged: Sequence[Merged]) -> list[str]:
    """Return the group heading over each column of ``lower``, empty where there is none.

    A heading stands over its merged range, else over the columns up to the next heading. A single
    one over the first column is a title.
    """
    labels = [c for c, text in enumerate(upper.cells) if text]
    columns = [c for c, text in enumerate(lower.cells) if text]
    spans = {c1: c2 for r1, c1, _, c2 in merged if r1 == upper.number}
    groups = [""] * len(lower.cells)
    if len(labels) == 1 and columns and labels[0] <= columns[0] and labels[0] not in spans:
        return groups
    for label, following in zip(labels, [*labels[1:], len(groups)], strict=True):
        end = min(spans.get(label, following - 1), following - 1, len(groups) - 1)
        for c in range(label, end + 1):
            groups[c] = upper.cells[label]
    return groups


def _joined(groups: Sequence[str], names: Sequence[str], known: Known) -> tuple[str, ...]:
    """Return ``Customer Name`` for ``Name`` under ``Customer``, where that is needed or known."""
    times = Counter(name.casefold() for name in names if name)
    joined = []
    for group, name in zip(groups, names, strict=True):
        together = f"{group} {name}"
        wanted = group and name and (times[name.casefold()] > 1 or known([together]))
        joined.append(together if wanted else name)
    return tuple(joined)
