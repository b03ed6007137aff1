"""The frame of a lint rule: what it sees of a workbook, and how it answers."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from xldesk.records.place import Place
from xldesk.workbooks.check.report import finding_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.cell import ReadCell
    from xldesk.workbooks.check.document import FoundTable
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.lint.book import Book, LintSheet


@dataclass(frozen=True, slots=True)
class LintRow:
    """A row of a sheet: cells by column number, and the relative form of each formula.

    ``tables`` are those that the row goes through, in their header and totals row too.
    """

    sheet: LintSheet
    number: int
    cells: dict[int, ReadCell]
    patterns: dict[int, str]
    tables: tuple[FoundTable, ...] = ()

    def table_at(self, column: int) -> FoundTable | None:
        """Return the table that the row's cell in ``column`` belongs to."""
        for table in self.tables:
            if table.area.first_column <= column <= table.area.last_column:
                return table
        return None


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula of a sheet, however many cells it was filled into, and the first of them.

    It ``goes_down`` where they are in several rows, ``goes_across`` in several columns. A defined
    name is a formula too; it has a ``name`` and no cell. So is that of a rule over cells, which is
    ``of_rule``: a conditional format or a validation, and its first cell.
    """

    text: str
    cells: int = 1
    sheet: LintSheet | None = None
    cell: str | None = None
    name: str | None = None
    goes_down: bool = False
    goes_across: bool = False
    of_rule: str | None = None

    @property
    def where(self) -> str:
        """The words that begin a message about it."""
        if self.name is not None:
            return f"the name {self.name[:60]!r}"
        if self.of_rule is not None:
            return f"the {self.of_rule}"
        return "the formula" if self.cells == 1 else f"the formula, in {self.cells:,} cells,"


class LintRule:
    """One thing the lint looks at; a subclass answers where it has something to say.

    ``formula`` sees each formula once, after the rows of its sheet; ``row`` each row, ``sheet``
    each sheet once it was read, ``finish`` the workbook in the end. One instance reads one file.

    A subclass's docstring says what is found in its first paragraph, and after ``Source:`` in
    its last one where the rule comes from.
    """

    code: ClassVar[str]
    remedy: ClassVar[str]
    reads_rules: ClassVar[bool] = False
    """Whether it sees the formulas of conditional formats and validations too."""

    def row(self, row: LintRow) -> Iterator[CheckFinding]:  # noqa: ARG002 -- a default
        """Yield findings about one row."""
        yield from ()

    def formula(self, book: Book, formula: Formula) -> Iterator[CheckFinding]:  # noqa: ARG002
        """Yield findings about one formula of a cell or name."""
        yield from ()

    def sheet(self, sheet: LintSheet) -> Iterator[CheckFinding]:  # noqa: ARG002 -- a default
        """Yield findings about a sheet as a whole."""
        yield from ()

    def finish(self, book: Book) -> Iterator[CheckFinding]:  # noqa: ARG002 -- a default
        """Yield findings that need all sheets."""
        yield from ()

    def at(
        self, book: Book, message: str, sheet: str | None = None, cell: str | None = None
    ) -> CheckFinding:
        """Return a finding of this rule about the file, a sheet or a cell."""
        place = Place(file=book.document.file, sheet=sheet, cell=cell)
        return finding_at(place, self.code, message, self.remedy)

    def at_formula(self, book: Book, formula: Formula, message: str) -> CheckFinding:
        """Return a finding of this rule about a formula, which ``message`` goes on to describe."""
        sheet = None if formula.sheet is None else formula.sheet.name
        return self.at(book, f"{formula.where} {message}", sheet, formula.cell)

    @classmethod
    def finds(cls) -> str:
        """Return what the rule finds, in one sentence."""
        return _paragraphs(cls)[0]

    @classmethod
    def source(cls) -> str:
        """Return where the rule comes from."""
        return _paragraphs(cls)[-1].removeprefix("Source: ")


def _paragraphs(rule: type[LintRule]) -> list[str]:
    """Return the paragraphs of a rule's docstring, each on one line."""
    text = inspect.cleandoc(rule.__doc__ or "")
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
