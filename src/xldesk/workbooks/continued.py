"""Tables longer than a sheet: they go on upon numbered sheets, and formulas add up over all.

``Credits`` on three sheets is the tables Credits, Credits_2 and Credits_3 of one column spec, on
the sheets Credits, Credits 2 and Credits 3. See docs/decisions/0019-credits-beyond-a-sheet.md.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xldesk.workbooks.content import Link
from xldesk.workbooks.parts import Sheet, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xldesk.workbooks.content import Row

MOST_SHEETS = 10
"""On how many sheets a table goes at most: a sum over them still fits three lines to read."""

FURTHER_TABLE = "FurtherSheets"
"""The table on the summary that leads to the sheets of such tables."""

Counts = tuple[tuple[str, int], ...]
"""The tables that go on, and on how many sheets each stands: 2 or more."""

_NUMBERED = re.compile(r"(.+)_([1-9]\d?)")
_COUNT = re.compile(r"[1-9][0-9]?")


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
    pieces = (piece.rpartition(".") for piece in version.split("-")[1:])
    said = {table: int(count) for table, _, count in pieces if _COUNT.fullmatch(count)}
    return _counts({table: said.get(table, 1) for table in tables})


def suffix(counts: Counts) -> str:
    """Return what the version of a file says of its counts: ``-Credits.2``, or nothing."""
    return "".join(f"-{table}.{count}" for table, count in counts)


def _counts(found: Mapping[str, int]) -> Counts:
    return tuple((table, count) for table, count in found.items() if 2 <= count <= MOST_SHEETS)


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
