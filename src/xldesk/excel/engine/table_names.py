"""New names of tables in the formulas of sheets: a copied table reads itself, not its model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from xldesk.excel.engine.area import Area
from xldesk.excel.engine.cells import Worksheet, cells_of
from xldesk.excel.engine.change import Aspect, Change, Formula
from xldesk.excel.engine.content import content_of
from xldesk.excel.engine.put import write
from xldesk.excel.engine.table_formulas import followed
from xldesk.excel.engine.table_shape import shape_of
from xldesk.excel.engine.transfer import CellState, put_content_of

if TYPE_CHECKING:
    from xldesk.excel.engine.open_book import OpenBook


def names_follow(book: OpenBook, sheets: Iterable[Worksheet], tables: Mapping[str, str]) -> None:
    """Let formulas of ``sheets`` speak of ``tables`` by their new names; values stay as shown."""
    follow = followed_formula(tables)
    for sheet in sheets:
        for (row, column), cell in list(cells_of(sheet).items()):
            content = content_of(cell)
            if not isinstance(content, Formula):
                continue
            text = follow(content.text)
            if text != content.text:
                state = CellState(replace(content, text=text), book.cached.get(sheet, row, column))
                put_content_of(Area(book, sheet, row, column), state)
        for table in list(sheet.tables.values()):
            shape = shape_of(table)
            new = replace(shape, formulas=followed(shape.formulas, follow))
            write(book, Change(sheet.title, shape.name, Aspect.TABLE_LOOK, shape, new))
        for name, found in list(sheet.defined_names.items()):
            old = f"={found.value}"
            write(book, Change(sheet.title, name, Aspect.NAME, old, follow(old)))


def followed_formula(tables: Mapping[str, str]) -> Callable[[str], str]:
    """Return what puts the new names of ``tables`` into a formula."""
    from xldesk.excel.patch.followed_names import FollowedNames  # noqa: PLC0415 -- reads this package

    return FollowedNames({}, tables).formula


def is_new(book: OpenBook, table: str) -> bool:
    """Tell whether ``table`` came since the book was opened or saved: its file knows no name of it.

    New names of tables that the file has are followed when it is saved.
    """
    added: set[str] = set()
    for change in book.journal:
        if change.aspect is Aspect.TABLE_ADDED:
            added.add(change.place)
        elif change.aspect is Aspect.TABLE_RENAMED and change.place in added:
            added.add(str(change.new))
    return table in added
