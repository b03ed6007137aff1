"""Ranges and whole sheets copied: content, look, notes; formulas move their references along."""

from __future__ import annotations

from dataclasses import replace

from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from xldesk.errors import UsageError
from xldesk.excel.engine.area import Area
from xldesk.excel.engine.change import Aspect, Change, Formula
from xldesk.excel.engine.put import write
from xldesk.excel.engine.transfer import (
    EMPTY,
    CellState,
    Place,
    put_content_of,
    put_look,
    put_state,
    refuse_merged,
    states_in,
)

KINDS = ("all", "formulas", "values", "formats")


def copy_cells(
    source: Area,
    target: Area,
    kind: str = "all",
    *,
    skip_blanks: bool = False,
    transpose: bool = False,
) -> None:
    """Copy ``source`` to where ``target`` begins; ``kind`` is all, formulas, values or formats."""
    if kind not in KINDS:
        raise UsageError(f"copy type {kind!r} is none of {', '.join(KINDS)}")
    if source.book is not target.book:
        raise UsageError("the headless engine copies within a book; write the values instead")
    source = source.clipped() if source.whole_rows or source.whole_columns else source
    source.refuse_large()
    refuse_merged(source)
    states = states_in(source)
    for row in range(source.rows):
        for column in range(source.columns):
            place = source.row + row, source.column + column
            state = states.get(place, EMPTY)
            if skip_blanks and state.content is None:
                continue
            down, right = (column, row) if transpose else (row, column)
            to = target.at(target.row + down, target.column + right)
            _put(to, state if kind == "values" else _at(state, place, to), kind)
    if kind == "all" and not transpose:
        _copy_merged(source, target)


def copy_sheet(source: Area, target: Area) -> None:
    """Make the empty sheet of ``target`` like that of ``source``, which has no chart or picture."""
    for (row, column), state in states_in(source).items():
        put_state(target.at(row, column), state)
    _copy_merged(source, target)


def _at(state: CellState, source: Place, to: Area) -> CellState:
    if not isinstance(state.content, Formula):
        return state
    row, column = source
    translator = Translator(state.content.text, origin=f"{get_column_letter(column)}{row}")
    text = translator.translate_formula(f"{get_column_letter(to.column)}{to.row}")
    return replace(state, content=Formula(text), cached=None)


def _put(to: Area, state: CellState, kind: str) -> None:
    if kind == "all":
        put_state(to, state)
    elif kind == "formats":
        put_look(to, state)
    elif kind == "formulas":
        put_content_of(to, state)
    else:
        shown = state.cached if isinstance(state.content, Formula) else state.content
        put_content_of(to, CellState(shown))


def _copy_merged(source: Area, target: Area) -> None:
    sheet = target.sheet.title
    for found in list(source.sheet.merged_cells.ranges):
        rows, columns = found.max_row - found.min_row + 1, found.max_col - found.min_col + 1
        if source.meets(source.at(found.min_row, found.min_col)):
            row = target.row + found.min_row - source.row
            column = target.column + found.min_col - source.column
            place = target.at(row, column, rows, columns).address()
            is_merged = any(place == other.coord for other in target.sheet.merged_cells.ranges)
            write(target.book, Change(sheet, place, Aspect.MERGE, is_merged, True))  # noqa: FBT003
