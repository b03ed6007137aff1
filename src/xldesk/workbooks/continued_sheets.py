"""The sheets of a workbook whose tables go on: numbered sheets, and formulas over all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from xldesk.workbooks.continued import FURTHER_TABLE, going_on, sheet_on, step_field, table_on
from xldesk.workbooks.continued_formula import added_up, calls_over, over, over_tables, this_row
from xldesk.workbooks.formula import FormulaError
from xldesk.workbooks.layout import MAX_SHEET_ROWS, lay_out
from xldesk.workbooks.parts import (
    Block,
    CheckList,
    Column,
    Field,
    Fields,
    Figure,
    Flag,
    KeyFigures,
    Sheet,
    SpecError,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xldesk.workbooks.continued import Counts

Part = TypeVar("Part", Column, Field, Figure)


def room_of(sheet: Sheet, sheet_rows: int = MAX_SHEET_ROWS) -> int:
    """Return how many rows of its one table stand on each sheet, of ``sheet_rows`` rows in all."""
    [placed] = lay_out(_numbered(sheet, 2), has_checks=False).tables
    return sheet_rows - placed.header_row


def over_sheets(sheets: tuple[Sheet, ...], counts: Counts) -> tuple[Sheet, ...]:
    """Return ``sheets`` with the tables of ``counts`` on as many sheets, and formulas over all.

    A summary gets the table ``FURTHER_TABLE``. Raises SpecError for a formula that cannot add up.
    """
    tables = dict(counts)
    homes = {name: sheet.name for name, sheet in going_on(sheets).items() if name in tables}
    on_sheets = {sheet: tables[name] for name, sheet in homes.items()}
    rewriting = _Rewriting(tables, homes)
    made: list[Sheet] = []
    for sheet in sheets:
        changed = rewriting.sheet(sheet)
        if sheet.name in on_sheets:
            made += [_numbered(changed, number) for number in range(1, on_sheets[sheet.name] + 1)]
        elif sheet.kind == "summary":
            made.append(replace(changed, blocks=(*changed.blocks, _further())))
        else:
            made.append(changed)
    return tuple(made)


def _numbered(sheet: Sheet, number: int) -> Sheet:
    """Return the sheet of number ``number`` of the one table on ``sheet``."""
    [table] = (block for block in sheet.blocks if isinstance(block, Table))
    if number == 1:
        return replace(sheet, blocks=(replace(table, continues=False),))
    note = f"Goes on from the sheet {sheet_on(sheet.name, number - 1)}. {sheet.note or ''}"
    return replace(
        sheet,
        name=sheet_on(sheet.name, number),
        title=sheet_on(sheet.title or sheet.name, number),
        note=note.strip(),
        blocks=(replace(table, name=table_on(table.name, number), continues=False),),
    )


def _further() -> Table:
    return Table(
        FURTHER_TABLE,
        (
            Column("Sheet", "sheet", type="link", role="link", width=14),
            Column("What stands there", "what", width=48),
            Column("Rows", "rows", type="integer", width=16),
        ),
        heading="Tables longer than a sheet",
        note="They go on upon the next sheet, and every formula adds up over all of them.",
    )


class _Rewriting:
    """Writes the formulas of a workbook over all sheets of ``tables``; ``homes`` are the first."""

    def __init__(self, tables: Mapping[str, int], homes: Mapping[str, str]) -> None:
        self._tables = tables
        self._homes = homes

    def sheet(self, sheet: Sheet) -> Sheet:
        return replace(
            sheet,
            blocks=tuple(self._block(block) for block in sheet.blocks),
            flag=None if sheet.flag is None else self._flag(sheet.flag),
        )

    def _block(self, block: Block) -> Block:
        if isinstance(block, Table):
            columns = [self._column(column) for column in block.columns]
            totals = tuple(total for total, _ in columns)
            return replace(block, columns=(*totals, *(one for _, each in columns for one in each)))
        if isinstance(block, KeyFigures):
            return replace(block, figures=tuple(map(self._rewritten, block.figures)))
        if isinstance(block, Fields):
            return replace(block, items=tuple(map(self._rewritten, block.items)))
        if isinstance(block, CheckList):
            checks = (replace(one, formula=self._formula(one.formula)) for one in block.checks)
            return CheckList(tuple(checks))
        return block

    def _flag(self, flag: Flag) -> Flag:
        fails, warns = (self._formula(f"={text}")[1:] for text in (flag.fails, flag.warns))
        return replace(flag, formula=self._formula(flag.formula), fails=fails, warns=warns)

    def _rewritten(self, part: Part) -> Part:
        return part if part.formula is None else replace(part, formula=self._formula(part.formula))

    def _formula(self, formula: str) -> str:
        try:
            for table, count in self._tables.items():
                names = [table_on(table, number) for number in range(1, count + 1)]
                formula = over_tables(formula, table, names)
        except FormulaError as error:
            raise SpecError(f"{formula}: {error}") from error
        return formula

    def _column(self, column: Column) -> tuple[Column, list[Column]]:
        """Return a column over all sheets, and its parts by sheet where it asks for them."""
        parts: list[Column] = []
        if column.formula is not None and column.each_sheet is not None:
            for table in self._tables:
                column, more = self._in_parts(column, table)
                parts += more
        return self._rewritten(column), parts

    def _in_parts(self, column: Column, table: str) -> tuple[Column, list[Column]]:
        """Return a column as the sum of its parts by sheet of ``table``, and those parts."""
        try:
            found = calls_over(column.formula or "", table)
        except FormulaError as error:
            raise SpecError(f"column {column.name}: {error}") from error
        if not found.calls:
            return column, []
        if len(found.calls) > 1:
            raise SpecError(f"column {column.name}: one call over {table} can be its part by sheet")
        parts = [
            replace(
                column,
                name=(column.each_sheet or "").format(sheet=sheet_on(self._homes[table], number)),
                field=step_field(column.field, number),
                formula=f"={over(found.calls[0], table, table_on(table, number))}",
                highlight=None,
                each_sheet=None,
            )
            for number in range(1, self._tables[table] + 1)
        ]
        total = added_up([this_row(part.name) for part in parts])
        return replace(column, formula=found.with_each([total])), parts
