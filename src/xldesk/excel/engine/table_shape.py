"""An Excel table as facts, and openpyxl's own table made or changed after them."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from xldesk.excel.engine.cells import Worksheet
from xldesk.excel.engine.change import TableShape
from xldesk.excel.engine.table_formulas import formulas_of, put_formulas


def shape_of(table: Any) -> TableShape:
    """Return what ``table`` is as facts."""
    look = table.tableStyleInfo or TableStyleInfo()
    header_rows = 1 if table.headerRowCount is None else table.headerRowCount
    return TableShape(
        name=table.displayName,
        ref=table.ref,
        columns=tuple(column.name for column in table.tableColumns),
        header_rows=header_rows,
        totals_rows=table.totalsRowCount or 0,
        style=look.name,
        first_column=bool(look.showFirstColumn),
        last_column=bool(look.showLastColumn),
        row_stripes=bool(look.showRowStripes),
        column_stripes=bool(look.showColumnStripes),
        filter_buttons=table.autoFilter is not None,
        formulas=formulas_of(table),
    )


def put_table(sheet: Worksheet, name: str, shape: TableShape | None) -> None:
    """Make the table ``name`` of ``sheet`` what ``shape`` says; None takes it away.

    Columns that stay keep their formulas and formats, and filters their choices.
    """
    if shape is None:
        del sheet.tables[name]
        return
    table = sheet.tables.get(name)
    if table is None:
        table = Table(displayName=shape.name, ref=shape.ref)
        sheet.add_table(table)
    table.ref = shape.ref
    table.headerRowCount = shape.header_rows
    table.totalsRowCount = shape.totals_rows or None
    table.tableColumns = _columns(table, shape)
    table.tableStyleInfo = TableStyleInfo(
        name=shape.style,
        showFirstColumn=shape.first_column,
        showLastColumn=shape.last_column,
        showRowStripes=shape.row_stripes,
        showColumnStripes=shape.column_stripes,
    )
    _put_filter(table, shape)


def rename_table(sheet: Worksheet, name: str, new: str) -> None:
    """Give the table ``name`` another name."""
    table = sheet.tables.pop(name)
    table.name = table.displayName = new
    sheet.tables[new] = table


def _columns(table: Any, shape: TableShape) -> list[TableColumn]:
    known = {column.name: column for column in table.tableColumns}
    formulas = {facts.column: facts for facts in shape.formulas}
    columns = []
    for number, name in enumerate(shape.columns, 1):
        column = known.get(name) or TableColumn(id=number, name=name)
        column.id = number
        if name in formulas:
            put_formulas(column, formulas[name])
        columns.append(column)
    return columns


def _put_filter(table: Any, shape: TableShape) -> None:
    if not shape.filter_buttons or not shape.header_rows:
        table.autoFilter = None
        return
    if table.autoFilter is None:
        table.autoFilter = AutoFilter(ref=shape.ref)
    table.autoFilter.ref = filtered_ref(shape)


def filtered_ref(shape: TableShape) -> str:
    """Return the range that a table's filter buttons are about: all but its totals row."""
    start, _, last = shape.ref.partition(":")
    end = last or start
    letters = end.rstrip("0123456789")
    row = int(end[len(letters) :]) - shape.totals_rows
    return f"{start}:{letters}{row}"
