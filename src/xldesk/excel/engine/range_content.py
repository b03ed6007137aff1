"""What stands in a range: values and formulas, read and written, and cleared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xldesk.errors import UsageError
from xldesk.excel.engine.cells import cells_of
from xldesk.excel.engine.change import Aspect, Formula, Link
from xldesk.excel.engine.content import content_of, shown_as_formula
from xldesk.excel.engine.formats import link_of
from xldesk.excel.engine.range_place import RangePlace
from xldesk.excel.engine.shared_look import changed
from xldesk.excel.engine.table_headers import follow_headers
from xldesk.excel.engine.values import raw_values
from xldesk.excel.engine.write_cells import (
    always,
    change_cells,
    clear_contents,
    clear_formats,
    clear_one_by_one,
    fill,
    write_contents,
    write_values,
)

LINK_BLUE = "FF0563C1"
"""The colour of links in Excel's usual theme."""

LINK_LEADS = "#"


class RangeContent(RangePlace):
    """The values, formulas and links of a range."""

    @property
    def raw_value(self) -> Any:
        """What its cells show, before any converter: one value, or a list of rows."""
        return raw_values(self.area)

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        """Write one value into every cell, or rows from the first cell on."""
        if self.area.size == 0:
            return
        if isinstance(value, (list, tuple)):
            rows = _rows(value)
            write_values(self.area, rows)
            follow_headers(self.area, len(rows), max(map(len, rows), default=0))
        else:
            fill(self.area, value)
            follow_headers(self.area, self.area.rows, self.area.columns)

    @property
    def max_cells_per_write(self) -> None:
        """Writing needs no pieces."""
        return

    @property
    def max_cells_per_read(self) -> None:
        """Reading needs no pieces."""
        return

    @property
    def formula(self) -> str | tuple[tuple[str, ...], ...]:
        """What the formula bar shows: of one cell its text, of more a row of texts for each row."""
        self.area.refuse_large()
        cells = cells_of(self.area.sheet)
        rows = tuple(
            tuple(
                ""
                if (cell := cells.get((row, column))) is None
                else shown_as_formula(content_of(cell))
                for column in range(self.area.column, self.area.last_column + 1)
            )
            for row in range(self.area.row, self.area.last_row + 1)
        )
        return rows[0][0] if self.area.size == 1 else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        """Write formulas; one for a whole range moves its references along from cell to cell."""
        self.raw_value = value

    @property
    def formula_array(self) -> str | None:
        """The array formula that its first cell is part of, None without one."""
        cell = cells_of(self.area.sheet).get((self.area.row, self.area.column))
        content = None if cell is None else content_of(cell)
        return content.text if isinstance(content, Formula) and content.spill else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        for rest in self.area.but_first():
            clear_contents(rest)
        write_contents(self.area.first, [[Formula(value, self.area.address())]])

    @property
    def has_array(self) -> bool:
        """Whether its first cell has an array formula."""
        return self.formula_array is not None

    def clear_contents(self) -> None:
        """Empty its cells; how they look stays."""
        clear_contents(self.area)

    def clear_formats(self) -> None:
        """Take away how its cells look; what they say stays."""
        clear_formats(self.area)

    def clear(self) -> None:
        """Empty its cells and take away how they look, their notes and links."""
        self.clear_contents()
        self.clear_formats()
        clear_one_by_one(self.area)

    @property
    def hyperlink(self) -> str:
        """Where its first cell's link leads; raises UsageError without one."""
        cell = cells_of(self.area.sheet).get((self.area.row, self.area.column))
        link = None if cell is None else link_of(cell)
        if link is None:
            raise UsageError(f"{self.sheet.name}!{self.area.first.address()} has no hyperlink")
        inside = f"{LINK_LEADS}{link.location}" if link.location else ""
        return f"{link.address or ''}{inside}"

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        """Let every cell lead to ``address``; ``#`` before it means a place in this book."""
        target, _, location = address.partition(LINK_LEADS)
        link = Link(target or None, location or None, screen_tip)
        if text_to_display is not None:
            fill(self.area, text_to_display)
        change_cells(self.area, Aspect.HYPERLINK, always(link))
        change_cells(
            self.area, Aspect.FONT, lambda font: changed(font, color=LINK_BLUE, u="single")
        )


def _rows(value: Sequence[Any]) -> Sequence[Sequence[Any]]:
    if value and not isinstance(value[0], (list, tuple)):
        return [value]
    return value
