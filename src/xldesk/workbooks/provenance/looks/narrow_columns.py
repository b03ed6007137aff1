"""Columns too narrow for the figures in them, which programs then show as a row of signs.

Texts are left out: what is cut off of them is seen to be cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.archive import ArchiveError
from xldesk.workbooks.check.markup import MAIN, columns_of, size_of
from xldesk.workbooks.check.numbers import float_of
from xldesk.workbooks.check.sheet_rows import SheetRows
from xldesk.workbooks.provenance.difference import Difference, altered, said
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.limits import Limits
    from xldesk.workbooks.provenance.looks.cell_looks import Look, StyleLooks

_ABOUT_THE_SAME = 0.9
"""Part of its width below which a column counts as made narrower; programs round widths."""

_NARROWEST, _DEFAULT_WIDTH = 2.0, 9.14
"""Digits below which a column counts as hidden, and those of one that says no width."""

_DAY, _USUAL_SIZE = "yyyy-mm-dd", 11.0
_SMALL, _OF_A_SIGN = ",. -()", 0.5
"""Signs within numbers, and how wide one is beside a digit."""


def narrow_columns(
    name: str, issued: tuple[Document, str, StyleLooks], frames: tuple[Element, Element]
) -> Iterator[Difference]:
    """Yield columns in which figures of the ``issued`` sheet have no room any more.

    ``frames`` are the issued and the found sheet without their rows. Raises ArchiveError.
    """
    document, part, looks = issued
    was, now = (_widths(frame, document.limits) for frame in frames)
    narrower = {
        column: width
        for column, full in was.items()
        if _NARROWEST <= (width := now.get(column, _DEFAULT_WIDTH)) < _ABOUT_THE_SAME * full
    }
    if not narrower:
        return
    told: set[int] = set()
    for row in SheetRows(document, part):
        for column, cell in row.cells.items():
            if column not in narrower or column in told or cell.kind != "n":
                continue
            if _digits(cell.value, looks[cell.style]) > narrower[column]:
                told.add(column)
                place = f"{letters_of(column)}{row.number}"
                message = "the column is too narrow for its figures, which cannot be read"
                yield altered(name, place, message)._replace(remedy="make the column wider")


def _widths(frame: Element, limits: Limits) -> dict[int, float]:
    """Return the width in digits of each column that says one.

    Raises ArchiveError where columns are not in order: of two widths, programs take one or other.
    """
    widths: dict[int, float] = {}
    last = 0
    for element in frame.iterfind(f"{MAIN}cols/{MAIN}col"):
        columns = columns_of(element, 0, limits)
        if columns and columns[0] <= last:
            raise ArchiveError("FILE-XML", f"column {letters_of(columns[0])} stands out of order")
        last = columns[-1] if columns else last
        width = size_of(element.get("width"))
        if width is not None:
            widths.update(dict.fromkeys(columns, width))
    return widths


def _digits(value: str | None, look: Look) -> float:
    """Return how wide a number is as it is shown, in digits of the usual size; 0 if any does."""
    number = None if value is None else float_of(value)
    if number is None or look.shrinks or look.number_format == "general":
        return 0
    text = _DAY if look.is_day else said(number, look)
    digits = sum(_OF_A_SIGN if sign in _SMALL else 1 for sign in text)
    return digits * (size_of(look.size) or _USUAL_SIZE) / _USUAL_SIZE
