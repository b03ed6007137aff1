"""A range as xlwings sees it: its place, content and look, and what is done with it as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xldesk.excel.engine.addresses import table_area
from xldesk.excel.engine.area import Area
from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.engine.conditional_formats import ConditionalFormats
from xldesk.excel.engine.copying import copy_cells
from xldesk.excel.engine.data_validation import DataValidation
from xldesk.excel.engine.inserting import delete_cells, insert_cells
from xldesk.excel.engine.missing import MissingMemberError, Speaking, complete
from xldesk.excel.engine.put import write
from xldesk.excel.engine.range_content import RangeContent
from xldesk.excel.engine.range_look import RangeLook
from xldesk.excel.engine.table_shape import shape_of
from xldesk.excel.engine.write_cells import clear_contents, clear_one_by_one

if TYPE_CHECKING:
    from xldesk.excel.engine.names import Name
    from xldesk.excel.engine.tables import Table

__all__ = ["Range"]


@complete
class Range(RangeContent, RangeLook, Speaking, base_classes.Range):
    """A rectangle of cells."""

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Insert cells here; those that stand here go ``down`` or ``right``."""
        insert_cells(self.area, shift, copy_origin or "format_from_left_or_above")

    def delete(self, shift: str | None = None) -> None:
        """Delete the cells; those behind come ``up`` or ``left``."""
        delete_cells(self.area, shift)

    def copy(self, destination: Any = None) -> None:
        """Copy the cells to where ``destination`` begins; there is no clipboard without one."""
        if destination is None:
            raise MissingMemberError("Range.copy to the clipboard")
        copy_cells(self.area, destination.impl.area)

    def copy_from(
        self,
        source_range: Any,
        copy_type: str = "all",
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        """Copy ``source_range`` here: all, formulas, values or formats."""
        copy_cells(
            source_range.impl.area,
            self.area,
            copy_type,
            skip_blanks=skip_blanks,
            transpose=transpose,
        )

    def merge(self, across: bool = False) -> None:
        """Merge the cells, or those of each row; only what the first one says stays."""
        for area in [row.area for row in self.rows] if across else [self.area]:
            self._merge(area)

    def _merge(self, area: Area) -> None:
        if area.size == 1 or self.at(area).merge_area.area == area:
            return
        self.at(area).unmerge()
        for rest in area.but_first():
            clear_contents(rest)
            clear_one_by_one(rest)
        self._write_merge(area.address(), merged=True)

    def unmerge(self) -> None:
        """Part every merged range among the cells."""
        for found in list(self.area.sheet.merged_cells.ranges):
            rows, columns = found.max_row - found.min_row + 1, found.max_col - found.min_col + 1
            if self.area.meets(self.area.at(found.min_row, found.min_col, rows, columns)):
                self._write_merge(found.coord, merged=False)

    def _write_merge(self, place: str, *, merged: bool) -> None:
        title = self.area.sheet.title
        write(self.area.book, Change(title, place, Aspect.MERGE, not merged, merged))

    @property
    def name(self) -> Name | None:
        """The first name that refers to just this range, None without one."""
        return next((name for name in self.sheet.book.names if name.is_about(self.area)), None)

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={self.area.reference}")

    @property
    def table(self) -> Table | None:
        """The Excel table that its first cell is part of, None without one."""
        for table in self.sheet.tables:
            whole = table_area(self.area.book, self.area.sheet, shape_of(table.api))
            if whole.holds(self.area.first):
                return table
        return None

    @property
    def data_validation(self) -> DataValidation:
        """The rule for what may be entered."""
        return DataValidation(self)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        """The rules by which its cells change their look."""
        return ConditionalFormats(self)
