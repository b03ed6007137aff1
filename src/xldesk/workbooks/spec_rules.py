"""What a spec must keep: names that Excel takes, order of sheets, references that exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xldesk.workbooks.continued import MOST_SHEETS, going_on, sheet_on, table_on
from xldesk.workbooks.formula import FormulaError, Parsed, parse
from xldesk.workbooks.parts import (
    Chart,
    CheckList,
    Column,
    Field,
    Fields,
    Figure,
    KeyFigures,
    Sheet,
    SpecError,
    Table,
)
from xldesk.workbooks.standard_sheets import OWN_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xldesk.workbooks.spec import Workbook

SHEET_KINDS = ("summary", "action", "detail", "reference", "checks", "about")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,80}")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*")
_BAD_IN_SHEET = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_BAD_IN_HEADER = re.compile(r"[\[\]#'@\x00-\x1f]")
MAX_COLUMNS = 200
MAX_CHOICES_TEXT = 255


def refuse_invalid(workbook: Workbook) -> None:
    """Raise SpecError with every problem of ``workbook``, one a line."""
    problems = [f"{workbook.name}: {problem}" for problem in _problems(workbook)]
    if problems:
        raise SpecError("\n".join(problems))


def _problems(workbook: Workbook) -> Iterator[str]:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", workbook.name):
        yield "a workbook's name is lower case with underscores"
    yield from _sheet_problems(workbook.sheets)
    own = [sheet.name for sheet in workbook.sheets if sheet.kind == "about"]
    if own:
        yield f"sheet {own[0]}: the engine adds the About sheet itself"
        return
    yield from _name_problems(workbook)
    for sheet in workbook.pages:
        for place, problem in _block_problems(sheet):
            yield f"sheet {sheet.name}: {place}: {problem}"
    yield from _formula_problems(workbook)
    yield from _continued_problems(workbook)


def _sheet_problems(sheets: tuple[Sheet, ...]) -> Iterator[str]:
    yield from _twice("sheet", (sheet.name.casefold() for sheet in sheets))
    given = {sheet.kind for sheet in sheets}
    kinds = [SHEET_KINDS.index(sheet.kind) for sheet in sheets]
    if kinds != sorted(kinds):
        yield f"sheets stand in the order {', '.join(SHEET_KINDS)}"
    for sheet in sheets:
        if sheet.flag is not None and (sheet.kind != "summary" or "checks" not in given):
            yield f"sheet {sheet.name}: a flag stands on the summary of a workbook with checks"
        if not 1 <= len(sheet.name) <= 31 or _BAD_IN_SHEET.search(sheet.name):
            yield f"sheet {sheet.name!r}: 1 to 31 characters without [ ] : * ? / \\ or '"
        if sheet.name.casefold() in {"lists", "about", "history"}:
            yield f"sheet {sheet.name!r}: the name is taken"
        lists = [block for block in sheet.blocks if isinstance(block, CheckList)]
        if bool(lists) != (sheet.kind == "checks") or len(lists) > 1:
            yield f"sheet {sheet.name}: checks stand on the sheet made by checks_sheet()"
    if sum(sheet.kind == "checks" for sheet in sheets) > 1:
        yield "there is one Checks sheet"


def _continued_problems(workbook: Workbook) -> Iterator[str]:
    """Yield why tables that may go on upon further sheets cannot."""
    sheets = {sheet.name.casefold() for sheet in workbook.sheets}
    charted = {
        block.table
        for sheet in workbook.sheets
        for block in sheet.blocks
        if isinstance(block, Chart)
    }
    for name, sheet in going_on(workbook.sheets).items():
        numbers = range(2, MOST_SHEETS + 1)
        if len(sheet.blocks) > 1:
            yield f"table {name}: a table that continues is alone on its sheet"
        if name in charted:
            yield f"table {name}: a chart shows it, so it cannot continue"
        if len(sheet_on(sheet.name, MOST_SHEETS)) > 31:
            yield f"sheet {sheet.name}: no room for the number of a further sheet"
        for number in numbers:
            if sheet_on(sheet.name, number).casefold() in sheets:
                yield f"sheet {sheet_on(sheet.name, number)}: the name is taken by table {name}"
            if table_on(name, number) in workbook.tables:
                yield f"table {table_on(name, number)}: the name is taken by table {name}"


def _name_problems(workbook: Workbook) -> Iterator[str]:
    tables = [
        block.name
        for sheet in workbook.sheets
        for block in sheet.blocks
        if isinstance(block, Table)
    ]
    names = [name for _, name in _named_cells(workbook)]
    yield from _twice("name", (name.casefold() for name in [*tables, *OWN_TABLES, *names]))
    for name in (*tables, *names):
        if not _NAME.fullmatch(name) or _LIKE_A_CELL.fullmatch(name):
            yield f"{name!r} cannot name a table or cell: letters, digits, underscores"


def _named_cells(workbook: Workbook) -> Iterator[tuple[Field | Figure, str]]:
    for sheet in workbook.pages:
        for block in sheet.blocks:
            parts: tuple[Field | Figure, ...] = ()
            if isinstance(block, Fields):
                parts = block.items
            elif isinstance(block, KeyFigures):
                parts = block.figures
            yield from ((part, part.name) for part in parts if part.name)


def _block_problems(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for block in sheet.blocks:
        if isinstance(block, Table):
            yield from ((f"table {block.name}", problem) for problem in _table_problems(block))
        elif isinstance(block, Fields):
            for item in block.items:
                for problem in _choice_problems(item):
                    yield f"field {item.label}", problem
        elif isinstance(block, Chart) and not block.alt_text.strip():
            yield f"chart {block.title}", "a chart needs alt text for those who cannot see it"


def _table_problems(table: Table) -> Iterator[str]:
    if not 1 <= len(table.columns) <= MAX_COLUMNS:
        yield f"1 to {MAX_COLUMNS} columns"
    yield from _twice("column", (column.name.casefold() for column in table.columns))
    yield from _twice("field", (column.field for column in table.columns))
    fields = {column.field for column in table.columns}
    for column in table.columns:
        if not 1 <= len(column.name) <= 255 or _BAD_IN_HEADER.search(column.name):
            yield f"column {column.name!r}: 1 to 255 characters without [ ] # ' @"
        if column.name != column.name.strip():
            yield f"column {column.name!r}: no space at either end"
        if column.currency is not None and column.currency not in fields:
            yield f"column {column.name}: currency field {column.currency!r} is not a column"
        for other in (column.entry.not_before, column.entry.up_to):
            if other is not None and other not in fields:
                yield f"column {column.name}: field {other!r}, to compare it with, is not a column"
        for problem in _choice_problems(column):
            yield f"column {column.name}: {problem}"


def _choice_problems(part: Column | Field) -> Iterator[str]:
    if isinstance(part.choices, tuple):
        if any("," in word or '"' in word for word in part.choices):
            yield "choices without commas or quotes; others come from a named list"
        if not 0 < len(",".join(part.choices)) <= MAX_CHOICES_TEXT:
            yield f"choices of 1 to {MAX_CHOICES_TEXT} characters; longer ones are a named list"
    elif part.choices is not None and not _NAME.fullmatch(part.choices):
        yield f"list {part.choices!r}: letters, digits, underscores"
    if part.formula is not None and part.role == "input":
        yield "an input has no formula"
    if part.help is not None and len(part.help) > MAX_CHOICES_TEXT:
        yield f"help of at most {MAX_CHOICES_TEXT} characters"


def _formula_problems(workbook: Workbook) -> Iterator[str]:
    headers = {
        name: {column.name for column in table.columns} for name, table in workbook.tables.items()
    }
    names = {name for _, name in _named_cells(workbook)}
    for place, formula, table in formulas(workbook):
        try:
            parsed = parse(formula)
        except FormulaError as error:
            yield f"{place}: {error}"
            continue
        for problem in _reference_problems(parsed, headers, names, table):
            yield f"{place}: {problem}"
    for sheet in workbook.pages:
        for block in sheet.blocks:
            if isinstance(block, Chart):
                for column in (block.category, *block.series):
                    if column not in headers.get(block.table, set()):
                        yield f"chart {block.title}: no column {block.table}[{column}]"


def _reference_problems(
    parsed: Parsed, headers: dict[str, set[str]], names: set[str], table: str | None
) -> Iterator[str]:
    for column in parsed.this_row:
        if table is None or column not in headers[table]:
            yield f"[@{column}] is not a column of this table"
    for other, column in parsed.columns:
        if column not in headers.get(other, set()):
            yield f"{other}[{column}] does not exist"
    for name in parsed.names:
        if name not in names:
            yield f"{name} is not a named cell"


def formulas(workbook: Workbook) -> Iterator[tuple[str, str, str | None]]:
    """Yield every formula of the workbook as (place, formula, table it stands in)."""
    for sheet in workbook.pages:
        if sheet.flag is not None:
            for formula in (sheet.flag.formula, f"={sheet.flag.fails}", f"={sheet.flag.warns}"):
                yield f"{sheet.name}, flag", formula, None
        for block in sheet.blocks:
            if isinstance(block, Table):
                yield from _table_formulas(block)
            elif isinstance(block, Fields):
                yield from (
                    (f"{sheet.name}, {item.label}", item.formula, None)
                    for item in block.items
                    if item.formula is not None
                )
            elif isinstance(block, KeyFigures):
                yield from (
                    (f"{sheet.name}, {figure.caption}", figure.formula, None)
                    for figure in block.figures
                    if figure.formula is not None
                )


def _table_formulas(table: Table) -> Iterator[tuple[str, str, str | None]]:
    for column in table.columns:
        if column.formula is not None:
            yield f"{table.name}[{column.name}]", column.formula, table.name
    for row, row_formulas in enumerate(table.row_formulas, start=1):
        yield from ((f"{table.name}, row {row}", formula, None) for formula in row_formulas)


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"{what} {name!r} stands twice"
        seen.add(name)
