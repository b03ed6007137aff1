"""Tables longer than a sheet: they go on upon numbered sheets, and formulas add up over all.

``Credits`` on three sheets is the tables Credits, Credits_2 and Credits_3 of one column spec, on
the sheets Credits, Credits 2 and Credits 3. See docs/decisions/0019-credits-beyond-a-sheet.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from xldesk.workbooks.content import Link, Row
from xldesk.workbooks.continued_formula import calls_over, over, over_tables, this_row
from xldesk.workbooks.formula import FormulaError
from xldesk.workbooks.layout import MAX_SHEET_ROWS, lay_out
from xldesk.workbooks.parts import (
    Block,
    CheckList,
    Column,
    Fields,
    Flag,
    KeyFigures,
    Sheet,
    SpecError,
    Table,
)

MOST_SHEETS = 10
"""On how many sheets a table goes at most: a sum over them still fits three lines to read."""

FURTHER_TABLE = "FurtherSheets"
"""The table on the summary that leads to the sheets of such tables."""

Counts = tuple[tuple[str, int], ...]
"""The tables that go on, and on how many sheets each stands: 2 or more."""

_NUMBERED = re.compile(r"(.+)_([1-9]\d?)")
_SAID = re.compile(r"([A-Za-z_]\w*)\.(\d{1,2})")


def table_on(table: str, number: int) -> str:
    """Return the name of a table on sheet ``number`` of its sheets, from 1: ``Credits_2``."""
    return table if number == 1 else f"{table}_{number}"


def sheet_on(sheet: str, number: int) -> str:
    """Return the name of sheet ``number``, from 1, of a table's sheets: ``Credits 2``."""
    return sheet if number == 1 else f"{sheet} {number}"


def step_field(field: str, number: int) -> str:
    """Return the field of a column's part from sheet ``number`` (see ``Column.each_sheet``)."""
    return f"{field}.{number}"


def going_on(sheets: tuple[Sheet, ...]) -> dict[str, Sheet]:
    """Return the tables that may go on, each with its sheet."""
    return {
        block.name: sheet
        for sheet in sheets
        for block in sheet.blocks
        if isinstance(block, Table) and block.continues
    }


def counts_in(tables: Iterable[str], names: Iterable[str]) -> Counts:
    """Return on how many sheets the ``tables`` stand in a workbook with tables of ``names``."""
    known = {table.casefold(): table for table in tables}
    found = dict.fromkeys(known.values(), 1)
    for name in names:
        match = _NUMBERED.fullmatch(name)
        if match is not None and match[1].casefold() in known:
            table = known[match[1].casefold()]
            found[table] = max(found[table], int(match[2]))
    return _counts(found)


def counts_said(tables: Iterable[str], version: str) -> Counts:
    """Return on how many sheets the ``tables`` stand by a file's version (``suffix``)."""
    said = {table: int(count) for table, count in _SAID.findall(version)}
    return _counts({table: said.get(table, 1) for table in tables})


def suffix(counts: Counts) -> str:
    """Return what the version of a file says of its counts: ``-Credits.2``, or nothing."""
    return "".join(f"-{table}.{count}" for table, count in counts)


def _counts(found: Mapping[str, int]) -> Counts:
    return tuple((table, count) for table, count in found.items() if 2 <= count <= MOST_SHEETS)


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
    made: list[Sheet] = []
    for sheet in sheets:
        changed = replace(
            sheet,
            blocks=tuple(_block(block, tables, homes) for block in sheet.blocks),
            flag=None if sheet.flag is None else _flag(sheet.flag, tables),
        )
        name = next((name for name, home in homes.items() if home == sheet.name), None)
        if name is not None:
            made += [_numbered(changed, number) for number in range(1, tables[name] + 1)]
        elif sheet.kind == "summary" and counts:
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


def _block(block: Block, tables: Mapping[str, int], homes: Mapping[str, str]) -> Block:
    """Return ``block`` with its formulas over all sheets of ``tables``."""
    if isinstance(block, Table):
        columns = [_column(column, tables, homes) for column in block.columns]
        firsts = tuple(first for first, _ in columns)
        return replace(block, columns=(*firsts, *(one for _, more in columns for one in more)))
    if isinstance(block, KeyFigures):
        return replace(
            block,
            figures=tuple(
                replace(one, formula=_formula(one.formula, tables)) for one in block.figures
            ),
        )
    if isinstance(block, Fields):
        return replace(
            block,
            items=tuple(replace(one, formula=_formula(one.formula, tables)) for one in block.items),
        )
    if isinstance(block, CheckList):
        return CheckList(
            tuple(replace(one, formula=_formula(one.formula, tables) or "") for one in block.checks)
        )
    return block


def _column(
    column: Column, tables: Mapping[str, int], homes: Mapping[str, str]
) -> tuple[Column, list[Column]]:
    """Return a column over all sheets, and its parts by sheet where it asks for them."""
    if column.formula is None or column.each_sheet is None:
        return replace(column, formula=_formula(column.formula, tables)), []
    for table, count in tables.items():
        found = calls_over(column.formula, table)
        if not found.calls:
            continue
        if len(found.calls) > 1:
            raise SpecError(f"column {column.name}: one call over {table} can be its part by sheet")
        [call] = found.calls
        parts = [
            replace(
                column,
                name=column.each_sheet.format(sheet=sheet_on(homes[table], number)),
                field=step_field(column.field, number),
                formula=f"={over(call, table, table_on(table, number))}",
                highlight=None,
                each_sheet=None,
            )
            for number in range(1, count + 1)
        ]
        total = "+".join(this_row(part.name) for part in parts)
        return replace(column, formula=found.with_each([total])), parts
    return column, []


def _formula(formula: str | None, tables: Mapping[str, int]) -> str | None:
    if formula is None:
        return None
    try:
        for table, count in tables.items():
            names = [table_on(table, number) for number in range(1, count + 1)]
            formula = over_tables(formula, table, names)
    except FormulaError as error:
        raise SpecError(f"{formula}: {error}") from error
    return formula


def _flag(flag: Flag, tables: Mapping[str, int]) -> Flag:
    fails, warns = (
        (_formula(f"={condition}", tables) or "")[1:] for condition in (flag.fails, flag.warns)
    )
    return replace(flag, formula=_formula(flag.formula, tables) or "", fails=fails, warns=warns)


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


def spread(table: str, parts: Iterable[Iterable[Row]]) -> dict[str, Iterable[Row]]:
    """Return the tables of a content whose rows on each sheet are ``parts``."""
    return {table_on(table, number): rows for number, rows in enumerate(parts, start=1)}


def further_rows(sheet: str, spans: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """Return the rows of ``FURTHER_TABLE`` for the sheets of one table: what is there, how long."""
    rows = []
    for number, (what, count) in enumerate(spans, start=1):
        name = sheet_on(sheet, number)
        rows.append({"sheet": Link(name, name), "what": what, "rows": count})
    return rows
