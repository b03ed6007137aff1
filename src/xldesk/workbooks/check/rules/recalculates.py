"""A file that leaves values to the program that opens it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.markup import MAIN, is_on, parsed
from xldesk.workbooks.check.rule import Rule, SheetRow, file_finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableBlock


class RecalculatesOnLoad(Rule):
    """Finds files whose formulas are to be calculated when they are opened.

    A macro that changed inputs without a program to recalculate them leaves such a file (ECMA-376
    part 1, 18.2.2, fullCalcOnLoad). Of a workbook of the desk whose formulas have no values at all
    ``MissingValues`` speaks.
    """

    needs_spec = False

    def __init__(self) -> None:
        self._is_asked = False
        self._has_values = False
        self._has_formulas = False

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Note whether the file asks for a recalculation."""
        main = next((r.target for r in document.relations if r.kind == "officeDocument"), "")
        settings = parsed(document.archive.read(main), main, document.limits).find(f"{MAIN}calcPr")
        self._is_asked = settings is not None and is_on(settings.get("fullCalcOnLoad"))
        yield from ()

    def passes(self, block: TableBlock) -> bool:
        """Note whether there are formulas; there is nothing to say before the end."""
        if self._is_asked and any(column.formula is not None for column in block.columns.values()):
            self._has_formulas = self._has_values = True  # none lacks its value
        return True

    def row(self, row: SheetRow) -> Iterable[CheckFinding]:
        """Note whether there are formulas, and values of theirs that may be old."""
        if self._is_asked and not self._has_values:
            for cell in row.cells.values():
                if cell.formula is not None:
                    self._has_formulas = True
                    self._has_values |= not cell.lacks_value
        return ()

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield a finding where the file asks for it and has formulas."""
        is_said_elsewhere = document.spec is not None and not self._has_values
        if self._has_formulas and not is_said_elsewhere:
            yield file_finding(
                document,
                "RECALC-ON-LOAD",
                "the file is to be recalculated when it is opened: until then, previews and this"
                " check see values that may be old",
                "open it in a spreadsheet program, save it there, and check it again",
            )
