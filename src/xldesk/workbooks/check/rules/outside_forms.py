"""What people fill in stands in the lines of a form, where it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, says_something

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xldesk.workbooks.check.document import Document, FoundSheet, FoundTable
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableBlock
    from xldesk.workbooks.parts import Table


class OutsideForms(Rule):
    """Finds lines under a form that are not its own, and notes beside it."""

    def __init__(self) -> None:
        self._forms: dict[str, list[tuple[FoundTable, Table]]] = {}

    def passes(self, block: TableBlock) -> bool:
        """Return whether the rows stand in the form, and nothing beside them."""
        filled = [at for at, column in block.columns.items() if column.says_something]
        if not filled or not self._forms_on(block.document, block.sheet):
            return True
        area = block.table.found.area
        return (
            bool(block.table.spec.blank_rows)
            and all(area.first_column <= at <= area.last_column for at in filled)
            and len(self._forms_on(block.document, block.sheet)) == 1
        )

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:
        """Return findings about a row of a sheet with forms."""
        forms = self._forms_on(row.document, row.sheet)
        return self._look(row, forms) if forms else ()

    def _forms_on(self, document: Document, sheet: FoundSheet) -> list[tuple[FoundTable, Table]]:
        key = sheet.part
        if key not in self._forms:
            known = {} if document.spec is None else document.spec.tables
            self._forms[key] = [
                (found, known[found.name])
                for found in sheet.tables
                if found.name in known and known[found.name].blank_rows
            ]
        return self._forms[key]

    def _look(self, row: SheetRow, forms: list[tuple[FoundTable, Table]]) -> Iterator[CheckFinding]:
        filled = sorted(at for at, cell in row.cells.items() if says_something(cell))
        end = max(found.end for found in row.sheet.tables)
        for found, form in forms:
            area = found.area
            if area.first_row <= row.number <= area.last_row:
                beside = [at for at in filled if not area.first_column <= at <= area.last_column]
                if beside:
                    yield cell_finding(
                        row,
                        beside[0],
                        "NOTE-BESIDE",
                        f"a note stands beside the form, where no {form.row_name} is read",
                        "clear it, and write it into the letter that goes with the file",
                    )
            elif filled and (row.number == found.end + 1 or row.number > end == found.end):
                lines = area.last_row - area.first_row
                yield cell_finding(
                    row,
                    filled[0],
                    "INPUT-OUTSIDE",
                    f"this stands under the form, where no {form.row_name} is read",
                    f"clear it: only {lines} lines fit; send further ones in a second file",
                )
