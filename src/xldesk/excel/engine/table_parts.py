"""The rows and columns of an Excel table, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter
from xlwings import base_classes

from xldesk.errors import UsageError
from xldesk.excel.engine.area import Area
from xldesk.excel.engine.change import Aspect
from xldesk.excel.engine.inserting import delete_cells, insert_cells
from xldesk.excel.engine.missing import MissingMemberError, Speaking, complete
from xldesk.excel.engine.values import prepared
from xldesk.excel.engine.write_cells import clear_contents, write_values

if TYPE_CHECKING:
    from xldesk.excel.engine.ranges import Range
    from xldesk.excel.engine.tables import Table


def full_ref(area: Area) -> str:
    """Return the area as a table's part writes it: with both corners, also of one cell."""
    start = f"{get_column_letter(area.column)}{area.row}"
    return f"{start}:{get_column_letter(area.last_column)}{area.last_row}"


def _body(table: Table) -> Area:
    shape, area = table.shape, table.area
    rows = area.rows - shape.header_rows - shape.totals_rows
    return area.at(area.row + shape.header_rows, area.column, rows, area.columns)


@complete
class TableRow(Speaking, base_classes.TableRow):
    """One row of data; ``index`` counts from 1."""

    def __init__(self, table: Table, index: int) -> None:
        self._table = table
        self._index = index

    @property
    def api(self) -> Any:
        """The table of openpyxl."""
        return self._table.api

    @property
    def index(self) -> int:
        """Its place among the rows of data, from 1."""
        return self._index

    @property
    def _area(self) -> Area:
        body = _body(self._table)
        return body.at(body.row + self._index - 1, body.column, 1, body.columns)

    @property
    def range(self) -> Range:
        """Its cells."""
        area = self._area
        return self._table.parent.range_at(area.row, area.column, 1, area.columns)

    def delete(self) -> None:
        """Delete it; what is below comes up. The last row is emptied: a table keeps one."""
        if _body(self._table).rows == 1:
            clear_contents(self._area)
            return
        delete_cells(self._area, "up")


@complete
class TableRows(Speaking, base_classes.TableRows):
    """The rows of data of a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def api(self) -> Any:
        """The table of openpyxl."""
        return self._table.api

    @property
    def parent(self) -> Table:
        """The table."""
        return self._table

    @property
    def column_count(self) -> int:
        """How many values a row has."""
        return self._table.area.columns

    def __len__(self) -> int:
        return _body(self._table).rows

    def __iter__(self) -> Iterator[TableRow]:
        return (TableRow(self._table, index) for index in range(1, len(self) + 1))

    def __call__(self, key: int) -> TableRow:
        """Return the one at this place, from 1."""
        if not 1 <= key <= len(self):
            raise IndexError(f"table {self._table.name} has {len(self)} rows, no {key}")
        return TableRow(self._table, key)

    def add(self, values: Sequence[Any] | None = None, index: int | None = None) -> TableRow:
        """Insert a row before the ``index``-th, at the end without one; what is below goes down."""
        body = _body(self._table)
        place = index or body.rows + 1
        row = body.at(body.row + place - 1, body.column, 1, body.columns)
        before = self._table.shape
        insert_cells(row, "down")
        shape = self._table.shape
        if shape.ref == before.ref:
            area = self._table.area
            longer = replace(area, rows=area.rows + 1)
            self._table.write(Aspect.TABLE_RESIZED, replace(shape, ref=full_ref(longer)))
        if values is not None:
            write_values(row, [[prepared(value) for value in values]])
        return TableRow(self._table, place)


@complete
class TableColumn(Speaking, base_classes.TableColumn):
    """One column of a table; ``index`` counts from 1."""

    def __init__(self, table: Table, index: int) -> None:
        self._table = table
        self._index = index

    @property
    def api(self) -> Any:
        """The table column of openpyxl."""
        return self._table.api.tableColumns[self._index - 1]

    @property
    def name(self) -> str:
        """What its header says."""
        return self._table.shape.columns[self._index - 1]

    @property
    def index(self) -> int:
        """Its place among the columns, from 1."""
        return self._index

    @property
    def range(self) -> Range:
        """Its cells with header and total."""
        area = self._table.area
        return self._table.parent.range_at(area.row, area.column + self._index - 1, area.rows, 1)

    @property
    def data_body_range(self) -> Range:
        """Its cells without header and total."""
        body = _body(self._table)
        return self._table.parent.range_at(body.row, body.column + self._index - 1, body.rows, 1)


@complete
class TableColumns(Speaking, base_classes.TableColumns):
    """The columns of a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def parent(self) -> Table:
        """The table."""
        return self._table

    def __len__(self) -> int:
        return len(self._table.shape.columns)

    def __iter__(self) -> Iterator[TableColumn]:
        return (TableColumn(self._table, index) for index in range(1, len(self) + 1))

    def __call__(self, key: int | str) -> TableColumn:
        """Return the one of this name, or at this place from 1."""
        if isinstance(key, int):
            if not 1 <= key <= len(self):
                raise IndexError(f"table {self._table.name} has {len(self)} columns, no {key}")
            return TableColumn(self._table, key)
        for column in self:
            if column.name.casefold() == key.casefold():
                return column
        raise KeyError(key)

    def __contains__(self, key: str) -> bool:
        return any(column.name.casefold() == key.casefold() for column in self)

    def add(self, name: str, index: int | None = None) -> TableColumn:
        """Add a column at the right end; the cells there must be empty."""
        area = self._table.area
        if index is not None and index <= len(self):
            raise MissingMemberError("TableColumns.add between columns")
        beside = area.at(area.row, area.last_column + 1, area.rows, 1)
        if any(cell.value is not None for cell in beside.held()):
            raise UsageError(f"{beside.address()} beside table {self._table.name} is not empty")
        write_values(beside.first, [[name]])
        wider = replace(area, columns=area.columns + 1)
        shape = self._table.shape
        new = replace(shape, ref=full_ref(wider), columns=(*shape.columns, name))
        self._table.write(Aspect.TABLE_RESIZED, new)
        return TableColumn(self._table, len(self))
