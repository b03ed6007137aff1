"""The workbook's own checks all come to 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.issue_again import issue_again
from xldesk.workbooks.check.named_cells import NamedCells
from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, said, sheet_finding
from xldesk.workbooks.standard_sheets import MASTER_FLAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableBlock


class MasterFlag(Rule):
    """Finds a master flag that is missing or not 0."""

    def __init__(self) -> None:
        self._names: NamedCells | None = None
        self._seen = False

    def passes(self, block: TableBlock) -> bool:
        """Return whether the flag is not among these rows."""
        spec = block.document.spec
        if spec is None or not spec.has_checks:
            return True
        return self._flag(block.document, block.sheet.name) not in block.rows

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Yield the flag where it is not 0."""
        spec = row.document.spec
        if spec is None or not spec.has_checks:
            return
        for number in self._known(row.document).of(MASTER_FLAG, row.sheet.name, row.number):
            self._seen = True
            cell = row.cells.get(number)
            if cell is not None and cell.lacks_value:
                continue  # said once for all formulas
            if cell is None or cell.kind != "n" or cell.value not in {"0", "0.0", "-0"}:
                yield cell_finding(
                    row,
                    number,
                    "CHECKS-FAIL",
                    f"the workbook's own checks fail ({said(cell)})",
                    "read the sheet Checks for what differs",
                )

    def _known(self, document: Document) -> NamedCells:
        if self._names is None:
            self._names = NamedCells(document)
        return self._names

    def _flag(self, document: Document, sheet: str) -> int | None:
        return self._known(document).row_of(MASTER_FLAG, sheet)

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield a finding where there is no flag to read."""
        if document.spec is not None and document.spec.has_checks and not self._seen:
            yield sheet_finding(
                document,
                "Checks",
                "CHECKS-FAIL",
                f"the master flag {MASTER_FLAG} is missing",
                issue_again(document.spec),
            )
