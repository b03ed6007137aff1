"""How much text a sheet's cells repeat: a workbook keeps each text once, its cells only number it.

A reader makes a copy for every cell, so a small file may ask for a lot of memory.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

_STRING = re.compile(rb"<(?:\w+:)?si\b")
_NUMBERED = re.compile(rb"t=\"s\"[^>]*>\s*<(?:\w+:)?v>(\d{1,9})<")
_LONGEST_TAG = 64


class SharedStrings:
    """The lengths of a workbook's texts, in bytes of their XML, in the order of their numbers."""

    def __init__(self) -> None:
        self._starts = array("Q")
        self._end = 0

    def look_through(self, pieces: Iterable[bytes]) -> None:
        """Note where each text begins; ``pieces`` are the part's bytes in order."""
        tail = b""
        for piece in pieces:
            seen = tail + piece
            offset = self._end - len(tail)
            for found in _STRING.finditer(seen):
                if not self._starts or offset + found.start() > self._starts[-1]:
                    self._starts.append(offset + found.start())
            self._end += len(piece)
            tail = seen[-_LONGEST_TAG:]

    @property
    def longest(self) -> int:
        """The length of the longest text."""
        return max(map(self.length, range(len(self._starts))), default=0)

    def length(self, number: int) -> int:
        """Return the length of a text, 0 for a number that none has."""
        if number >= len(self._starts):
            return 0
        last = number + 1 == len(self._starts)
        return (self._end if last else self._starts[number + 1]) - self._starts[number]

    def repeated(self, pieces: Iterable[bytes]) -> int:
        """Return how long the texts of a sheet's cells are together; ``pieces`` is its XML."""
        total = 0
        rest = b""
        for piece in pieces:
            rest += piece
            end = rest.rfind(b"<") + 1
            total += sum(self.length(int(number)) for number in _NUMBERED.findall(rest[:end]))
            # A cell that is not whole yet is searched with what follows.
            cut = rest.rfind(b"<c", 0, end)
            kept = cut if cut >= 0 and not _NUMBERED.search(rest[cut:end]) else end - 1
            rest = rest[max(kept, 0) :]
        return total + sum(self.length(int(number)) for number in _NUMBERED.findall(rest))
