"""Where everything stands on a sheet, in a template's rows.

A table has one model row in a template, however many rows it gets when stamped; ``RowMap``
tells where a template's row is then.
"""

from __future__ import annotations

import math
import textwrap
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from xldesk.workbooks.formula import file_form
from xldesk.workbooks.parts import (
    Chart,
    Column,
    Fields,
    KeyFigures,
    Sheet,
    Table,
    TextBlock,
)

FIRST_COLUMN = 2
MARGIN_COLUMN = 2.5
"""Width of column A, which stays empty."""

TITLE_ROW = 2
BASIS_ROW = 3
NOTE_ROW = 4
FLAG_ROW = 5
OWN_FLAG_ROW = 6
"""The line of a sheet's own flag, under that of the checks."""

FLAG_WIDTH = 34.0
"""Width that the coloured lines under the title take at least."""

MAX_SHEET_ROWS = 1_048_576
LABEL_WIDTH = 28.0
PLAIN_WIDTHS = (LABEL_WIDTH, 74.0)
BESIDE_WIDTHS = (2.5, 84.0)
"""Columns for a chart that stands beside other blocks: a gap, and its own."""

TEXT_PER_WIDTH = 1.05
"""Characters of running text that fit one unit of column width, a little cautiously."""

BOLD_WIDTH = 1.08
"""Width of a bold character of a header, in units of column width."""

HEADER_ROOM = 2.5
BUTTON_ROOM = 4.5
"""Width a header needs beside its words, without and with a filter button."""

FILTERED_KINDS = frozenset({"action", "detail", "reference"})
"""Sheets whose tables get filter buttons."""

DIGITS_ROOM = 2.25
"""Width a number needs beside its digits: the edges of its cell, and the room behind it."""

LINE_HEIGHT = 15.0
MAX_LINES = 27
"""A row is at most 409 points high."""


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table: its heading and note above, header row, and ``count`` rows from ``first_row``."""

    table: Table
    heading_row: int | None
    note_row: int | None
    header_row: int
    first_row: int
    count: int

    @property
    def is_fixed(self) -> bool:
        """Whether the spec itself fixes the rows."""
        return bool(self.table.row_formulas)


@dataclass(frozen=True, slots=True)
class PlacedFigures:
    """Key figures: captions under their numbers."""

    block: KeyFigures
    value_row: int
    caption_row: int

    def column(self, index: int) -> int:
        """Return the sheet column of figure ``index`` (from 0)."""
        return FIRST_COLUMN + index * self.block.columns_each


@dataclass(frozen=True, slots=True)
class PlacedFields:
    """Labelled values: label in the first column, value in the second."""

    block: Fields
    heading_row: int | None
    first_row: int


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Paragraphs, one line a row; ``lines`` is None where the content brings them."""

    block: TextBlock
    heading_row: int | None
    first_row: int
    lines: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart from ``first_row`` downwards, in ``column``; ``width`` is its room in columns."""

    chart: Chart
    first_row: int
    column: int
    width: float


Placed = PlacedTable | PlacedFigures | PlacedFields | PlacedText | PlacedChart


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet's blocks with their rows, its last row and column, and its column widths."""

    sheet: Sheet
    placed: tuple[Placed, ...]
    last_row: int
    last_column: int
    widths: tuple[float, ...]
    shows_flag: bool

    @property
    def tables(self) -> tuple[PlacedTable, ...]:
        """The tables of the sheet, from top to bottom."""
        return tuple(part for part in self.placed if isinstance(part, PlacedTable))

    @property
    def growing_rows(self) -> tuple[int, ...]:
        """The rows that become as many as there are data or lines, from top to bottom."""
        return tuple(
            part.first_row
            for part in self.placed
            if (isinstance(part, PlacedTable) and not part.is_fixed)
            or (isinstance(part, PlacedText) and part.lines is None)
        )

    @property
    def slot_rows(self) -> frozenset[int]:
        """The rows with single cells that a stamp fills: line under the title, figures, fields."""
        rows = {BASIS_ROW}
        if self.shows_flag:
            rows |= {FLAG_ROW} if self.sheet.flag is None else {FLAG_ROW, OWN_FLAG_ROW}
        for part in self.placed:
            if isinstance(part, PlacedFigures):
                rows |= {part.value_row, part.caption_row}
            elif isinstance(part, PlacedFields):
                rows |= {part.first_row + at for at in range(len(part.block.items))}
        return frozenset(rows)

    @property
    def flag_columns(self) -> int:
        """How many columns a coloured line under the title covers."""
        total = 0.0
        for count, width in enumerate(self.widths, start=1):
            total += width
            if total >= FLAG_WIDTH:
                return count
        return len(self.widths)

    @property
    def text_width(self) -> int:
        """How many characters of running text fit beside each other."""
        return text_width(self.widths)

    @property
    def frozen_row(self) -> int:
        """The first row that scrolls: under the header of a sheet that is one table."""
        if len(self.placed) == 1 and isinstance(self.placed[0], PlacedTable):
            return self.placed[0].first_row
        return NOTE_ROW

    @property
    def repeated_rows(self) -> tuple[int, int]:
        """Rows that head every printed page: the header of the only table, else the title.

        With several tables a page may begin in any of them, and the header of another would lie.
        """
        if len(self.tables) == 1:
            row = self.tables[0].header_row
            return (row, row)
        return (TITLE_ROW, BASIS_ROW)


