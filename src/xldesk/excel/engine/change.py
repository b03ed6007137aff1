"""What a macro can change in a workbook, said as facts: where, which aspect, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum


class Aspect(StrEnum):
    """What of a place was changed; the comment says what ``old`` and ``new`` of a change are.

    Inserting, deleting, sorting and copying are said as changes of the cells they touch: no
    aspect moves anything, so a place means the same cell throughout.
    """

    # place "B3"
    VALUE = "value"  # new: Constant; old: Constant | Formula
    FORMULA = "formula"  # new: Formula; old: Constant | Formula
    QUOTE_PREFIX = "quote prefix"  # bool: text that a spreadsheet must not take as a formula
    NUMBER_FORMAT = "number format"  # str, such as "0.00"
    FILL = "fill"  # openpyxl PatternFill or GradientFill
    FONT = "font"  # openpyxl Font
    ALIGNMENT = "alignment"  # openpyxl Alignment
    BORDER = "border"  # openpyxl Border
    PROTECTION = "protection"  # openpyxl Protection
    NOTE = "note"  # Note | None
    HYPERLINK = "hyperlink"  # Link | None
    # place "C:C" or "3:3", always one column or row
    COLUMN_WIDTH = "column width"  # float (characters) | None, the sheet's usual width
    COLUMN_HIDDEN = "column hidden"  # bool
    COLUMN_OUTLINE = "column outline"  # int, 0 to 7
    ROW_HEIGHT = "row height"  # float (points) | None, as high as its content
    ROW_HIDDEN = "row hidden"  # bool
    ROW_OUTLINE = "row outline"  # int, 0 to 7
    # place "B2:D5"
    MERGE = "merge"  # bool
    VALIDATION = "validation"  # all of the sheet: tuple of openpyxl DataValidation
    CONDITIONAL_FORMAT = "conditional format"  # all of the sheet: tuple of (range, tuple of Rule)
    # place: the sheet's own name
    SHEET_ADDED = "sheet added"  # None, index from 0
    SHEET_DELETED = "sheet deleted"  # index from 0, None
    SHEET_RENAMED = "sheet renamed"  # str; sheet and place are the old name
    SHEET_ORDER = "sheet order"  # tuple of all names; sheet is ""
    SHEET_VISIBLE = "sheet visible"  # "visible", "hidden" or "veryHidden"
    SHEET_ACTIVE = "sheet active"  # str, the name of the sheet that shows; sheet is ""
    GRIDLINES = "gridlines"  # bool
    FREEZE = "freeze"  # str, the first cell that scrolls | None
    PRINT_AREA = "print area"  # str, such as "A1:D9" | None
    AUTOFILTER = "autofilter"  # str, the range | None
    # place: the table's name
    TABLE_ADDED = "table added"  # None, TableShape
    TABLE_DELETED = "table deleted"  # TableShape, None
    TABLE_RESIZED = "table resized"  # TableShape
    TABLE_RENAMED = "table renamed"  # str; place is the old name
    TABLE_LOOK = "table look"  # TableShape: style, stripes, filter buttons, header or totals row
    # place: the defined name; sheet is "" for a name of the whole book
    NAME = "name"  # str, what it refers to, with its "=" | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell's formula in A1 notation with its ``=``; ``spill`` is the range of an array one."""

    text: str
    spill: str | None = None


class ErrorValue(str):
    """An error value of a cell, such as ``#N/A``: not the text of the same letters."""

    __slots__ = ()


Constant = str | int | float | bool | datetime | time | timedelta | None
"""What a cell holds that is no formula; texts are plain ``str`` or an ErrorValue."""

Content = Constant | Formula


@dataclass(frozen=True, slots=True)
class Note:
    """A cell's note (the yellow one), its author, and its size in pixels."""

    text: str
    author: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: an outside ``address``, a ``location`` within the book, or both."""

    address: str | None
    location: str | None = None
    tip: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnFormulas:
    """What a table column calculates: its cells, and its total; formulas without their ``=``.

    ``total`` is the name of a function, such as ``sum``; ``custom`` is what ``total_formula`` says.
    """

    column: str
    cells: str | None = None
    total: str | None = None
    total_label: str | None = None
    total_formula: str | None = None


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table as its part of the package says it: where it is, its columns and how it looks.

    ``formulas`` are those of columns that have any.
    """

    name: str
    ref: str
    columns: tuple[str, ...]
    header_rows: int = 1
    totals_rows: int = 0
    style: str | None = None
    first_column: bool = False
    last_column: bool = False
    row_stripes: bool = True
    column_stripes: bool = False
    filter_buttons: bool = True
    formulas: tuple[ColumnFormulas, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: on which sheet, at which place, which aspect, before and after."""

    sheet: str
    place: str
    aspect: Aspect
    old: object
    new: object


_ALONE = (bool, ErrorValue)


def same(old: object, new: object) -> bool:
    """Tell whether two contents are one: 1 and 1.0 are the same number, 1 and TRUE are not."""
    return old == new and isinstance(old, _ALONE) is isinstance(new, _ALONE)
