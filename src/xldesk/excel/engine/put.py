"""Puts one aspect of one place of a book to a value: how changes are made, and undone."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.utils.cell import column_index_from_string, coordinate_to_tuple
from openpyxl.workbook.defined_name import DefinedName

from xldesk.excel.engine.cells import made
from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.engine.content import put_content
from xldesk.excel.engine.formats import CELL_ASPECTS
from xldesk.excel.engine.merging import put_merged
from xldesk.excel.engine.sheet_list import put_active, put_order, put_presence, restore_sheet
from xldesk.excel.engine.sizes import put_column_aspect, put_row_aspect
from xldesk.excel.engine.table_shape import put_table, rename_table

if TYPE_CHECKING:
    from xldesk.excel.engine.open_book import OpenBook

_RENAMES = frozenset({Aspect.SHEET_RENAMED, Aspect.TABLE_RENAMED})
_CONTENT = frozenset({Aspect.VALUE, Aspect.FORMULA})
_ROWS = frozenset({Aspect.ROW_HEIGHT, Aspect.ROW_HIDDEN, Aspect.ROW_OUTLINE})
_COLUMNS = frozenset({Aspect.COLUMN_WIDTH, Aspect.COLUMN_HIDDEN, Aspect.COLUMN_OUTLINE})
_TABLES = frozenset(
    {Aspect.TABLE_ADDED, Aspect.TABLE_DELETED, Aspect.TABLE_RESIZED, Aspect.TABLE_LOOK}
)


def write(book: OpenBook, change: Change) -> None:
    """Make ``change`` in the book and note it in the journal; one that changes nothing is none."""
    before = len(book.journal)
    book.journal.record(change)
    if len(book.journal) > before:
        put(book, change.sheet, change.place, change.aspect, change.new)


def put_back(book: OpenBook, change: Change) -> None:
    """Put what ``change`` changed back to what it was, without a word in the journal."""
    if change.aspect is Aspect.SHEET_DELETED:
        restore_sheet(book, change.sheet, change.old)
        return
    sheet, place = change.sheet, change.place
    if change.aspect is Aspect.SHEET_RENAMED:
        sheet = str(change.new)
    if change.aspect in _RENAMES:
        place = str(change.new)
    put(book, sheet, place, change.aspect, change.old)


def put(book: OpenBook, sheet: str, place: str, aspect: Aspect, value: Any) -> None:
    """Make the aspect of a place ``value``; what values an aspect takes is said at ``Aspect``."""
    if aspect in _OF_BOOK:
        _OF_BOOK[aspect](book, sheet, place, value)
        return
    worksheet = book.workbook[sheet]
    if aspect in _CONTENT:
        row, column = coordinate_to_tuple(place)
        cell = made(worksheet, row, column)
        if cell.data_type == "f":
            book.cached.forget(worksheet, row, column)
        put_content(cell, value)
    elif aspect in CELL_ASPECTS:
        row, column = coordinate_to_tuple(place)
        CELL_ASPECTS[aspect][1](made(worksheet, row, column), value)
    elif aspect in _ROWS:
        put_row_aspect(worksheet, int(place.partition(":")[0]), aspect, value)
    elif aspect in _COLUMNS:
        column = column_index_from_string(place.partition(":")[0])
        put_column_aspect(worksheet, column, aspect, value)
    elif aspect in _TABLES:
        put_table(worksheet, place, value)
    else:
        _OF_SHEET[aspect](worksheet, place, value)


def _put_name(book: OpenBook, sheet: str, place: str, value: str | None) -> None:
    names = book.workbook[sheet].defined_names if sheet else book.workbook.defined_names
    if value is None:
        del names[place]
    elif place in names:
        names[place].value = value.removeprefix("=")
    else:
        names[place] = DefinedName(place, attr_text=value.removeprefix("="))


def _put_title(book: OpenBook, sheet: str, _: str, value: str) -> None:
    book.workbook[sheet].title = value


def _put_conditional_formats(
    sheet: Any, _: str, rules: tuple[tuple[str, tuple[Any, ...]], ...]
) -> None:
    sheet.conditional_formatting = ConditionalFormattingList()
    for cells, of_cells in rules:
        for rule in of_cells:
            sheet.conditional_formatting.add(cells, copy(rule))


def _put_validations(sheet: Any, _: str, rules: tuple[Any, ...]) -> None:
    sheet.data_validations.dataValidation = [copy(rule) for rule in rules]


_OF_BOOK: dict[Aspect, Callable[[OpenBook, str, str, Any], None]] = {
    Aspect.SHEET_ADDED: lambda book, sheet, _, value: put_presence(book, sheet, value),
    Aspect.SHEET_DELETED: lambda book, sheet, _, value: put_presence(book, sheet, value),
    Aspect.SHEET_ORDER: lambda book, _sheet, _, value: put_order(book, value),
    Aspect.SHEET_ACTIVE: lambda book, _sheet, _, value: put_active(book, value),
    Aspect.SHEET_RENAMED: _put_title,
    Aspect.NAME: _put_name,
}

_OF_SHEET: dict[Aspect, Callable[[Any, str, Any], None]] = {
    Aspect.SHEET_VISIBLE: lambda sheet, _, value: setattr(sheet, "sheet_state", value),
    Aspect.GRIDLINES: lambda sheet, _, value: setattr(sheet.sheet_view, "showGridLines", value),
    Aspect.FREEZE: lambda sheet, _, value: setattr(sheet, "freeze_panes", value),
    Aspect.PRINT_AREA: lambda sheet, _, value: setattr(sheet, "print_area", value),
    Aspect.AUTOFILTER: lambda sheet, _, value: setattr(sheet.auto_filter, "ref", value),
    Aspect.MERGE: put_merged,
    Aspect.VALIDATION: _put_validations,
    Aspect.CONDITIONAL_FORMAT: _put_conditional_formats,
    Aspect.TABLE_RENAMED: rename_table,
}
