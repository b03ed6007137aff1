"""Writes into many cells at once: contents, formats, notes; every one into the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from openpyxl.formula.translate import Translator
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import get_column_letter

from xldesk.errors import UsageError
from xldesk.excel.engine.area import Area
from xldesk.excel.engine.cells import (
    Cell,
    MergedCell,
    cells_of,
    look_of,
    made,
    put_style,
    reach,
    set_typed,
    style_of,
)
from xldesk.excel.engine.change import Aspect, Content, Formula, same
from xldesk.excel.engine.content import content_of, put_content, understood
from xldesk.excel.engine.formats import CELL_ASPECTS, FORMATS, OF_ONE_CELL, usual_font
from xldesk.excel.engine.journal import CellChange
from xldesk.workbooks.cell_text import is_plain

_NUMBERS = frozenset({int, float})
_LEADS = ("", "#", "'")
_DAY_FORMAT, _TIME_FORMAT, _MOMENT_FORMAT = "yyyy-mm-dd", "h:mm:ss", "yyyy-mm-dd hh:mm:ss"
_SPAN_FORMAT = "[hh]:mm:ss"

Grid = Sequence[Sequence[Any]]


class _Written:
    """What one write changed, by aspect, until it goes into the journal together."""

    def __init__(self, area: Area) -> None:
        self._area = area
        self._changes: dict[Aspect, list[CellChange]] = {}

    def of(self, aspect: Aspect) -> list[CellChange]:
        return self._changes.setdefault(aspect, [])

    def record(self) -> None:
        for aspect, cells in self._changes.items():
            self._area.book.journal.record_cells(self._area.sheet.title, aspect, cells)


def always(value: object) -> Callable[[Any], Any]:
    """Return what makes of any old state the same new one."""
    return lambda _: value


def write_values(area: Area, grid: Grid) -> None:
    """Write ``grid`` from the area's first cell on, as Excel takes values from a program.

    A text that begins with ``=`` is a formula; one that begins with an apostrophe is the text
    behind it, whatever that begins with.
    """
    written = _Written(area)
    values = written.of(Aspect.VALUE)
    sheet, cells = area.sheet, cells_of(area.sheet)
    try:
        for row, line in enumerate(grid, area.row):
            for column, new in enumerate(line, area.column):
                cell = cells.get((row, column))
                if cell is None and new is None:
                    continue
                data_type = _ordinary_type(new)
                if data_type is None or (cell is not None and cell.data_type != data_type):
                    _write_one(area, row, column, new, written)
                    continue
                old: Content = None
                if cell is None:
                    cell = cells[row, column] = Cell(sheet, row=row, column=column)
                elif isinstance(cell, MergedCell):
                    raise _covered(area, cell)
                else:
                    old = cell.value
                    if old == new:
                        continue
                set_typed(cell, new, data_type)
                values.append((row, column, old, new))
            reach(sheet, row)
    finally:
        written.record()


def _ordinary_type(value: Any) -> str | None:
    """Return a cell's type for a number, or a text that nobody takes for something else."""
    kind = type(value)
    if kind in _NUMBERS:
        return "n"
    if kind is str and value[:1] not in _LEADS and is_plain(value):
        return "s"
    return None


def write_contents(area: Area, grid: Sequence[Sequence[Content]]) -> None:
    """Write ``grid`` as it is: texts are texts, formulas say that they are."""
    written = _Written(area)
    try:
        for row, line in enumerate(grid, area.row):
            for column, new in enumerate(line, area.column):
                _put_one(area, row, column, new, written)
    finally:
        written.record()


def fill(area: Area, value: Any) -> None:
    """Write one value into every cell; a formula moves its references along, as when filled."""
    area.refuse_large()
    if isinstance(value, str) and value.startswith("=") and len(value) > 1:
        origin = f"{get_column_letter(area.column)}{area.row}"
        translator = Translator(value, origin=origin)
        grid = [
            [
                translator.translate_formula(f"{get_column_letter(column)}{row}")
                for column in range(area.column, area.last_column + 1)
            ]
            for row in range(area.row, area.last_row + 1)
        ]
        write_values(area, grid)
        return
    write_values(area, [[value] * area.columns] * area.rows)


def clear_contents(area: Area) -> None:
    """Empty the cells that there are; how they look stays."""
    written = _Written(area)
    for cell in list(area.held()):
        if not isinstance(cell, MergedCell):
            _put_one(area, cell.row, cell.column, None, written)
    written.record()


def change_cells(area: Area, aspect: Aspect, new_of: Callable[[Any], Any]) -> None:
    """Set an aspect of every cell; ``new_of`` says from what it was what it becomes.

    Of whole rows and columns those cells that the sheet uses.
    """
    cells = list(area.made())
    if aspect in OF_ONE_CELL:
        changes = _changed_one_by_one(aspect, new_of, cells)
        area.book.journal.record_cells(area.sheet.title, aspect, changes)
    else:
        _change_looks(area, {aspect: new_of}, cells)


