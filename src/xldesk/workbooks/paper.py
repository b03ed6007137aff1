"""What a sheet is printed on: the smallest paper that can be read, one page wide if it can be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from xldesk.workbooks.layout import MARGIN_COLUMN
from xldesk.workbooks.theme import BODY_SIZE

if TYPE_CHECKING:
    from xldesk.workbooks.layout import SheetLayout

SIDE_MARGIN = 0.5
"""Inches on either side."""

SMALLEST_POINTS = 7
"""Body text that is printed smaller can hardly be read."""

SMALLEST_SCALE = SMALLEST_POINTS / BODY_SIZE

_WIDTH_UNITS_PER_INCH = 96 / 7
"""A column's width counts digits of the body font, 7 pixels each."""

_PAGED = frozenset({"action", "detail", "reference"})
"""Sheets that are lists: upright where they are narrow, which takes half the pages."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: Excel's number of its size, which way it lies, and its width in inches.

    ``across`` is how many of them lie beside each other.
    """

    size: int
    orientation: Literal["portrait", "landscape"]
    inches: float
    across: int = 1

    def scale(self, width: float, lost: float = 0) -> float:
        """Return how large columns of ``width`` units together are printed.

        On each page but the first, ``lost`` units go to columns that are repeated, and to room
        that the next column does not fit into.
        """
        room = self.across * (self.inches - 2 * SIDE_MARGIN) * _WIDTH_UNITS_PER_INCH
        return room / (width + (self.across - 1) * lost)


A4_UPRIGHT = Paper(9, "portrait", 8.27)
A4 = Paper(9, "landscape", 11.69)
A3 = Paper(8, "landscape", 16.54)
_BESIDE = (replace(A4, across=2), replace(A3, across=2), replace(A3, across=3))
"""For lists that no single page takes: two of A4 are at every printer."""


def paper_of(layout: SheetLayout) -> Paper:
    """Return the paper of a sheet: a list that is narrow stands upright, a wide one takes A3.

    The widest lists take several pages beside each other, with their first columns on each. A
    summary is one landscape page of A4 whatever it holds.
    """
    if layout.sheet.kind == "summary":
        return A4
    width = MARGIN_COLUMN + sum(layout.widths)
    papers = (A4_UPRIGHT, A4, A3, *_BESIDE) if layout.sheet.kind in _PAGED else (A4, A3)
    lost = MARGIN_COLUMN + layout.widths[0] + max(layout.widths)
    fit = (paper for paper in papers if paper.scale(width, lost) >= SMALLEST_SCALE)
    return next(fit, papers[-1])
