"""What people may change is plain to see, and open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.lint.cell_references import references_of
from xldesk.workbooks.lint.rule import Formula, LintRow, LintRule
from xldesk.workbooks.sheet_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book, LintSheet

_MOST_CELLS = 100_000
"""Typed numbers, and cells that formulas read, that are kept in mind."""


class Inputs(LintRule):
    """An input has no input style, or is locked.

    An input is an unlocked cell, a cell whose named style says Input, or a typed number outside
    tables that a formula reads by its cell.

    Source: FAST Standard 2.04; ICAEW, Twenty Principles (2015), 10.
    """

    code = "LINT-INPUT"
    remedy = "give inputs a named style such as Input, and unlock them in Format Cells > Protection"

    def __init__(self) -> None:
        self._typed: set[tuple[str, int, int]] = set()
        self._read: set[tuple[str, int, int]] = set()

    def row(self, row: LintRow) -> Iterator[CheckFinding]:
        """Take note of typed numbers that do not look like inputs."""
        for column, cell in row.cells.items():
            if (
                cell.kind == "n"
                and cell.value is not None
                and cell.formula is None
                and len(self._typed) < _MOST_CELLS
                and not row.sheet.book.styles[cell.style].is_input
                and row.table_at(column) is None
            ):
                self._typed.add((row.sheet.name.casefold(), row.number, column))
        yield from ()

    def formula(self, book: Book, formula: Formula) -> Iterator[CheckFinding]:  # noqa: ARG002
        """Take note of the single cells that formulas read."""
        if formula.sheet is not None and len(self._read) < _MOST_CELLS:
            for reference in references_of(formula.text):
                if reference.is_single:
                    sheet = reference.sheet or formula.sheet.name
                    place = reference.area.first_row, reference.area.first_column
                    self._read.add((sheet.casefold(), *place))
        yield from ()

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:
        """Yield formats of inputs that are not plain or not open, each at its first cell."""
        for use in sheet.uses.values():
            style = sheet.book.styles[use.style]
            if use.content == "formula":
                continue
            if not style.is_locked and not style.is_input:
                message = f"the cell is unlocked, but its style ({style.name[:40]!r}) is no input's"
                yield self.at(sheet.book, message, sheet.name, use.cell)
            elif style.is_locked and style.is_input:
                message = "the cell looks like an input, but is locked"
                yield self.at(sheet.book, message, sheet.name, use.cell)

    def finish(self, book: Book) -> Iterator[CheckFinding]:
        """Yield typed numbers that formulas read and that do not look like inputs."""
        names = {sheet.name.casefold(): sheet.name for sheet in book.document.sheets}
        runs: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for sheet, row, column in sorted(self._typed & self._read):
            found = runs.setdefault((sheet, column), [])
            if found and found[-1][1] + 1 == row:
                found[-1] = (found[-1][0], row)
            else:
                found.append((row, row))
        for (sheet, column), found in runs.items():
            for first, last in found:
                cell = f"{letters_of(column)}{first}"
                many = "this typed number, but its" if first == last else "typed numbers"
                if first != last:
                    many += f" down to {letters_of(column)}{last}, but their"
                message = f"formulas read {many} style is no input's"
                yield self.at(book, message, names[sheet], cell)
