"""Cells of a book that say something else than the desk issued: what a refresh puts back."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from xldesk.workbooks.formula import shown_formula
from xldesk.workbooks.provenance.difference import said
from xldesk.workbooks.provenance.looks.cell_looks import Look
from xldesk.workbooks.sheet_letters import letters_of
from xldesk_udfs.macros.tables_on_sheet import TablesOnSheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import xlwings as xw

    from xldesk.answers.picture import BookPicture, PicturedCell, PicturedSheet


class AlteredCell(NamedTuple):
    """A cell, what stands there, and what the desk issued, both as a check says them."""

    sheet: str
    cell: str
    found: str
    issued: str

    @property
    def place(self) -> str:
        """Sheet and cell."""
        return f"{self.sheet}!{self.cell}"


def altered_cells(book: xw.Book, issued: BookPicture) -> list[AlteredCell]:
    """Return the cells of ``book`` that differ from what was ``issued``, by sheet, row and column.

    Cells to fill in are people's, and no part of it. Sheets that the book does not have are left
    out, and so are rows by which people lengthened a form. Raises UsageError where tables of a
    sheet do not stand as the desk puts them.
    """
    names = {sheet.name for sheet in book.sheets}
    return [
        altered
        for name in issued.sheets
        if name in names
        for altered in _on_sheet(book.sheets[name], issued.sheet(name))
    ]


def _on_sheet(sheet: xw.Sheet, issued: PicturedSheet) -> Iterator[AlteredCell]:
    tables = TablesOnSheet(sheet, issued)
    rows = {row: tables.row_of(row) for row in issued.cells}
    last = max(rows.values(), default=1), max(map(max, issued.cells.values()), default=1)
    whole = sheet.range((1, 1), last)
    values = whole.options(ndim=2).value
    formulas = _rows(whole.formula)
    for row, cells in issued.cells.items():
        is_gone, at = tables.lacks(row), rows[row]
        for column, cell in cells.items():
            value = None if is_gone else values[at - 1][column - 1]
            formula = "" if is_gone else formulas[at - 1][column - 1]
            if not cell.is_input and _differs(cell, value, formula):
                says = partial(_said, table=_table_at(issued, row), code=cell.number_format)
                yield AlteredCell(
                    sheet.name,
                    f"{letters_of(column)}{at}",
                    says(value, formula if formula.startswith("=") else None),
                    says(cell.value, cell.formula),
                )


def _table_at(issued: PicturedSheet, row: int) -> str:
    """Return the name of the table that has ``row``, nothing outside of tables."""
    tables = (t.name for t in issued.tables if t.header_row <= row <= t.last_row)
    return next(tables, "")


def _said(value: Any, formula: str | None, *, table: str, code: str) -> str:
    """Return a formula as people see it, an amount with its decimals, a day as such."""
    if formula is not None:
        return shown_formula(formula, table)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    return value if isinstance(value, str) else said(value, Look(code))


def _differs(cell: PicturedCell, value: Any, formula: str) -> bool:
    if cell.formula is not None:
        return formula != cell.formula
    return formula.startswith("=") or (value or None) != (cell.value or None)


def _rows(found: object) -> Sequence[Sequence[str]]:
    return ((found,),) if isinstance(found, str) else found  # type: ignore[return-value]
