"""A table's columns are called what its header cells say: writing there renames them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xldesk.excel.engine.addresses import table_area
from xldesk.excel.engine.area import Area
from xldesk.excel.engine.cells import cells_of
from xldesk.excel.engine.change import Aspect, Change
from xldesk.excel.engine.content import content_of, shown_as_formula
from xldesk.excel.engine.put import write
from xldesk.excel.engine.table_shape import shape_of
from xldesk.excel.engine.write_cells import write_contents


def follow_headers(area: Area, rows: int, columns: int) -> None:
    """Rename the columns of tables whose header cells lie in the written rows and columns."""
    if not area.sheet.tables or not rows or not columns:
        return
    written = area.at(area.row, area.column, rows, columns)
    for table in list(area.sheet.tables.values()):
        shape = shape_of(table)
        whole = table_area(area.book, area.sheet, shape)
        header = whole.at(whole.row, whole.column, 1, whole.columns)
        if shape.header_rows and written.meets(header):
            new = replace(shape, columns=named_columns(header))
            write(area.book, Change(area.sheet.title, shape.name, Aspect.TABLE_RESIZED, shape, new))


def named_columns(header: Area) -> tuple[str, ...]:
    """Return the columns' names after the cells of ``header``, which are made to say them.

    As in Excel an empty one becomes ``Column3``, and one that is there already gets a number.
    """
    cells = cells_of(header.sheet)
    says: list[str] = []
    for offset in range(header.columns):
        cell = cells.get((header.row, header.column + offset))
        text = "" if cell is None else shown_as_formula(content_of(cell))
        says.append(text or f"Column{offset + 1}")
    names = _different(says)
    write_contents(header, [names])
    return names


def _different(texts: Sequence[str]) -> tuple[str, ...]:
    names: list[str] = []
    taken = {text.casefold() for text in texts}
    seen: set[str] = set()
    for text in texts:
        name, number = text, 1
        while name.casefold() in seen or (number > 1 and name.casefold() in taken):
            number += 1
            name = f"{text}{number}"
        seen.add(name.casefold())
        names.append(name)
    return tuple(names)
