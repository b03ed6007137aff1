"""Which cells of a book the desk issues, by its tables: beside and below them is nobody's area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.parts import Table
from xldesk.workbooks.spec_registry import specs

if TYPE_CHECKING:
    import xlwings as xw


class IssuedAreas:
    """How far to the right and down the desk's own cells go on each sheet of a book."""

    def __init__(self, book: xw.Book) -> None:
        """Read where the desk's tables stand in ``book``, without columns and totals of people."""
        pages = {page.name: page for spec in specs() for page in spec.pages}
        columns = {
            name: len(table.columns) for spec in specs() for name, table in spec.tables.items()
        }
        self._right: dict[str, int] = {}
        self._down: dict[str, int] = {}
        for sheet in book.sheets:
            tables = [table for table in sheet.tables if _first(table.name) in columns]
            if not tables:
                continue
            self._right[sheet.name] = max(
                table.range.column + columns[_first(table.name)] - 1 for table in tables
            )
            page = pages.get(sheet.name)
            if page is not None and page.blocks and isinstance(page.blocks[-1], Table):
                self._down[sheet.name] = max(
                    table.range.last_cell.row - bool(table.show_totals) for table in tables
                )

    def has(self, cell: xw.Range) -> bool:
        """Tell whether ``cell`` may be one that the desk issued; where no table says, it may."""
        sheet = cell.sheet.name
        right, down = self._right.get(sheet), self._down.get(sheet)
        is_beside = right is not None and cell.column > right
        return not is_beside and not (down is not None and cell.row > down)


def _first(name: str) -> str:
    """Return the name of a table without the number that it has on the sheets it goes on to."""
    stem, _, number = name.rpartition("_")
    return stem if stem and number.isdigit() else name
