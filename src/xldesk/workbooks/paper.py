"""What a sheet is printed on: always one page wide, on the smallest paper that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xldesk.workbooks.layout import MARGIN_COLUMN

if TYPE_CHECKING:
    from xldesk.workbooks.layout import SheetLayout

SIDE_MARGIN = 0.5
"""Inches on either side."""

SMALLEST_SCALE = 0.6
"""Body text of 11 points printed smaller than this can hardly be read."""

_WIDTH_UNITS_PER_INCH = 96 / 7
"""A column's width counts digits of the body font, 7 pixels each."""

_PAGED = frozenset({"action", "detail", "reference"})
"""Sheets that are lists: upright where they are narrow, which takes half the pages."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: Excel's number of its size, which way it lies, and its width in inches."""

    size: int
    orientation: Literal["portrait", "landscape"]
    inches: float

    def scale(self, width: float) -> float:
        """Return how large columns of ``width`` units together are printed on one page."""
        return (self.inches - 2 * SIDE_MARGIN) * _WIDTH_UNITS_PER_INCH / width


A4_UPRIGHT = Paper(9, "portrait", 8.27)
A4 = Paper(9, "landscape", 11.69)
A3 = Paper(8, "landscape", 16.54)


def paper_of(layout: SheetLayout) -> Paper:
    """Return the paper of a sheet: a list that is narrow stands upright, a wide one takes A3.

    A summary is one landscape page of A4 whatever it holds.
    """
    if layout.sheet.kind == "summary":
        return A4
    width = MARGIN_COLUMN + sum(layout.widths)
    papers = (A4_UPRIGHT, A4) if layout.sheet.kind in _PAGED else (A4,)
    return next((paper for paper in papers if paper.scale(width) >= SMALLEST_SCALE), A3)
