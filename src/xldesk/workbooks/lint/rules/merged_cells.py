"""Data stand in cells of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.rule import LintRule
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import LintSheet


class MergedCells(LintRule):
    """Cells are merged inside a table, or in a row with numbers or formulas.

    Merged cells break sorting, filters, copying and every formula that reads the column. A title
    over several columns is let pass.

    Source: FAST Standard 4.02, formatting features; WCAG 2.2, 1.3.1 (relations can be told).
    """

    code = "LINT-MERGED"
    remedy = "unmerge the cells; to centre a heading use Format Cells > Centre Across Selection"

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield merged ranges among data."""
        for area in sheet.merged:
            first, last = area.first_row, area.last_row
            corner = f"{letters_of(area.first_column)}{first}"
            is_in_table = any(
                table.area.first_row <= last
                and first <= table.area.last_row
                and table.area.first_column <= area.last_column
                and area.first_column <= table.area.last_column
                for table in sheet.found.tables
            )
            if is_in_table or any(sheet.numbers[first : last + 1]):
                name = f"{corner}:{letters_of(area.last_column)}{last}"
                yield self.at(sheet.book, f"{name} are merged among data", sheet.name, corner)