def text_width(widths: tuple[float, ...]) -> int:
    """Return how many characters of running text fit columns of ``widths``."""
    return max(40, int(sum(widths) * TEXT_PER_WIDTH))


@lru_cache(maxsize=200)
def lines_of(paragraphs: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Return ``paragraphs`` broken into lines of at most ``width`` characters."""
    return tuple(
        line
        for paragraph in paragraphs
        for line in (textwrap.wrap(paragraph, width, break_long_words=False) or [""])
    )


def header_height(table: Table, *, with_buttons: bool) -> float:
    """Return a header's height in points; filter buttons take room from the words."""
    room = BUTTON_ROOM if with_buttons else HEADER_ROOM
    lines = 1
    for column in table.columns:
        width = max((column.width or 0) - room, _longest_word(column))
        lines = max(lines, len(textwrap.wrap(column.name, int(width / BOLD_WIDTH))))
    return LINE_HEIGHT * lines + 7.5


def row_height(lines: int) -> float:
    """Return the height in points of a table's row with ``lines`` lines of text."""
    return LINE_HEIGHT * min(lines, MAX_LINES) + 3


def text_per_line(width: float) -> int:
    """Return how many characters of running text a wrapped cell of ``width`` holds a line."""
    return max(4, int((width - 2) * TEXT_PER_WIDTH))


def lay_out(sheet: Sheet, *, has_checks: bool) -> SheetLayout:
    """Return where the blocks of ``sheet`` stand in a template."""
    widths = _widths(sheet)
    shows_flag = sheet.kind == "summary" and has_checks
    last_flag = OWN_FLAG_ROW if sheet.flag is not None else FLAG_ROW
    row = last_flag + 2 if shows_flag else NOTE_ROW + 2 if sheet.note else NOTE_ROW + 1
    placed: list[Placed] = []
    for block in sheet.blocks:
        part, after = _place(block, row, widths)
        placed.append(part)
        row = after + 1
    return SheetLayout(
        sheet=sheet,
        placed=tuple(placed),
        last_row=row - 2,
        last_column=FIRST_COLUMN + len(widths) - 1,
        widths=widths,
        shows_flag=shows_flag,
    )


def _place(block: object, row: int, widths: tuple[float, ...]) -> tuple[Placed, int]:
    """Return ``block`` placed from ``row``, and the first row after it."""
    if isinstance(block, Table):
        heading = row if block.heading else None
        row += block.heading is not None
        note = row if block.note else None
        row += block.note is not None
        count = len(block.row_formulas) or 1
        return PlacedTable(block, heading, note, row, row + 1, count), row + 1 + count
    if isinstance(block, KeyFigures):
        return PlacedFigures(block, row, row + 1), row + 2
    if isinstance(block, Fields):
        heading = row if block.heading else None
        row += block.heading is not None
        return PlacedFields(block, heading, row), row + len(block.items)
    if isinstance(block, TextBlock):
        heading = row if block.heading else None
        row += block.heading is not None
        lines = None if block.field else lines_of(block.paragraphs, text_width(widths))
        return PlacedText(block, heading, row, lines), row + (1 if lines is None else len(lines))
    if isinstance(block, Chart):
        if block.beside:
            last = FIRST_COLUMN + len(widths) - 1
            return PlacedChart(block, row, last, widths[-1]), row - 1
        return PlacedChart(block, row, FIRST_COLUMN, sum(widths)), row + block.rows
    raise TypeError(f"{type(block).__name__} has no place on a sheet")


def formula_of(placed: PlacedTable, index: int, row: int) -> str | None:
    """Return the formula of column ``index`` in the table's row ``row`` (from 0), file form."""
    table = placed.table
    column = table.columns[index]
    if column.formula is not None:
        return file_form(column.formula, table.name)
    if placed.is_fixed and column.role == "calculated":
        order = [c.field for c in table.columns if c.role == "calculated" and c.formula is None]
        return file_form(table.row_formulas[row][order.index(column.field)], None)
    return None


def _widths(sheet: Sheet) -> tuple[float, ...]:
    """Return the width of each column from ``FIRST_COLUMN``: the widest its blocks ask for."""
    tables = [block for block in sheet.blocks if isinstance(block, Table)]
    widths: list[float] = []
    for table in tables:
        room = BUTTON_ROOM if sheet.kind in FILTERED_KINDS else HEADER_ROOM
        _widen(widths, [max(float(c.width or 0), _longest_word(c) + room) for c in table.columns])
    for block in sheet.blocks:
        if isinstance(block, Fields):
            _widen(widths, list(PLAIN_WIDTHS) if not tables else [LABEL_WIDTH, 16.0])
        elif isinstance(block, KeyFigures):
            _widen(widths, [16.0] * (len(block.figures) * block.columns_each))
    if not widths:
        widths = list(PLAIN_WIDTHS)
    if any(isinstance(block, Chart) and block.beside for block in sheet.blocks):
        widths += BESIDE_WIDTHS
    return tuple(widths)


def _longest_word(column: Column) -> float:
    """Return the width of the longest word of a column's header, which is bold."""
    return max(len(word) for word in column.name.split()) * BOLD_WIDTH


def _widen(widths: list[float], wanted: list[float]) -> None:
    widths.extend([0.0] * (len(wanted) - len(widths)))
    for index, width in enumerate(wanted):
        widths[index] = max(widths[index], width)


class RowMap:
    """Maps a template's rows to a stamped sheet's, given the growth of its growing rows."""

    def __init__(self) -> None:
        self.shifts = [0]
        """How far rows are moved: those above all growing rows, below the first, and so on."""
        self._rows: list[int] = []

    def grow(self, row: int, count: int) -> None:
        """Let template row ``row`` become ``count`` rows; call in the order of rows."""
        self._rows.append(row)
        self.shifts.append(self.shifts[-1] + count - 1)

    def first(self, row: int) -> int:
        """Return the first stamped row of template row ``row``."""
        return row + self.shifts[bisect_left(self._rows, row)]

    def last(self, row: int) -> int:
        """Return the last stamped row of template row ``row``."""
        return row + self.shifts[bisect_right(self._rows, row)]


def width_for(characters: int, size: int = 11) -> float:
    """Return the column width that shows ``characters`` digits at ``size`` points."""
    return math.ceil((characters * size / 11 + DIGITS_ROOM) * 4) / 4
