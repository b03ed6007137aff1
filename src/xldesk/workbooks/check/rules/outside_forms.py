"""What people fill in stands in the lines of a form, where it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, says_something
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.parts import Table, TextBlock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xldesk.workbooks.check.document import Document, FoundSheet, FoundTable
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableBlock
    from xldesk.workbooks.parts import Sheet

_TEXT_OVER_TABLE = 2
"""Rows from a text to the header of the table below it: one stays empty between them."""


class OutsideForms(Rule):
    """Finds lines under a form that are not its own, and notes beside it."""

    def __init__(self) -> None:
        self._forms: dict[str, list[tuple[FoundTable, Table]]] = {}

    def looks_beside(self, document: Document, sheet: FoundSheet) -> bool:
        """Return whether the sheet has forms."""
        return bool(self._forms_on(document, sheet))

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
            elif (
                filled
                and (row.number == found.end + 1 or row.number > end == found.end)
                and not _is_over_the_next(row, filled)
            ):
                lines = area.last_row - area.first_row
                yield cell_finding(
                    row,
                    filled[0],
                    "INPUT-OUTSIDE",
                    f"this stands under the form, where no {form.row_name} is read",
                    f"clear it: only {lines} lines fit; insert whole rows between them (Review, "
                    "Unprotect Sheet) for further ones, or send these in a second file",
                )


def _is_over_the_next(row: SheetRow, filled: Sequence[int]) -> bool:
    """Tell whether the row is a text of the desk's over the next table, and nothing else.

    A form that people let end lower reaches it. Its words are those of the spec, or, where they
    depend on the data, they stand as far over the table as the desk puts them.
    """
    tables = row.sheet.tables
    below = min((t for t in tables if t.area.first_row > row.number), default=None, key=_first_row)
    page = _page_of(row)
    if below is None or page is None or list(filled) != [FIRST_COLUMN]:
        return False
    over: list[TextBlock | Table] = []
    for block in page.blocks:
        if isinstance(block, TextBlock):
            over.append(block)
        elif isinstance(block, Table) and block.name == below.name:
            over.append(block)
            break
        else:
            over.clear()
    else:
        return False
    return row.cells[FIRST_COLUMN].value in {text for block in over for text in _texts(block)} or (
        below.area.first_row - row.number == _TEXT_OVER_TABLE
        and any(isinstance(block, TextBlock) and block.field for block in over)
    )


def _first_row(table: FoundTable) -> int:
    return table.area.first_row


def _page_of(row: SheetRow) -> Sheet | None:
    pages = () if row.document.spec is None else row.document.spec.pages
    return next((page for page in pages if page.name == row.sheet.name), None)


def _texts(block: TextBlock | Table) -> Iterator[str]:
    """Yield what the spec lets stand over a table, or in a text."""
    said = (block.heading, block.note) if isinstance(block, Table) else (block.heading,)
    yield from (text for text in said if text)
    if isinstance(block, TextBlock):
        yield from block.paragraphs
