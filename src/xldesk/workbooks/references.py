"""Cell references that follow the rows: those of a template over a stamped sheet's rows.

A text of a template is taken apart once. Rows of the template that may become several are said
then, so that a stamp only adds how far each row has moved (``RowMap.shifts``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RANGE = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?")
_CELL_IN_FORMULA = re.compile(r"(?<![A-Za-z0-9_\"!])(\$?[A-Z]{1,3}\$?)(\d+)(?![A-Za-z0-9_(\"])")
_KEPT = 64
"""Answers that a text keeps."""
_ROWS_ONLY = re.compile(r"(\$)(\d+):(\$)(\d+)")


class _Reference(NamedTuple):
    """A range of a template: columns, rows, and how many growing rows stand above each end.

    ``may_be_one`` says that it is written as one cell where it covers only one.
    """

    column: str
    row: int
    above: int
    last_column: str
    last_row: int
    last_above: int
    may_be_one: bool


class MovingText:
    """A text of a template with the references in it; ``over`` gives it over the real rows."""

    __slots__ = ("_over", "pieces", "references")

    def __init__(self, pieces: Sequence[str], references: Sequence[_Reference]) -> None:
        self.pieces = tuple(pieces)
        """The texts between references, with room for each reference."""
        self.references = tuple(references)
        self._over = lru_cache(_KEPT)(self._made)

    @classmethod
    def of_ranges(cls, text: str, growing: Sequence[int]) -> MovingText:
        """Return a text of ranges (``D7``, ``$A$1:$H$9``), each over all rows it stands for."""
        return cls._found(_RANGE, text, growing)

    @classmethod
    def of_rows(cls, text: str, growing: Sequence[int]) -> MovingText:
        """Return a text of whole rows (``$6:$6``)."""
        return cls._found(_ROWS_ONLY, text, growing)

    @classmethod
    def of_formula(cls, text: str, growing: Sequence[int]) -> MovingText:
        """Return a conditional format's formula; each cell is in the first row it stands for."""
        pieces: list[str] = []
        references = []
        at = 0
        for match in _CELL_IN_FORMULA.finditer(text):
            column, row = match[1], int(match[2])
            above = bisect_left(growing, row)
            references.append(_Reference(column, row, above, column, row, above, may_be_one=True))
            pieces += (text[at : match.start()], "")
            at = match.end()
        return cls([*pieces, text[at:]], references)

    @classmethod
    def joined(cls, parts: Iterable[str | MovingText]) -> MovingText:
        """Return ``parts`` one after the other."""
        pieces = [""]
        references: list[_Reference] = []
        for part in parts:
            if isinstance(part, str):
                pieces[-1] += part
            else:
                pieces[-1] += part.pieces[0]
                pieces += part.pieces[1:]
                references += part.references
        return cls(pieces, references)

    def over(self, shifts: Sequence[int]) -> str:
        """Return the text where rows are moved by ``shifts``; see ``RowMap.shifts``.

        The last answers are kept: tables of one file are often as long as those of another.
        """
        return self._over(tuple(shifts))

    def _made(self, shifts: tuple[int, ...]) -> str:
        pieces = list(self.pieces)
        at = 1
        for column, row, above, last_column, last_row, last_above, may_be_one in self.references:
            first, last = row + shifts[above], last_row + shifts[last_above]
            if may_be_one and first == last:
                pieces[at] = f"{column}{first}"
            else:
                pieces[at] = f"{column}{first}:{last_column}{last}"
            at += 2
        return "".join(pieces)

    @classmethod
    def _found(cls, pattern: re.Pattern[str], text: str, growing: Sequence[int]) -> MovingText:
        pieces: list[str] = []
        references = []
        at = 0
        for match in pattern.finditer(text):
            row, last_row = int(match[2]), int(match[4] or match[2])
            references.append(
                _Reference(
                    match[1],
                    row,
                    bisect_left(growing, row),
                    match[3] or match[1],
                    last_row,
                    bisect_right(growing, last_row),
                    may_be_one=match[3] is None,
                )
            )
            pieces += (text[at : match.start()], "")
            at = match.end()
        return cls([*pieces, text[at:]], references)
