"""Where a range is: its place and size, its addresses, and the ranges that one gets from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from xlwings.expansion import expanders
from xlwings.main import Range as XlwingsRange

from xldesk.errors import UsageError
from xldesk.excel.engine.area import Area, quoted
from xldesk.excel.engine.cells import made
from xldesk.excel.engine.merging import merged_at
from xldesk.excel.engine.regions import end_of, region_around
from xldesk.excel.engine.sizes import column_points, row_points

if TYPE_CHECKING:
    from xldesk.excel.engine.sheets import Sheet


class RangePlace:
    """A range by its sheet and area; rows and columns count from 1."""

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self.sheet = sheet
        self.area = area
        self.options: dict[str, Any] = {}
        self.arg1_input = ""

    def at(self, area: Area) -> Self:
        """Return another range of the same sheet."""
        return type(self)(self.sheet, area)

    @property
    def api(self) -> Any:
        """The cell of a range of one of openpyxl; of more the area; None where there is no cell.

        What is written through it stands in no journal.
        """
        if self.area.size == 0:
            return None
        if self.area.size > 1:
            return self.area
        return made(self.area.sheet, self.area.row, self.area.column)

    @property
    def row(self) -> int:
        """The number of its first row."""
        return self.area.row

    @property
    def column(self) -> int:
        """The number of its first column."""
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns it has."""
        return self.area.rows, self.area.columns

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """Sheet, first row and column, last row and column."""
        area = self.area
        return self.sheet.name, area.row, area.column, area.last_row, area.last_column

    def __len__(self) -> int:
        return self.area.size

    def __bool__(self) -> bool:
        return True

    def __call__(self, arg1: int, arg2: int | None = None) -> Self:
        """Return the cell in row ``arg1`` and column ``arg2``, or the ``arg1``-th, row by row."""
        row, column = arg1, arg2
        if column is None:
            row, column = (arg1 - 1) // self.area.columns + 1, (arg1 - 1) % self.area.columns + 1
        return self.at(self.area.at(self.area.row + row - 1, self.area.column + column - 1))

    @property
    def rows(self) -> list[Self]:
        """Its rows, one by one."""
        area = self.area
        return [
            self.at(area.at(area.row + n, area.column, 1, area.columns)) for n in range(area.rows)
        ]

    @property
    def columns(self) -> list[Self]:
        """Its columns, one by one."""
        area = self.area
        return [
            self.at(area.at(area.row, area.column + n, area.rows, 1)) for n in range(area.columns)
        ]

    @property
    def address(self) -> str:
        """Its address with dollar signs, such as ``$A$1:$C$9``."""
        return self.area.address(row_absolute=True, column_absolute=True)

    def get_address(self, row_absolute: object, column_absolute: object, external: object) -> str:
        """Return its address, with ``external`` after the names of book and sheet."""
        address = self.area.address(
            row_absolute=bool(row_absolute), column_absolute=bool(column_absolute)
        )
        if not external:
            return address
        book, title = self.sheet.book.name, self.sheet.name
        plain = quoted(title) == title and book.replace(".", "_").isidentifier()
        return f"[{book}]{title}!{address}" if plain else f"{_apart(f'[{book}]{title}')}!{address}"

    def expand(self, mode: str = "table") -> Any:
        """Return the range expanded over what is filled: table, down or right."""
        expander = expanders.get(mode, mode)
        return expander.expand(XlwingsRange(impl=self)).impl

    def end(self, direction: str) -> Self:
        """Return the cell at the end of what is filled: up, down, left or right."""
        return self.at(end_of(self.area, direction))

    @property
    def current_region(self) -> Self:
        """The filled cells around, up to empty rows and columns."""
        return self.at(region_around(self.area))

    @property
    def merge_area(self) -> Self:
        """The merged range that its first cell is part of, else that cell."""
        found = merged_at(self.area.sheet, self.area.row, self.area.column)
        if found is None:
            return self.at(self.area.first)
        top, left, bottom, right = found
        return self.at(self.area.at(top, left, bottom - top + 1, right - left + 1))

    @property
    def merge_cells(self) -> bool:
        """Whether a merged range is among its cells."""
        return any(
            self.area.meets(
                self.area.at(
                    found.min_row,
                    found.min_col,
                    found.max_row - found.min_row + 1,
                    found.max_col - found.min_col + 1,
                )
            )
            for found in self.area.sheet.merged_cells.ranges
        )

    def select(self) -> None:
        """Make it the selected range of its book."""
        self.area.book.selection = replace(self.area)

    @property
    def width(self) -> float:
        """How wide it is, in points."""
        return self._across(self.area.column, self.area.last_column)

    @property
    def height(self) -> float:
        """How high it is, in points."""
        return self._down(self.area.row, self.area.last_row)

    @property
    def left(self) -> float:
        """How far it is from the sheet's left edge, in points."""
        return self._across(1, self.area.column - 1)

    @property
    def top(self) -> float:
        """How far it is from the sheet's upper edge, in points."""
        return self._down(1, self.area.row - 1)

    def _across(self, first: int, last: int) -> float:
        return sum(column_points(self.area.sheet, number) for number in range(first, last + 1))

    def _down(self, first: int, last: int) -> float:
        return sum(row_points(self.area.sheet, number) for number in range(first, last + 1))

    def refuse_none(self) -> None:
        """Raise UsageError for a range without a cell."""
        if self.area.size == 0:
            raise UsageError(f"this range on {self.sheet.name} has no cell")


def _apart(named: str) -> str:
    doubled = named.replace("'", "''")
    return f"'{doubled}'"
