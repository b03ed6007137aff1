"""What the columns of a table calculate, read from openpyxl's columns and put into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from openpyxl.worksheet.table import TableColumn, TableFormula

from xldesk.excel.engine.change import ColumnFormulas
from xldesk.excel.engine.missing import MissingMemberError


def formulas_of(table: Any) -> tuple[ColumnFormulas, ...]:
    """Return the formulas of the columns that have any, in the order of columns."""
    found = (
        ColumnFormulas(
            column.name,
            _text(column.calculatedColumnFormula),
            column.totalsRowFunction,
            column.totalsRowLabel,
            _text(column.totalsRowFormula),
        )
        for column in table.tableColumns
    )
    return tuple(facts for facts in found if facts != ColumnFormulas(facts.column))


def put_formulas(column: TableColumn, facts: ColumnFormulas) -> None:
    """Let ``column`` calculate what ``facts`` say."""
    column.calculatedColumnFormula = _formula(facts.cells)
    column.totalsRowFunction = facts.total
    column.totalsRowLabel = facts.total_label
    column.totalsRowFormula = _formula(facts.total_formula)


def followed(
    formulas: Iterable[ColumnFormulas], follow: Callable[[str], str]
) -> tuple[ColumnFormulas, ...]:
    """Return ``formulas`` with what ``follow`` makes of each one's text."""
    return tuple(
        replace(
            facts,
            cells=facts.cells and follow(facts.cells),
            total_formula=facts.total_formula and follow(facts.total_formula),
        )
        for facts in formulas
    )


def refuse_arrays(table: Any) -> None:
    """Raise MissingMemberError for a table with a column of array formulas: it is not copied."""
    for column in table.tableColumns:
        for formula in (column.calculatedColumnFormula, column.totalsRowFormula):
            if formula is not None and formula.array:
                raise MissingMemberError(
                    f"Sheet.copy of table {table.displayName}, whose column {column.name} has "
                    "array formulas,"
                )


def _text(formula: TableFormula | None) -> str | None:
    return None if formula is None else formula.attr_text


def _formula(text: str | None) -> TableFormula | None:
    return None if text is None else TableFormula(attr_text=text)
