"""Sheets, tables and headers are those of the workbook's spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import (
    Rule,
    SheetRow,
    cell_finding,
    sheet_finding,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding

_REMEDY = "restore it, or issue the workbook again with: xldesk pack"


class Structure(Rule):
    """Finds missing and added sheets, missing tables, and changed headers."""

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield findings about sheets and tables."""
        if document.spec is None:
            return
        found = [sheet.name for sheet in document.sheets]
        expected = [page.name for page in document.spec.pages]
        for name in expected:
            if name not in found:
                yield sheet_finding(
                    document, name, "SHEET-MISSING", "the sheet is missing", _REMEDY
                )
        for name in found:
            if name not in expected:
                yield sheet_finding(
                    document,
                    name,
                    "SHEET-ADDED",
                    "the sheet is not part of this workbook",
                    "delete it, or keep it in a file of your own",
                )
        for name, table in document.spec.tables.items():
            place = document.tables.get(name.casefold())
            if place is None:
                home = next(p.name for p in document.spec.pages if table in p.blocks)
                yield sheet_finding(
                    document, home, "TABLE-MISSING", f"table {name} is missing", _REMEDY
                )
                continue
            wanted = tuple(column.name for column in table.columns)
            if place[1].columns != wanted:
                missing = ", ".join(c for c in wanted if c not in place[1].columns) or "none"
                yield sheet_finding(
                    document,
                    place[0].name,
                    "TABLE-COLUMNS",
                    f"the columns of table {name} were changed (missing: {missing})",
                    _REMEDY,
                )

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Yield header cells that say something else than their table's column."""
        if row.table is None or not row.is_header:
            return
        area = row.table.found.area
        for index, name in enumerate(row.table.found.columns):
            cell = row.cells.get(area.first_column + index)
            if cell is None or cell.value != name:
                yield cell_finding(
                    row,
                    area.first_column + index,
                    "TABLE-HEADER",
                    f"the header should read {shown(name)}",
                    _REMEDY,
                )
