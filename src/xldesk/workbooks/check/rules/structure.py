"""Sheets, tables and headers are those of the workbook's spec."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xldesk.records.place import Place
from xldesk.workbooks.check.macro_sheets import macro_sheet
from xldesk.workbooks.check.report import finding_at
from xldesk.workbooks.check.rule import (
    Rule,
    SheetRow,
    cell_finding,
    sheet_finding,
    shown,
)
from xldesk.workbooks.check.table_columns import (
    ColumnChange,
    Headers,
    change_said,
    column_changes,
    headers_of,
)
from xldesk.workbooks.parts import Table
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document, FoundSheet, FoundTable
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableView
    from xldesk.workbooks.spec import Workbook

_AGAIN = "or issue the workbook again with: xldesk pack"
_REMEDY = f"restore it, {_AGAIN}"


class Structure(Rule):
    """Finds missing, renamed and added sheets, missing tables, and changed columns and headers."""

    is_silent_on_blocks = True

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield findings about sheets and tables."""
        if document.spec is None:
            return
        renamed = _renamed(document, document.spec)
        found = {sheet.name for sheet in document.sheets}
        pages = {page.name for page in document.spec.pages}
        for name in (page.name for page in document.spec.pages if page.name not in found):
            yield _missing_sheet(document, name, renamed.get(name))
        for sheet in document.sheets:
            if sheet.name not in pages and sheet.name not in renamed.values():
                yield _added_sheet(document, sheet)
        for page in document.spec.pages:
            for table in page.blocks:
                if isinstance(table, Table):
                    yield from _of_table(document, table, page.name, page.name in found)

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether there are headers."""
        return table is not None

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Yield header cells that say something else than their table's columns, or elsewhere."""
        if row.table is None or not row.is_header:
            return
        table = row.table.found
        headers = headers_of(table, row.cells)
        if headers is None:
            headers = Headers(table.area.first_column, ("",) * len(table.columns))
        for change in column_changes(table.columns, headers.names):
            if change.what == "renamed" and change.at is not None:
                message = f"the header should read {shown(change.name)}"
                at = headers.first + change.at
                yield cell_finding(row, at, "TABLE-HEADER", message, _REMEDY)
            else:
                place = row.document, row.sheet.name, table, headers
                yield _column_finding(*place, change)


def _renamed(document: Document, spec: Workbook) -> dict[str, str]:
    """Return by missing sheet the added one that has its tables, by their names or columns."""
    pages = {page.name: page for page in spec.pages}
    found = {sheet.name for sheet in document.sheets}
    renamed = {}
    for name, page in pages.items():
        tables = [block for block in page.blocks if isinstance(block, Table)]
        if name not in found and tables:
            homes = (s.name for s in document.sheets if s.name not in pages and _holds(s, tables))
            home = next(homes, None)
            if home is not None:
                renamed[name] = home
    return renamed


def _holds(sheet: FoundSheet, tables: list[Table]) -> bool:
    return all(any(_is_like(found, table) for found in sheet.tables) for table in tables)


def _is_like(found: FoundTable, table: Table) -> bool:
    has_columns = found.columns == tuple(column.name for column in table.columns)
    return has_columns or found.name.casefold() == table.name.casefold()


def _added_sheet(document: Document, sheet: FoundSheet) -> CheckFinding:
    known = macro_sheet(sheet.name, [table.name for table in sheet.tables])
    if known is None:
        return sheet_finding(
            document,
            sheet.name,
            "SHEET-ADDED",
            "the sheet is not part of this workbook",
            "delete it, or keep it in a file of your own",
        )
    return sheet_finding(
        document,
        sheet.name,
        "SHEET-OF-MACRO",
        f"a sheet as the macro {known.macro} adds it; it is for people and proves nothing, since "
        "anyone can write on it",
        known.leaves,
    )


def _missing_sheet(document: Document, name: str, now: str | None) -> CheckFinding:
    if now is None:
        return sheet_finding(document, name, "SHEET-MISSING", "the sheet is missing", _REMEDY)
    message = f"the sheet is missing; sheet {shown(now)} has its tables: was it renamed?"
    remedy = f"name it {shown(name)} again, {_AGAIN}"
    return sheet_finding(document, name, "SHEET-MISSING", message, remedy)


def _of_table(
    document: Document, table: Table, home: str, has_home: bool
) -> Iterator[CheckFinding]:
    place = document.tables.get(table.name.casefold())
    if place is None:
        twin = _twin(document, table)
        if not has_home and not twin:
            return  # it went with its sheet, which is said
        message = f"table {table.name} is missing{twin}"
        missing = sheet_finding(document, home, "TABLE-MISSING", message, _REMEDY)
        yield replace(missing, follows=not has_home)
        return
    wanted = tuple(column.name for column in table.columns)
    sheet, found = place
    headers = Headers(found.area.first_column, found.columns)
    for change in column_changes(wanted, found.columns):
        yield _column_finding(document, sheet.name, found, headers, change)


def _twin(document: Document, table: Table) -> str:
    """Return the words about a table of another name that has all the columns of ``table``."""
    known = {name.casefold() for name in document.spec.tables} if document.spec else set()
    for name, (sheet, found) in document.tables.items():
        if name not in known and _is_like(found, table):
            return f"; table {found.name} on sheet {shown(sheet.name)} has the same columns"
    return ""


def _column_finding(
    document: Document, sheet: str, table: FoundTable, headers: Headers, change: ColumnChange
) -> CheckFinding:
    message, remedy = change_said(table.name, change, headers.names, headers.first)
    cell = None
    if change.at is not None:
        cell = f"{letters_of(headers.first + change.at)}{table.area.first_row}"
    place = Place(file=document.file, sheet=sheet, cell=cell)
    return finding_at(place, "TABLE-COLUMNS", message, f"{remedy}, {_AGAIN}")
