"""All that a headless book holds, as plain facts: two books are the same where these are."""

from __future__ import annotations

from typing import Any

from xldesk.excel.engine.area import MAX_COLUMNS, MAX_ROWS, Area
from xldesk.excel.engine.cells import cells_of
from xldesk.excel.engine.change import Aspect
from xldesk.excel.engine.content import content_of
from xldesk.excel.engine.formats import CELL_ASPECTS
from xldesk.excel.engine.rules import (
    conditional_formats_of,
    print_area_of,
    shows_gridlines,
    validations_of,
)
from xldesk.excel.engine.sizes import column_aspect, row_aspect
from xldesk.excel.engine.table_shape import shape_of


def facts_of(book: Any) -> dict[str, Any]:
    """Return the facts of ``book``, an ``xw.Book`` of the headless engine."""
    opened = book.impl.open
    workbook = opened.workbook
    return {
        "sheets": [sheet.title for sheet in workbook.worksheets],
        "active": workbook.active.title,
        "names": {name: found.value for name, found in workbook.defined_names.items()},
        "of": {sheet.title: _sheet_facts(opened, sheet) for sheet in workbook.worksheets},
    }


def _sheet_facts(opened: Any, sheet: Any) -> dict[str, Any]:
    whole = Area(opened, sheet, 1, 1, MAX_ROWS, MAX_COLUMNS)
    plain = _cell_facts(type(next(whole.first.made()))(sheet))
    cells = {
        cell.coordinate: facts
        for cell in cells_of(sheet).values()
        if (facts := _cell_facts(cell)) != plain
    }
    heights = (Aspect.ROW_HEIGHT, Aspect.ROW_HIDDEN, Aspect.ROW_OUTLINE)
    widths = (Aspect.COLUMN_WIDTH, Aspect.COLUMN_HIDDEN, Aspect.COLUMN_OUTLINE)
    return {
        "cells": cells,
        "rows": {
            row: [row_aspect(sheet, row, aspect) for aspect in heights] for row in range(1, 30)
        },
        "columns": {
            at: [column_aspect(sheet, at, aspect) for aspect in widths] for at in range(1, 15)
        },
        "merged": sorted(found.coord for found in sheet.merged_cells.ranges),
        "tables": {table.displayName: shape_of(table) for table in sheet.tables.values()},
        "names": {name: found.value for name, found in sheet.defined_names.items()},
        "state": sheet.sheet_state,
        "frozen": sheet.freeze_panes,
        "printed": print_area_of(sheet),
        "gridlines": shows_gridlines(sheet),
        "validations": validations_of(sheet),
        "conditional": conditional_formats_of(sheet),
    }


def _cell_facts(cell: Any) -> dict[str, Any]:
    looks = {aspect: read(cell) for aspect, (read, _) in CELL_ASPECTS.items()}
    return {"content": (type(cell.value), content_of(cell)), **looks}
