"""Cells on people's own sheets that read a line of a table by its address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.sheet_letters import letters_of, number_of
from xldesk_udfs.macros.row_ranges import cells_read, formulas_on

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    import xlwings as xw

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d*)")


def row_readers(
    homes: Iterable[xw.Sheet], sheet: str, columns: range, rows: Container[int]
) -> list[str]:
    """Return the cells of the sheets ``homes``, as ``Sheet!A1``, that ``reads_row`` is true of."""
    return [
        f"{home.name}!{letters_of(column)}{row}"
        for home in homes
        for row, column, text in formulas_on(home)
        if reads_row(text, sheet, columns, rows)
    ]


def reads_row(formula: str, sheet: str, columns: range, rows: Container[int]) -> bool:
    """Tell whether ``formula``, on another sheet, reads a single cell of these of ``sheet``.

    A range is read as a whole, whichever lines stand in it.
    """
    if "!" not in formula:
        return False
    return any(
        number_of(found[1].upper()) in columns and int(found[2]) in rows
        for cell in cells_read(formula, "", sheet)
        if (found := _CELL.fullmatch(cell)) is not None
    )