def clear_formats(area: Area) -> None:
    """Let the cells that there are look as those that nobody formats."""
    font = usual_font(area.book.workbook)
    news = {aspect: always(font if usual is None else usual) for aspect, usual in FORMATS.items()}
    _change_looks(area, news, list(area.held()))


def clear_one_by_one(area: Area) -> None:
    """Take notes and links off the cells that there are."""
    cells = list(area.held())
    for aspect in OF_ONE_CELL:
        changes = _changed_one_by_one(aspect, always(None), cells)
        area.book.journal.record_cells(area.sheet.title, aspect, changes)


def _changed_one_by_one(
    aspect: Aspect, new_of: Callable[[Any], Any], cells: list[Any]
) -> list[CellChange]:
    read, put = CELL_ASPECTS[aspect]
    changes: list[CellChange] = []
    for cell in cells:
        if isinstance(cell, MergedCell):
            continue
        old = read(cell)
        new = new_of(old)
        if old != new:
            put(cell, new)
            changes.append((cell.row, cell.column, old, new))
    return changes


def _change_looks(
    area: Area, news: Mapping[Aspect, Callable[[Any], Any]], cells: list[Any]
) -> None:
    """Change cells that look alike together: what one becomes, all of them become."""
    known: dict[bytes, tuple[StyleArray, list[tuple[Aspect, Any, Any]]]] = {}
    written = _Written(area)
    for cell in cells:
        look = look_of(cell)
        if look not in known:
            known[look] = _changed_look(cell, news)
            style, changes = known[look]
        else:
            style, changes = known[look]
            if changes:
                put_style(cell, StyleArray(style))
        for aspect, old, new in changes:
            written.of(aspect).append((cell.row, cell.column, old, new))
    written.record()


def _changed_look(
    cell: Any, news: Mapping[Aspect, Callable[[Any], Any]]
) -> tuple[StyleArray, list[tuple[Aspect, Any, Any]]]:
    changes = []
    for aspect, new_of in news.items():
        read, put = CELL_ASPECTS[aspect]
        old = read(cell)
        new = new_of(old)
        if old != new:
            put(cell, new)
            changes.append((aspect, old, new))
    return style_of(cell), changes


def _write_one(area: Area, row: int, column: int, value: Any, written: _Written) -> None:
    content: Content = value
    prefixed = False
    if isinstance(value, str):
        prefixed = value[:1] == "'"
        content = value[1:] or None if prefixed else understood(value)
    cell = cells_of(area.sheet).get((row, column))
    if type(content) is str and cell is not None and cell.data_type == "s" and cell.value == value:
        content = cell.value  # as it was read: a file may hold what is replaced in new texts
    _put_one(area, row, column, content, written)
    cell = cells_of(area.sheet).get((row, column))
    if cell is None or isinstance(cell, MergedCell):
        return
    if content is not None and prefixed != bool(cell.quotePrefix):
        CELL_ASPECTS[Aspect.QUOTE_PREFIX][1](cell, prefixed)
        written.of(Aspect.QUOTE_PREFIX).append((row, column, not prefixed, prefixed))
    if isinstance(content, (datetime, time, timedelta)):
        _format_as_day(cell, content, written)


def _format_as_day(cell: Any, content: datetime | time | timedelta, written: _Written) -> None:
    old = cell.number_format
    if is_date_format(old):
        return
    new = _MOMENT_FORMAT
    if isinstance(content, time):
        new = _TIME_FORMAT
    elif isinstance(content, timedelta):
        new = _SPAN_FORMAT
    elif content.time() == time():
        new = _DAY_FORMAT
    cell.number_format = new
    written.of(Aspect.NUMBER_FORMAT).append((cell.row, cell.column, old, new))


def _put_one(area: Area, row: int, column: int, new: Content, written: _Written) -> None:
    cell = cells_of(area.sheet).get((row, column))
    old = None if cell is None else content_of(cell)
    if same(old, new):
        return
    if isinstance(cell, MergedCell):
        raise _covered(area, cell)
    cell = made(area.sheet, row, column)
    put_content(cell, new)
    if isinstance(old, Formula):
        area.book.cached.forget(area.sheet, row, column)
    aspect = Aspect.FORMULA if isinstance(new, Formula) else Aspect.VALUE
    written.of(aspect).append((row, column, old, new))


def _covered(area: Area, cell: Any) -> UsageError:
    return UsageError(
        f"{area.sheet.title}!{cell.coordinate} is covered by a merged cell; write into the "
        "first cell of the merged range, or part it before"
    )
