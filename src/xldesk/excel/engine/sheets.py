"""The worksheets of a book, and one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xldesk.errors import UsageError
from xldesk.excel.engine.addresses import area_of, sheet_named
from xldesk.excel.engine.area import MAX_COLUMNS, MAX_ROWS, Area
from xldesk.excel.engine.cells import Worksheet
from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.engine.everywhere import delete_names_of
from xldesk.excel.engine.missing import Speaking, complete
from xldesk.excel.engine.names import SheetNames
from xldesk.excel.engine.notes import notes_on
from xldesk.excel.engine.page import FreezePanes, PageSetup
from xldesk.excel.engine.put import write
from xldesk.excel.engine.ranges import Range
from xldesk.excel.engine.regions import used_bounds
from xldesk.excel.engine.sheet_copy import copied_sheet
from xldesk.excel.engine.sheet_rename import rename_sheet
from xldesk.excel.engine.tables import Tables

if TYPE_CHECKING:
    from xldesk.excel.engine.books import Book
    from xldesk.excel.engine.notes import Note


@complete
class Sheets(Speaking, base_classes.Sheets):
    """The worksheets in the order of their tabs."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def _worksheets(self) -> list[Worksheet]:
        worksheets: list[Worksheet] = self._book.open.workbook.worksheets
        return worksheets

    @property
    def api(self) -> list[Worksheet]:
        """The worksheets of openpyxl."""
        return self._worksheets

    @property
    def active(self) -> Sheet:
        """The sheet that shows, the first one where that is a chart of its own."""
        shown = self._book.open.workbook.active
        worksheets = self._worksheets
        return Sheet(self._book, shown if shown in worksheets else worksheets[0])

    def __call__(self, name_or_index: str | int) -> Sheet:
        """Return the one of this name, or at this place from 1."""
        if isinstance(name_or_index, int):
            return Sheet(self._book, self._worksheets[name_or_index - 1])
        return Sheet(self._book, sheet_named(self._book.open, name_or_index))

    def __len__(self) -> int:
        return len(self._worksheets)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self._book, worksheet) for worksheet in list(self._worksheets))

    def __contains__(self, name: str) -> bool:
        return any(name.casefold() == sheet.title.casefold() for sheet in self._worksheets)

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        """Add an empty sheet before the active one, or where told, and show it."""
        titles = {sheet.title.casefold() for sheet in self._worksheets}
        number = len(titles) + 1
        while name is None and f"sheet{number}" in titles:
            number += 1
        title = name or f"Sheet{number}"
        index = (before or after or self.active).index - (after is None)
        book = self._book.open
        write(book, Change(title, title, Aspect.SHEET_ADDED, None, index))
        sheet = Sheet(self._book, book.workbook[title])
        sheet.activate()
        return sheet


