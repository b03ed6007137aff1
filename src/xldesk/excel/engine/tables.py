"""Excel tables: added, resized, renamed, filled, and how they look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xldesk.errors import UsageError
from xldesk.excel.engine.addresses import table_area
from xldesk.excel.engine.area import Area
from xldesk.excel.engine.change import Aspect, Change, TableShape
from xldesk.excel.engine.inserting import insert_cells
from xldesk.excel.engine.missing import MissingMemberError, Speaking, complete
from xldesk.excel.engine.names import legal_name
from xldesk.excel.engine.put import write
from xldesk.excel.engine.sheet_copy import free_table_name
from xldesk.excel.engine.table_headers import named_columns
from xldesk.excel.engine.table_names import is_new, names_follow
from xldesk.excel.engine.table_parts import TableColumns, TableRows, full_ref
from xldesk.excel.engine.table_shape import shape_of
from xldesk.excel.engine.totals_row import move_totals, refuse_filled
from xldesk.excel.engine.write_cells import clear_contents, write_contents

if TYPE_CHECKING:
    from xldesk.excel.engine.ranges import Range
    from xldesk.excel.engine.sheets import Sheet

TOTAL = "Total"


@complete
class Tables(Speaking, base_classes.Tables):
    """The tables of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The tables by name of openpyxl."""
        return self._sheet.worksheet.tables

    def __len__(self) -> int:
        return len(self.api)

    def __iter__(self) -> Iterator[Table]:
        return (Table(self._sheet, name) for name in list(self.api))

    def __call__(self, name_or_index: str | int) -> Table:
        """Return the one of this name, or at this place from 1."""
        names = list(self.api)
        if isinstance(name_or_index, int):
            return Table(self._sheet, names[name_or_index - 1])
        for name in names:
            if name.casefold() == name_or_index.casefold():
                return Table(self._sheet, name)
        raise KeyError(name_or_index)

    def __contains__(self, name: str) -> bool:
        return any(name.casefold() == known.casefold() for known in self.api)

    def add(
        self,
        source_type: object = None,
        source: Any = None,
        link_source: object = None,
        has_headers: object = None,
        destination: object = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        """Make a table of the cells of ``source``; without headers a row for them is inserted."""
        if source_type not in {None, "src_range"} or link_source or destination is not None:
            raise MissingMemberError("Tables.add from outside the sheet")
        area: Area = source.impl.area
        self._refuse_overlap(area)
        book, title = area.book, area.sheet.title
        if has_headers is False:
            insert_cells(area.at(area.row, area.column, 1, area.columns), "down")
            area = replace(area, rows=area.rows + 1)
        table = legal_name(name) if name else free_table_name(book, f"Table{len(self) + 1}")
        if name and free_table_name(book, name) != name:
            raise UsageError(f"{book.name} has a table {name} already")
        columns = named_columns(area.at(area.row, area.column, 1, area.columns))
        shape = TableShape(table, full_ref(area), columns, style=table_style_name)
        write(book, Change(title, table, Aspect.TABLE_ADDED, None, shape))
        return Table(self._sheet, table)

    def _refuse_overlap(self, area: Area) -> None:
        for table in self:
            if table.area.meets(area):
                raise UsageError(f"{area.address()} overlaps table {table.name}")


@complete
class Table(Speaking, base_classes.Table):
    """One table, known by its name."""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self._sheet = sheet
        self._name = name

    @property
    def api(self) -> Any:
        """The table of openpyxl; what is written through it stands in no journal."""
        return self._sheet.worksheet.tables[self._name]

    @property
    def parent(self) -> Sheet:
        """The sheet it is on."""
        return self._sheet

    @property
    def shape(self) -> TableShape:
        """All that it is, as facts."""
        return shape_of(self.api)

    @property
    def area(self) -> Area:
        """All its cells."""
        return table_area(self._sheet.book.open, self._sheet.worksheet, self.shape)

    def write(self, aspect: Aspect, new: TableShape) -> None:
        """Make it what ``new`` says."""
        change = Change(self._sheet.name, self._name, aspect, self.shape, new)
        write(self._sheet.book.open, change)

    def _at(self, row: int, rows: int) -> Range | None:
        area = self.area
        return self._sheet.range_at(row, area.column, rows, area.columns) if rows > 0 else None

    @property
    def name(self) -> str:
        """Its name, by which formulas know it."""
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        book, old = self._sheet.book.open, self._name
        if value != old:
            if value.casefold() != old.casefold() and free_table_name(book, value) != value:
                raise UsageError(f"{book.name} has a table {value} already")
            is_own = is_new(book, old)
            change = Change(self._sheet.name, old, Aspect.TABLE_RENAMED, old, legal_name(value))
            write(book, change)
            self._name = value
            if is_own:
                names_follow(book, book.workbook.worksheets, {old: value})

    @property
    def display_name(self) -> str:
        """As ``name``."""
        return self._name

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def range(self) -> Range:
        """All of it, with its header and totals row."""
        area = self.area
        return self._sheet.range_at(area.row, area.column, area.rows, area.columns)

    @property
    def header_row_range(self) -> Range | None:
        """Its header row."""
        return self._at(self.area.row, self.shape.header_rows)

    @property
    def data_body_range(self) -> Range | None:
        """Its rows without header and totals."""
        shape, area = self.shape, self.area
        rows = area.rows - shape.header_rows - shape.totals_rows
        return self._at(area.row + shape.header_rows, rows)

    @property
    def totals_row_range(self) -> Range | None:
        """Its totals row, None while it shows none."""
        return self._at(self.area.last_row, self.shape.totals_rows)

    @property
    def insert_row_range(self) -> None:
        """None: an empty table has an empty row here."""
        return

    @property
    def rows(self) -> TableRows:
        """Its rows of data."""
        return TableRows(self)

    @property
    def columns(self) -> TableColumns:
        """Its columns."""
        return TableColumns(self)

    def resize(self, range: Any) -> None:  # noqa: A002 -- as xlwings calls it
        """Let it be the cells of ``range``, which begins in the same row and meets the table.

        The last row is the totals row, if the table shows one: totals move there, and it must be
        empty.
        """
        area: Area = range.impl.area
        if area.sheet is not self._sheet.worksheet or area.row != self.area.row:
            raise UsageError(f"table {self._name} keeps its header row {self.area.row}")
        if not area.meets(self.area):
            raise UsageError(
                f"{area.address()} does not meet table {self._name} ({self.shape.ref})"
            )
        for other in self._sheet.tables:
            if other.name != self._name and other.area.meets(area):
                raise UsageError(f"{area.address()} overlaps table {other.name}")
        if area.rows <= self.shape.totals_rows:
            raise UsageError(f"{area.address()} leaves table {self._name} no row")
        before, columns = self.area, self.shape.columns
        if self.shape.totals_rows:
            refuse_filled(self._name, before, area)
        if area.column != self.area.column or area.columns != self.area.columns:
            if not self.shape.header_rows:
                raise MissingMemberError("Table.resize to other columns without a header row")
            columns = named_columns(area.at(area.row, area.column, 1, area.columns))
        self.write(Aspect.TABLE_RESIZED, replace(self.shape, ref=full_ref(area), columns=columns))
        if self.shape.totals_rows:
            move_totals(before, area)

    @property
    def show_totals(self) -> bool:
        """Whether it has a totals row."""
        return self.shape.totals_rows > 0

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        if bool(value) == self.show_totals:
            return
        area, step = self.area, 1 if value else -1
        row = area.at(area.last_row + (step == 1), area.column, 1, area.columns)
        if value and any(cell.value is not None for cell in row.held()):
            raise UsageError(f"{row.address()} below table {self._name} is not empty")
        ref = full_ref(replace(area, rows=area.rows + step))
        if not value:
            clear_contents(row)
        self.write(Aspect.TABLE_LOOK, replace(self.shape, ref=ref, totals_rows=int(bool(value))))
        if value:
            write_contents(row.first, [[TOTAL]])

    @property
    def table_style(self) -> str | None:
        """The name of its style, such as ``TableStyleMedium2``."""
        return self.shape.style

    @table_style.setter
    def table_style(self, value: str | None) -> None:
        self.write(Aspect.TABLE_LOOK, replace(self.shape, style=value))

    @property
    def show_autofilter(self) -> bool:
        """Whether its header cells have filter buttons."""
        return self.shape.filter_buttons

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.write(Aspect.TABLE_LOOK, replace(self.shape, filter_buttons=bool(value)))

    @property
    def show_table_style_first_column(self) -> bool:
        """Whether its style sets off the first column."""
        return self.shape.first_column

    @show_table_style_first_column.setter
    def show_table_style_first_column(self, value: bool) -> None:
        self.write(Aspect.TABLE_LOOK, replace(self.shape, first_column=bool(value)))

    @property
    def show_table_style_last_column(self) -> bool:
        """Whether its style sets off the last column."""
        return self.shape.last_column

    @show_table_style_last_column.setter
    def show_table_style_last_column(self, value: bool) -> None:
        self.write(Aspect.TABLE_LOOK, replace(self.shape, last_column=bool(value)))

    @property
    def show_table_style_row_stripes(self) -> bool:
        """Whether its rows are striped."""
        return self.shape.row_stripes

    @show_table_style_row_stripes.setter
    def show_table_style_row_stripes(self, value: bool) -> None:
        self.write(Aspect.TABLE_LOOK, replace(self.shape, row_stripes=bool(value)))

    @property
    def show_table_style_column_stripes(self) -> bool:
        """Whether its columns are striped."""
        return self.shape.column_stripes

    @show_table_style_column_stripes.setter
    def show_table_style_column_stripes(self, value: bool) -> None:
        self.write(Aspect.TABLE_LOOK, replace(self.shape, column_stripes=bool(value)))

    @property  # type: ignore[misc]  # Excel alone can set it
    def show_headers(self) -> bool:
        """Whether it has a header row."""
        return self.shape.header_rows > 0
