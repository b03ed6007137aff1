"""Look through a worksheet's XML for what a reader of its cells does not tell.

That is how far its cells reach, which of them are errors or formulas without a result, and which
are merged. The XML is never parsed as a whole: it is searched piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from xldesk.intake.header import Merged

# Literal beginnings, because a large sheet has tens of millions of cells.
_COLUMN = re.compile(rb" r=\"([A-Z]{1,3})[0-9]")
_CELL_ROW = re.compile(rb" r=\"[A-Z]{1,3}([0-9]{1,7})\"")
_ROOT = re.compile(rb"<(\w+:)?worksheet\b")
_ERROR = re.compile(rb"<(?:\w+:)?c\s(?=[^>]*\bt=\"e\")[^>]*?\br=\"([A-Za-z]{1,4})(\d{1,9})\"")
_UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c\s(?![^>]*\bt=\"str\")[^>]*?\br=\"([A-Za-z]{1,4})(\d{1,9})\"[^>]*>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</|</(?:\w+:)?c>)"
)
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\""
)
_LAST_TAG = re.compile(rb"</(?:\w+:)?row>|<(?:\w+:)?mergeCell\b")
LONGEST_ROW = 1 << 26
"""Bytes of one row's XML; a longer one is searched in parts."""

Place = tuple[int, int]
"""Row as Excel counts it, column counted from 0."""


@dataclass(slots=True)
class SheetScan:
    """What was found in a worksheet. ``last_row`` and ``last_column`` are counted from 1.

    ``unplaced`` counts cells that do not say where they stand as spreadsheet programs write it.
    """

    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    unplaced: int = 0
    errors: set[Place] = field(default_factory=set)
    uncalculated: set[Place] = field(default_factory=set)
    merged: list[Merged] = field(default_factory=list)
    _starts: tuple[bytes, ...] = ()

    def look_through(self, pieces: Iterable[bytes]) -> None:
        """Search a sheet's XML; ``pieces`` are its bytes in order."""
        rest = b""
        for piece in pieces:
            rest += piece
            if not self._starts:
                root = _ROOT.search(rest)
                name = b"<" + (root[1] or b"" if root else b"") + b"c"
                self._starts = tuple(
                    name + after for after in (b" ", b">", b"/", b"\n", b"\r", b"\t")
                )
            end = _end_of_whole(rest)
            if end == 0 and len(rest) > LONGEST_ROW:
                end = len(rest)
            self._search(rest[:end])
            rest = rest[end:]
        self._search(rest)

    def _search(self, xml: bytes) -> None:
        if not xml:
            return
        letters = _COLUMN.findall(xml)
        self.cells += len(letters)
        self.unplaced += sum(map(xml.count, self._starts)) - len(letters)
        columns = (column_of(text) + 1 for text in set(letters))
        self.last_column = max(self.last_column, max(columns, default=0))
        rows = map(int, set(_CELL_ROW.findall(xml)))
        self.last_row = max(self.last_row, max(rows, default=0))
        if b't="e"' in xml:
            self.errors.update(_places(_ERROR.findall(xml)))
        if b"<f" in xml or b":f" in xml:
            self.uncalculated.update(_places(_UNCALCULATED.findall(xml)))
        if b"mergeCell " in xml:
            self.merged += [
                (int(r1), column_of(c1), int(r2), column_of(c2))
                for c1, r1, c2, r2 in _MERGED.findall(xml)
            ]


def column_of(letters: bytes) -> int:
    """Return the place of a column, counted from 0: ``A`` is 0, ``AA`` is 26."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return place - 1


def _places(found: Iterable[tuple[bytes, bytes]]) -> set[Place]:
    return {(int(row), column_of(column)) for column, row in found}


def _end_of_whole(xml: bytes) -> int:
    """Return where the last whole row ends, or the last merged range begins; 0 without either."""
    end = xml.rfind(b"row>")
    if end >= 0:
        return end + 4
    tag = xml.rfind(b"<")
    return tag if b"mergeCell" in xml and tag > 0 else 0
