"""The notes of cells: the yellow ones, not the threaded comments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xldesk.excel.engine.area import Area
from xldesk.excel.engine.cells import cells_of, made
from xldesk.excel.engine.change import Aspect
from xldesk.excel.engine.change import Note as NoteFacts
from xldesk.excel.engine.formats import note_of
from xldesk.excel.engine.missing import Speaking, complete
from xldesk.excel.engine.write_cells import always, change_cells

if TYPE_CHECKING:
    from xldesk.excel.engine.ranges import Range
    from xldesk.excel.engine.sheets import Sheet

AUTHOR = "xldesk"
WIDTH, HEIGHT = 216, 79
"""Pixels of a new note: half as wide again as Excel's, for a sentence and its remedy."""


def notes_on(sheet: Sheet) -> list[Note]:
    """Return the notes of a sheet, row by row."""
    cells = cells_of(sheet.worksheet)
    places = sorted(place for place, cell in cells.items() if cell.comment is not None)
    return [Note(sheet, Area(sheet.book.open, sheet.worksheet, *place)) for place in places]


def add_note(area: Area, text: str) -> None:
    """Give the cell of ``area`` a note that says ``text``."""
    change_cells(area, Aspect.NOTE, always(NoteFacts(text, AUTHOR, WIDTH, HEIGHT)))


@complete
class Note(Speaking, base_classes.Note):
    """The note of one cell."""

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self._sheet = sheet
        self._area = area

    @property
    def is_there(self) -> bool:
        """Whether the cell has a note."""
        return self._facts is not None

    @property
    def _facts(self) -> NoteFacts | None:
        area = self._area
        cell = cells_of(area.sheet).get((area.row, area.column))
        return None if cell is None else note_of(cell)

    @property
    def api(self) -> Any:
        """The comment of openpyxl."""
        area = self._area
        return made(area.sheet, area.row, area.column).comment

    @property
    def location(self) -> Range:
        """The cell that has it."""
        return self._sheet.range_at(self._area.row, self._area.column)

    @property
    def text(self) -> str:
        """What it says."""
        return "" if self._facts is None else self._facts.text

    @text.setter
    def text(self, value: str) -> None:
        change_cells(self._area, Aspect.NOTE, lambda old: old and replace(old, text=value))

    @property
    def author(self) -> str:
        """Who wrote it."""
        return "" if self._facts is None else self._facts.author

    def delete(self) -> None:
        """Take it away."""
        change_cells(self._area, Aspect.NOTE, always(None))
