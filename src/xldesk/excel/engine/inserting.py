"""Cells inserted and deleted: the others make room, and every reference follows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries

from xldesk.errors import UsageError
from xldesk.excel.engine.area import MAX_COLUMNS, MAX_ROWS, Area
from xldesk.excel.engine.change import Aspect, Change, TableShape
from xldesk.excel.engine.everywhere import move_references, refuse_charts
from xldesk.excel.engine.later_rules import refuse_later_rules
from xldesk.excel.engine.put import write
from xldesk.excel.engine.references import GONE, Bounds, Shift, moved_reference
from xldesk.excel.engine.sizes import COLUMN_SIZES, ROW_SIZES, column_aspect, row_aspect
from xldesk.excel.engine.table_shape import shape_of
from xldesk.excel.engine.transfer import (
    Place,
    put_look,
    put_states,
    refuse_merged,
    state_at,
    states_in,
)


def insert_cells(area: Area, shift: str | None, origin: str = "format_from_left_or_above") -> None:
    """Insert cells where ``area`` is; those that stand there go ``down`` or to the ``right``.

    The new ones look like their neighbours above or to the left, or, with ``origin``
    ``format_from_right_or_below``, like those that made room.
    """
    down = _is_down(area, shift, "down", "right")
    _shift(area, down=down, by=area.rows if down else area.columns)
    before = area.row - 1 if down else area.column - 1
    source = (
        before if origin.endswith("above") else (area.last_row if down else area.last_column) + 1
    )
    if source == 0:
        return
    for cell_row in range(area.row, min(area.last_row, area.sheet.max_row) + 1):
        for cell_column in range(area.column, min(area.last_column, area.sheet.max_column) + 1):
            like = area.at(source, cell_column) if down else area.at(cell_row, source)
            put_look(area.at(cell_row, cell_column), state_at(like))


def delete_cells(area: Area, shift: str | None) -> None:
    """Delete the cells of ``area``; those behind come ``up`` or to the ``left``."""
    up = _is_down(area, shift, "up", "left")
    _shift(area, down=up, by=-(area.rows if up else area.columns))


def _is_down(area: Area, shift: str | None, along_rows: str, along_columns: str) -> bool:
    if area.whole_rows or area.whole_columns:
        return area.whole_rows
    if shift is None:
        return area.rows <= area.columns
    if shift not in {along_rows, along_columns}:
        raise UsageError(f"shift {shift!r} is neither {along_rows!r} nor {along_columns!r}")
    return shift == along_rows


def _shift(area: Area, *, down: bool, by: int) -> None:
    book, sheet = area.book, area.sheet
    refuse_charts(book, sheet)
    refuse_later_rules(book)
    if down:
        shift = Shift(area.row, by, area.column, area.last_column, down=True)
        rest = area.at(area.row, area.column, MAX_ROWS - area.row + 1, area.columns)
    else:
        shift = Shift(area.column, by, area.row, area.last_row, down=False)
        rest = area.at(area.row, area.column, area.rows, MAX_COLUMNS - area.column + 1)
    refuse_merged(rest)
    tables = _moved_tables(rest, shift)
    merged = [found.coord for found in sheet.merged_cells.ranges if _meets(rest, found)]
    for place in merged:
        write(book, Change(sheet.title, place, Aspect.MERGE, True, False))  # noqa: FBT003 -- a value
    _move_cells(area, rest, down=down, by=by)
    if area.whole_rows if down else area.whole_columns:
        _move_sizes(area, down=down, by=by)
    for place in merged:
        to = moved_reference(place, sheet.title, sheet.title, shift)
        if to != GONE:
            write(book, Change(sheet.title, to, Aspect.MERGE, False, True))  # noqa: FBT003
    for old, new in tables:
        aspect = Aspect.TABLE_DELETED if new is None else Aspect.TABLE_RESIZED
        write(book, Change(sheet.title, old.name, aspect, old, new))
    move_references(book, sheet, shift)


def _meets(area: Area, found: Any) -> bool:
    rows, columns = found.max_row - found.min_row + 1, found.max_col - found.min_col + 1
    return area.meets(area.at(found.min_row, found.min_col, rows, columns))


def _move_cells(area: Area, rest: Area, *, down: bool, by: int) -> None:
    states = states_in(rest)
    moved: dict[Place, Any] = {}
    for (row, column), state in states.items():
        at, start = (row, area.row) if down else (column, area.column)
        if by < 0 and at < start - by:
            continue
        moved[(row + by, column) if down else (row, column + by)] = state
    put_states(area, moved, sorted({*states, *moved}))


def _move_sizes(area: Area, *, down: bool, by: int) -> None:
    sheet = area.sheet
    read: Callable[..., Any] = row_aspect if down else column_aspect
    first = area.row if down else area.column
    last = max(sheet.row_dimensions, default=0) if down else sheet.max_column
    for aspect in ROW_SIZES if down else COLUMN_SIZES:
        old = {at: read(sheet, at, aspect) for at in range(first, last + abs(by) + 1)}
        usual = read(sheet, last + abs(by) + 1, aspect)
        for at, value in old.items():
            source = at - by
            fresh = by > 0 and at < first + by
            new = usual if fresh else old.get(source, usual)
            letters = area.at(at, 1, 1, MAX_COLUMNS) if down else area.at(1, at, MAX_ROWS, 1)
            write(area.book, Change(sheet.title, letters.address(), aspect, value, new))


def _moved_tables(rest: Area, shift: Shift) -> list[tuple[TableShape, TableShape | None]]:
    """Return the shapes of tables that move, before and after, None for one that is gone.

    Raises UsageError where a table would be torn apart or lose its header row.
    """
    moved: list[tuple[TableShape, TableShape | None]] = []
    for table in rest.sheet.tables.values():
        shape = shape_of(table)
        left, top, right, bottom = range_boundaries(shape.ref)
        if not rest.meets(rest.at(top, left, bottom - top + 1, right - left + 1)):
            continue
        old = Bounds(top, left, bottom, right)
        new = shift(old)
        if new is None:
            moved.append((shape, None))
            continue
        torn = new == old or new.right - new.left != right - left
        if torn or (shift.by < 0 and shift.down and shift.at <= top < shift.at - shift.by):
            raise UsageError(
                f"{rest.sheet.title}: table {shape.name} ({shape.ref}) would be torn apart; move "
                "whole rows, or change the table itself"
            )
        start, end = get_column_letter(new.left), get_column_letter(new.right)
        ref = f"{start}{new.top}:{end}{new.bottom}"
        moved.append((shape, replace(shape, ref=ref)))
    return moved
