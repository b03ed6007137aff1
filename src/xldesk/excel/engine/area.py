"""A rectangle of cells on a sheet of an open book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter

from xldesk.errors import UsageError
from xldesk.excel.engine.cells import Worksheet, held, made

if TYPE_CHECKING:
    from xldesk.excel.engine.open_book import OpenBook

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
MOST_CELLS = 5_000_000
"""More cells than this are not read or written at once: Office.js' own limit."""


@dataclass(frozen=True, slots=True)
class Area:
    """Cells from ``row`` and ``column`` (both from 1); ``rows`` or ``columns`` 0 is no cell."""

    book: OpenBook
    sheet: Worksheet
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    def __post_init__(self) -> None:
        if self.row < 1 or self.column < 1 or self.last_row > MAX_ROWS:
            raise UsageError(f"row {self.row}, column {self.column} leads beyond the sheet")
        if self.last_column > MAX_COLUMNS:
            raise UsageError(f"column {self.last_column:,} is beyond the sheet's last one")

    @property
    def last_row(self) -> int:
        """The number of the last row, one before the first where there is none."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The number of the last column, one before the first where there is none."""
        return self.column + self.columns - 1

    @property
    def size(self) -> int:
        """How many cells these are."""
        return self.rows * self.columns

    @property
    def whole_rows(self) -> bool:
        """Whether these are rows from one end of the sheet to the other."""
        return self.columns == MAX_COLUMNS

    @property
    def whole_columns(self) -> bool:
        """Whether these are columns from the sheet's top to its bottom."""
        return self.rows == MAX_ROWS

    @property
    def first(self) -> Area:
        """The top left cell."""
        return replace(self, rows=1, columns=1)

    def but_first(self) -> list[Area]:
        """Return the areas of all cells but the top left one."""
        areas = []
        if self.columns > 1:
            areas.append(self.at(self.row, self.column + 1, 1, self.columns - 1))
        if self.rows > 1:
            areas.append(self.at(self.row + 1, self.column, self.rows - 1, self.columns))
        return areas

    def at(self, row: int, column: int, rows: int = 1, columns: int = 1) -> Area:
        """Return another area of the same sheet."""
        return Area(self.book, self.sheet, row, column, rows, columns)

    def held(self) -> Iterator[Any]:
        """Yield the cells that there are, row by row."""
        return held(self.sheet, self.row, self.column, self.rows, self.columns)

    def made(self) -> Iterator[Any]:
        """Yield all cells row by row, made where there are none.

        Of whole rows and columns only those that the sheet uses.
        """
        area = self.clipped() if self.whole_rows or self.whole_columns else self
        area.refuse_large()
        for row in range(area.row, area.last_row + 1):
            for column in range(area.column, area.last_column + 1):
                yield made(self.sheet, row, column)

    def clipped(self) -> Area:
        """Return the part of whole rows or columns that lies within what the sheet uses."""
        rows = max(0, min(self.last_row, self.sheet.max_row) - self.row + 1)
        columns = max(0, min(self.last_column, self.sheet.max_column) - self.column + 1)
        return replace(self, rows=rows, columns=columns)

    def refuse_large(self) -> None:
        """Raise UsageError for more cells than are handled at once."""
        if self.size > MOST_CELLS:
            raise UsageError(
                f"{self.sheet.title}!{self.address()} has {self.size:,} cells, more than are read "
                "or written at once; name the rows and columns, or take Sheet.used_range"
            )

    def meets(self, other: Area) -> bool:
        """Tell whether the two have a cell in common."""
        return (
            self.sheet is other.sheet
            and self.row <= other.last_row
            and other.row <= self.last_row
            and self.column <= other.last_column
            and other.column <= self.last_column
        )

    def holds(self, other: Area) -> bool:
        """Tell whether all of ``other`` lies within this area."""
        return (
            self.sheet is other.sheet
            and self.row <= other.row
            and other.last_row <= self.last_row
            and self.column <= other.column
            and other.last_column <= self.last_column
        )

    def address(self, *, row_absolute: bool = False, column_absolute: bool = False) -> str:
        """Return the area in A1 notation: ``B2:C9``, whole columns ``B:C``, whole rows ``2:9``."""
        rows, columns = "$" * row_absolute, "$" * column_absolute
        first, last = get_column_letter(self.column), get_column_letter(self.last_column)
        if self.whole_columns:
            return f"{columns}{first}:{columns}{last}"
        if self.whole_rows:
            return f"{rows}{self.row}:{rows}{self.last_row}"
        start = f"{columns}{first}{rows}{self.row}"
        end = f"{columns}{last}{rows}{self.last_row}"
        return start if self.size == 1 else f"{start}:{end}"

    @property
    def reference(self) -> str:
        """The area as names and formulas write it: ``Sheet1!$B$2:$C$9``."""
        address = self.address(row_absolute=True, column_absolute=True)
        return f"{quoted(self.sheet.title)}!{address}"


_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_LIKE_A_CELL = re.compile(
    r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]?\d*|[Cc]\d*|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]"
)


def quoted(title: str) -> str:
    """Return a sheet's name as formulas write it, in apostrophes where it needs them."""
    if _PLAIN.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title):
        return title
    doubled = title.replace("'", "''")
    return f"'{doubled}'"
