"""What stands in a table is read by the names of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.cell_references import references_of
from xldesk.workbooks.lint.rule import Formula, LintRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Area
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book


class StructuredReferences(LintRule):
    """A formula reads cells of a table by letters and numbers.

    Such a range does not grow with the table and says nothing; Credits[Credit] does both.

    Source: ICAEW, Twenty Principles (2015), 8 and 13: design for longevity, formulas to be read.
    """

    code = "LINT-REFERENCE"
    remedy = "name the table's column instead, such as Credits[Credit] or [@Credit]"

    def __init__(self) -> None:
        self._areas: dict[str, list[tuple[str, Area]]] = {}

    def formula(self, book: Book, formula: Formula) -> Iterator[CheckFinding]:
        """Yield formulas of cells that read a table so."""
        if formula.sheet is None or not book.document.tables:
            return
        if not self._areas:
            for found, table in book.document.tables.values():
                areas = self._areas.setdefault(found.name.casefold(), [])
                areas.append((table.name, table.area))
        for reference in references_of(formula.text):
            sheet = (reference.sheet or formula.sheet.name).casefold()
            for name, area in self._areas.get(sheet, ()):
                if _overlap(reference.area, area):
                    message = f"reads table {name} as {reference.text}"
                    yield self.at_formula(book, formula, message)
                    return


def _overlap(one: Area, other: Area) -> bool:
    return (
        one.first_row <= other.last_row
        and other.first_row <= one.last_row
        and one.first_column <= other.last_column
        and other.first_column <= one.last_column
    )
