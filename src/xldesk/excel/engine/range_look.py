"""How a range looks: number format, colour, alignment, sizes of its rows and columns, its notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from openpyxl.utils import get_column_letter

from xldesk.excel.engine.borders import Borders
from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.engine.colors import Rgb, fill_color, solid
from xldesk.excel.engine.fitting import fitting_width
from xldesk.excel.engine.font import Font
from xldesk.excel.engine.notes import Note, add_note
from xldesk.excel.engine.put import write
from xldesk.excel.engine.range_place import RangePlace
from xldesk.excel.engine.shared_look import changed, shared
from xldesk.excel.engine.sizes import (
    column_aspect,
    file_width,
    height_in_use,
    kept_width,
    row_aspect,
    shown_width,
    width_in_use,
)
from xldesk.excel.engine.write_cells import always, change_cells

_HORIZONTAL = {
    "center_across_selection": "centerContinuous",
    "general": None,
}
_SHOWN_HORIZONTAL = {"centerContinuous": "center_across_selection", None: "general"}


class RangeLook(RangePlace):
    """The formats, sizes and notes of a range; what its cells do not share is None."""

    @property
    def number_format(self) -> str | None:
        """The number format, such as ``0.00``."""
        found: str | None = shared(self.area, Aspect.NUMBER_FORMAT, lambda code: code)
        return found

    @number_format.setter
    def number_format(self, value: str) -> None:
        change_cells(self.area, Aspect.NUMBER_FORMAT, always(value))

    @property
    def color(self) -> Rgb | None:
        """The colour behind its cells, None without one."""
        workbook = self.area.book.workbook
        found: Rgb | None = shared(self.area, Aspect.FILL, lambda fill: fill_color(fill, workbook))
        return found

    @color.setter
    def color(self, value: Any) -> None:
        fill = solid(value)
        change_cells(self.area, Aspect.FILL, always(fill))

    def set_colors(self, colors: Sequence[Sequence[Any]]) -> None:
        """Set the colour of each cell; None takes it away, an ellipsis leaves it."""
        for row, line in enumerate(colors, self.area.row):
            for column, color in enumerate(line, self.area.column):
                if color is not ...:
                    fill = solid(color)
                    change_cells(self.area.at(row, column), Aspect.FILL, always(fill))

    @property
    def font(self) -> Font:
        """How its text looks."""
        return Font(self.area)

    @property
    def borders(self) -> Borders:
        """The lines around and between its cells."""
        return Borders(self)

    @property
    def wrap_text(self) -> bool | None:
        """Whether long texts go on in a next line."""
        found: bool | None = shared(self.area, Aspect.ALIGNMENT, lambda a: bool(a.wrapText))
        return found

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._align(wrapText=bool(value))

    @property
    def horizontal_alignment(self) -> str | None:
        """Where text stands from left to right."""
        found: str | None = shared(
            self.area,
            Aspect.ALIGNMENT,
            lambda a: _SHOWN_HORIZONTAL.get(a.horizontal, a.horizontal),
        )
        return found

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self._align(horizontal=_HORIZONTAL.get(value, value))

    @property
    def vertical_alignment(self) -> str | None:
        """Where text stands from top to bottom."""
        found: str | None = shared(self.area, Aspect.ALIGNMENT, lambda a: a.vertical or "bottom")
        return found

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self._align(vertical=value)

    def adjust_indent(self, amount: int) -> None:
        """Move text in by ``amount`` steps, or out by a negative one."""
        change_cells(
            self.area,
            Aspect.ALIGNMENT,
            lambda old: changed(old, indent=max(0, int(old.indent or 0) + amount)),
        )

    def _align(self, **parts: Any) -> None:
        change_cells(self.area, Aspect.ALIGNMENT, lambda old: changed(old, **parts))

    @property
    def column_width(self) -> float | None:
        """How many characters its columns show."""
        sheet = self.area.sheet
        found: float | None = _one(
            {shown_width(width_in_use(sheet, n)) for n in self._column_numbers()}
        )
        return found

    @column_width.setter
    def column_width(self, value: float) -> None:
        self._set_columns(
            Aspect.COLUMN_WIDTH, always(kept_width(self.area.sheet, file_width(value)))
        )

    @property
    def row_height(self) -> float | None:
        """How high its rows are, in points."""
        found: float | None = _one({height_in_use(self.area.sheet, n) for n in self._row_numbers()})
        return found

    @row_height.setter
    def row_height(self, value: float) -> None:
        self._set_rows(Aspect.ROW_HEIGHT, always(float(value)))

    @property
    def column_hidden(self) -> bool | None:
        """Whether its columns are hidden."""
        sheet = self.area.sheet
        found: bool | None = _one(
            {column_aspect(sheet, n, Aspect.COLUMN_HIDDEN) for n in self._column_numbers()}
        )
        return found

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self._set_columns(Aspect.COLUMN_HIDDEN, always(bool(value)))

    @property
    def row_hidden(self) -> bool | None:
        """Whether its rows are hidden."""
        sheet = self.area.sheet
        found: bool | None = _one(
            {row_aspect(sheet, n, Aspect.ROW_HIDDEN) for n in self._row_numbers()}
        )
        return found

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self._set_rows(Aspect.ROW_HIDDEN, always(bool(value)))

    def group(self, by: str) -> None:
        """Put its rows or columns one outline level deeper."""
        self._outline(by, 1)

    def ungroup(self, by: str) -> None:
        """Take its rows or columns out of one outline level."""
        self._outline(by, -1)

    def _outline(self, by: str, step: int) -> None:
        def level(old: int) -> int:
            return min(7, max(0, old + step))

        if by.startswith("col"):
            self._set_columns(Aspect.COLUMN_OUTLINE, level)
        else:
            self._set_rows(Aspect.ROW_OUTLINE, level)

    def autofit(self, axis: str | None = None) -> None:
        """Make columns (``c``) as wide, and rows (``r``) as high, as their content needs.

        Widths are estimated from how many characters the cells show.
        """
        if axis is None or axis.startswith("c"):
            for number in self._column_numbers():
                width = fitting_width(self.area, number)
                if width is not None:
                    column = self.area.at(self.area.row, number, self.area.rows)
                    self.at(column).column_width = width
        if axis is None or axis.startswith("r"):
            self._set_rows(Aspect.ROW_HEIGHT, always(None))

    @property
    def note(self) -> Note | None:
        """The note of its first cell, None without one."""
        found = Note(self.sheet, self.area.first)
        return found if found.is_there else None

    def add_note(self, text: str) -> Note:
        """Give its cell a note."""
        add_note(self.area, text)
        return Note(self.sheet, self.area)

    def _column_numbers(self) -> range:
        area = self.area.clipped() if self.area.whole_rows else self.area
        return range(area.column, area.last_column + 1)

    def _row_numbers(self) -> range:
        area = self.area.clipped() if self.area.whole_columns else self.area
        return range(area.row, area.last_row + 1)

    def _set_columns(self, aspect: Aspect, new_of: Callable[[Any], object]) -> None:
        for number in self._column_numbers():
            letter = get_column_letter(number)
            old = column_aspect(self.area.sheet, number, aspect)
            self._write(f"{letter}:{letter}", aspect, old, new_of(old))

    def _set_rows(self, aspect: Aspect, new_of: Callable[[Any], object]) -> None:
        for number in self._row_numbers():
            old = row_aspect(self.area.sheet, number, aspect)
            self._write(f"{number}:{number}", aspect, old, new_of(old))

    def _write(self, place: str, aspect: Aspect, old: object, new: object) -> None:
        write(self.area.book, Change(self.area.sheet.title, place, aspect, old, new))


def _one(found: set[Any]) -> Any:
    return found.pop() if len(found) == 1 else None
