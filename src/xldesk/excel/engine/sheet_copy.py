"""A sheet copied within its book, as far as the journal can say it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from xldesk.errors import UsageError
from xldesk.excel.engine.area import MAX_COLUMNS, MAX_ROWS, Area
from xldesk.excel.engine.cells import Worksheet
from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.engine.copying import copy_sheet
from xldesk.excel.engine.put import write
from xldesk.excel.engine.rules import (
    conditional_formats_of,
    print_area_of,
    shows_gridlines,
    validations_of,
)
from xldesk.excel.engine.sizes import COLUMN_SIZES, ROW_SIZES, column_aspect, row_aspect, span_of
from xldesk.excel.engine.table_formulas import refuse_arrays
from xldesk.excel.engine.table_names import names_follow
from xldesk.excel.engine.table_shape import shape_of

if TYPE_CHECKING:
    from xldesk.excel.engine.open_book import OpenBook


def copied_sheet(book: OpenBook, sheet: Worksheet, index: int) -> None:
    """Copy ``sheet`` to ``index`` (from 0) and show the copy, called ``Name (2)``.

    Formulas of the copy speak of the copied tables, as in Excel. Raises UsageError for a sheet with
    charts or pictures, MissingMemberError for one whose table has columns of array formulas: the
    headless engine cannot copy these.
    """
    if sheet._charts or sheet._images:  # noqa: SLF001 -- openpyxl has no public list
        raise UsageError(
            f"{sheet.title} has charts or pictures, which the headless engine does not copy"
        )
    for table in sheet.tables.values():
        refuse_arrays(table)
    title = _free_title(book, sheet.title)
    write(book, Change(title, title, Aspect.SHEET_ADDED, None, index))
    copy = book.workbook[title]
    copy_sheet(
        Area(book, sheet, 1, 1, MAX_ROWS, MAX_COLUMNS),
        Area(book, copy, 1, 1, MAX_ROWS, MAX_COLUMNS),
    )
    for aspect, read in _SETTINGS.items():
        write(book, Change(title, title, aspect, read(copy), read(sheet)))
    _copy_sizes(book, sheet, copy)
    tables = {}
    for table in sheet.tables.values():
        shape = replace(shape_of(table), name=free_table_name(book, table.displayName))
        write(book, Change(title, shape.name, Aspect.TABLE_ADDED, None, shape))
        tables[table.displayName] = shape.name
    for name, found in sheet.defined_names.items():
        text = f"={found.value}"
        write(book, Change(title, name, Aspect.NAME, None, text))
    names_follow(book, [copy], tables)
    write(book, Change("", title, Aspect.SHEET_ACTIVE, book.workbook.active.title, title))


def _copy_sizes(book: OpenBook, sheet: Worksheet, copy: Worksheet) -> None:
    for aspect in ROW_SIZES:
        for row in list(sheet.row_dimensions):
            old, new = row_aspect(copy, row, aspect), row_aspect(sheet, row, aspect)
            write(book, Change(copy.title, f"{row}:{row}", aspect, old, new))
    last = max((span_of(found)[1] for found in sheet.column_dimensions.values()), default=0)
    for aspect in COLUMN_SIZES:
        for column in range(1, last + 1):
            letter = get_column_letter(column)
            old, new = column_aspect(copy, column, aspect), column_aspect(sheet, column, aspect)
            write(book, Change(copy.title, f"{letter}:{letter}", aspect, old, new))


_SETTINGS: dict[Aspect, Callable[[Worksheet], object]] = {
    Aspect.GRIDLINES: shows_gridlines,
    Aspect.FREEZE: lambda sheet: sheet.freeze_panes,
    Aspect.PRINT_AREA: print_area_of,
    Aspect.VALIDATION: validations_of,
    Aspect.CONDITIONAL_FORMAT: conditional_formats_of,
}


def free_table_name(book: OpenBook, name: str) -> str:
    """Return ``name``, with a number where a table of the book has it already."""
    taken = {
        table.displayName.casefold()
        for sheet in book.workbook.worksheets
        for table in sheet.tables.values()
    }
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name}_{number}"
    return free


def _free_title(book: OpenBook, title: str) -> str:
    number = 2
    while True:
        ending = f" ({number})"
        free = title[: 31 - len(ending)] + ending
        if free.casefold() not in {sheet.casefold() for sheet in book.workbook.sheetnames}:
            return free
        number += 1
