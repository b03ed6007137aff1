"""Whole cells, content and look and note, taken from one place to another through the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xldesk.errors import UsageError
from xldesk.excel.engine.area import Area
from xldesk.excel.engine.cells import Cell, MergedCell, cells_of, look_of, made, put_style, style_of
from xldesk.excel.engine.change import Aspect, Constant, Content, Formula
from xldesk.excel.engine.content import content_of
from xldesk.excel.engine.formats import CELL_ASPECTS, OF_ONE_CELL, link_of, note_of
from xldesk.excel.engine.write_cells import always, change_cells, write_contents

LOOK = tuple(aspect for aspect in CELL_ASPECTS if aspect not in OF_ONE_CELL)
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CellState:
    """All that a cell has; ``look`` is a cell of the same book that looks like it."""

    content: Content = None
    cached: Constant = None
    look: Any = None
    note: Any = None
    link: Any = None


EMPTY = CellState()


def state_at(area: Area) -> CellState:
    """Return the state of the area's first cell."""
    cell = cells_of(area.sheet).get((area.row, area.column))
    if cell is None:
        return EMPTY
    content = content_of(cell)
    cached = None
    if isinstance(content, Formula):
        cached = area.book.cached.get(area.sheet, area.row, area.column)
    return CellState(content, cached, _look_of(cell), note_of(cell), link_of(cell))


def states_in(area: Area) -> dict[Place, CellState]:
    """Return the states of the cells that there are in ``area``, by their places."""
    return {
        (cell.row, cell.column): state_at(area.at(cell.row, cell.column)) for cell in area.held()
    }


def put_states(area: Area, states: Mapping[Place, CellState], places: Iterable[Place]) -> None:
    """Make the cells at ``places`` of the area's sheet what ``states`` says, else empty."""
    for row, column in places:
        put_state(area.at(row, column), states.get((row, column), EMPTY))


def put_state(area: Area, state: CellState) -> None:
    """Make one cell what ``state`` says."""
    put_content_of(area, state)
    put_look(area, state)
    cell = cells_of(area.sheet).get((area.row, area.column))
    if cell is not None and not isinstance(cell, MergedCell):
        if note_of(cell) != state.note:
            change_cells(area, Aspect.NOTE, always(state.note))
        if link_of(cell) != state.link:
            change_cells(area, Aspect.HYPERLINK, always(state.link))


def put_content_of(area: Area, state: CellState) -> None:
    """Make what one cell says what ``state`` says, with what its formula showed."""
    write_contents(area, [[state.content]])
    if isinstance(state.content, Formula) and state.cached is not None:
        area.book.cached.put(area.sheet, area.row, area.column, state.cached)


def put_look(area: Area, state: CellState) -> None:
    """Make one cell look as ``state`` says."""
    cell = cells_of(area.sheet).get((area.row, area.column))
    if state.look is None and cell is None:
        return
    look = state.look or Cell(area.sheet)
    target = made(area.sheet, area.row, area.column)
    if look_of(target) == look_of(look):
        return
    for aspect in LOOK:
        new = CELL_ASPECTS[aspect][0](look)
        change_cells(area, aspect, always(new))


def refuse_merged(area: Area) -> None:
    """Raise UsageError where a merged range lies partly in ``area``: its cells cannot be moved."""
    for found in area.sheet.merged_cells.ranges:
        merged = area.at(
            found.min_row,
            found.min_col,
            found.max_row - found.min_row + 1,
            found.max_col - found.min_col + 1,
        )
        if merged.meets(area) and not area.holds(merged):
            raise UsageError(
                f"{area.sheet.title}!{found.coord} is merged and only partly among the cells that "
                "are to move; part it before"
            )


def _look_of(cell: Any) -> Any:
    look = Cell(cell.parent)
    put_style(look, style_of(cell))
    return look
