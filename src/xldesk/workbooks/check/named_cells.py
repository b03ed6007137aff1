"""Where the named single cells of a file are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xldesk.workbooks.sheet_letters import number_of

if TYPE_CHECKING:
    from xldesk.workbooks.check.document import Document

_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$([A-Z]{1,3})\$(\d{1,7})")


class NamedCell(NamedTuple):
    """A cell: its sheet, row and column number."""

    sheet: str
    row: int
    column: int


def single_cell(reference: str) -> NamedCell | None:
    """Return the cell that a defined name's ``reference`` is, None for all else."""
    match = _CELL.fullmatch(reference)
    if match is None:
        return None
    sheet = (match[1] or match[2]).replace("''", "'")
    return NamedCell(sheet, int(match[4]), number_of(match[3]))


class NamedCells:
    """The single cells that a file's defined names refer to."""

    def __init__(self, document: Document) -> None:
        self._by_name: dict[str, NamedCell] = {}
        self._cells: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for name, reference in document.names.items():
            cell = single_cell(reference)
            if cell is not None:
                self._by_name[name] = cell
                self._cells.setdefault((cell.sheet, cell.row), []).append((name, cell.column))

    def of(self, name: str, sheet: str, row: int) -> tuple[int, ...]:
        """Return the column number of the cell with this ``name``, if it is in the row."""
        cell = self._by_name.get(name)
        return (cell.column,) if cell is not None and (cell.sheet, cell.row) == (sheet, row) else ()

    def row_of(self, name: str, sheet: str) -> int | None:
        """Return the row of the cell with this ``name``, if it is on ``sheet``."""
        cell = self._by_name.get(name)
        return cell.row if cell is not None and cell.sheet == sheet else None

    def on(self, sheet: str, row: int) -> list[tuple[str, int]]:
        """Return the names and column numbers in one row of ``sheet``."""
        return self._cells.get((sheet, row), [])