@complete
class Sheet(Speaking, base_classes.Sheet):
    """One worksheet; ``worksheet`` is openpyxl's."""

    def __init__(self, book: Book, worksheet: Worksheet) -> None:
        self._book = book
        self.worksheet = worksheet

    def _write(self, aspect: Aspect, old: object, new: object) -> None:
        title = self.worksheet.title
        write(self.book.open, Change(title, title, aspect, old, new))

    @property
    def book(self) -> Book:
        """The book that it is in."""
        return self._book

    @property
    def api(self) -> Worksheet:
        """The worksheet of openpyxl; what is written through it stands in no journal."""
        return self.worksheet

    @property
    def name(self) -> str:
        """The name on its tab."""
        return str(self.worksheet.title)

    @name.setter
    def name(self, value: str) -> None:
        rename_sheet(self.book.open, self.worksheet, value)

    @property
    def names(self) -> SheetNames:
        """The names that hold on this sheet only."""
        return SheetNames(self)

    @property
    def index(self) -> int:
        """Its place among the sheets, from 1."""
        return int(self.book.open.workbook.worksheets.index(self.worksheet)) + 1

    @property
    def cells(self) -> Range:
        """All cells of the sheet."""
        return self.range_at(1, 1, MAX_ROWS, MAX_COLUMNS)

    @property
    def used_range(self) -> Range:
        """From the first to the last cell that says something or is formatted."""
        top, left, bottom, right = used_bounds(self.worksheet)
        return self.range_at(top, left, bottom - top + 1, right - left + 1)

    def range_at(self, row: int, column: int, rows: int = 1, columns: int = 1) -> Range:
        """Return cells by their place and size."""
        return Range(self, Area(self.book.open, self.worksheet, row, column, rows, columns))

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return a range by address, name, place, or its two corners.

        A place is a row and column from 1, with two numbers more also its size.
        """
        first = self._area(arg1)
        if arg2 is None:
            found = Range(self, first)
            found.arg1_input = arg1 if isinstance(arg1, str) else ""
            return found
        last = self._area(arg2)
        row, column = min(first.row, last.row), min(first.column, last.column)
        rows = max(first.last_row, last.last_row) - row + 1
        columns = max(first.last_column, last.last_column) - column + 1
        return Range(self, replace(first, row=row, column=column, rows=rows, columns=columns))

    def _area(self, given: Any) -> Area:
        if isinstance(given, Range):
            return given.area
        if isinstance(given, str):
            return area_of(self.book.open, self.worksheet, given)
        if 0 in given[:2]:
            raise IndexError("rows and columns are counted from 1")
        return Area(self.book.open, self.worksheet, *given)

    def activate(self) -> None:
        """Show this sheet; raises UsageError where it is hidden."""
        if not self.visible:
            raise UsageError(f"{self.name} is hidden; set visible = True before showing it")
        active = self.book.open.workbook.active
        write(
            self.book.open,
            Change("", self.name, Aspect.SHEET_ACTIVE, active and active.title, self.name),
        )

    def select(self) -> None:
        """As ``activate``."""
        self.activate()

    def clear(self) -> None:
        """Empty all cells and take away how they look, with their notes."""
        self.cells.clear()

    def clear_contents(self) -> None:
        """Empty all cells."""
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        """Take away how all cells look."""
        self.cells.clear_formats()

    def autofit(self, axis: str | None = None) -> None:
        """Make columns as wide, and rows as high, as what stands in them needs."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Delete the sheet and the names that refer to it; formulas that do stay as they are."""
        others = [sheet for sheet in self.book.sheets if sheet.name != self.name and sheet.visible]
        if not others:
            raise UsageError(f"{self.name} is the only visible sheet of {self.book.name}")
        delete_names_of(self.book.open, self.name)
        self._write(Aspect.SHEET_DELETED, self.index - 1, None)

    def copy(self, before: Sheet | None = None, after: Sheet | None = None) -> None:
        """Copy the sheet before or after another one of this book, and show the copy."""
        place = before or after or self
        if place.book.open is not self.book.open:
            raise UsageError("the headless engine copies sheets within a book only")
        copied_sheet(self.book.open, self.worksheet, place.index - (before is not None))

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move the sheet before or after another one."""
        titles = [sheet.name for sheet in self.book.sheets]
        moved = [title for title in titles if title != self.name]
        place = before or after or self
        moved.insert(moved.index(place.name) + (before is None), self.name)
        old = tuple(titles)
        write(self.book.open, Change("", "", Aspect.SHEET_ORDER, old, tuple(moved)))

    @property
    def tables(self) -> Tables:
        """The Excel tables on the sheet."""
        return Tables(self)

    @property
    def notes(self) -> list[Note]:
        """The notes on the sheet, row by row."""
        return notes_on(self)

    @property
    def page_setup(self) -> PageSetup:
        """How it prints."""
        return PageSetup(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        """The rows and columns that stay while others scroll."""
        return FreezePanes(self)

    @property
    def visible(self) -> bool:
        """Whether its tab shows."""
        return bool(self.worksheet.sheet_state == "visible")

    @visible.setter
    def visible(self, value: bool) -> None:
        if value != self.visible:
            if not value and sum(sheet.visible for sheet in self.book.sheets) == 1:
                raise UsageError(f"{self.name} is the only visible sheet of {self.book.name}")
            new = "visible" if value else "hidden"
            self._write(Aspect.SHEET_VISIBLE, self.worksheet.sheet_state, new)

    @property
    def show_gridlines(self) -> bool:
        """Whether lines show between its cells."""
        return self.worksheet.sheet_view.showGridLines is not False

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        self._write(Aspect.GRIDLINES, self.show_gridlines, bool(value))
