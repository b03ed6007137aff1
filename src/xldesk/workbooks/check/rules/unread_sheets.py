"""Every sheet of a workbook of the desk is a worksheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, sheet_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding


class UnreadSheets(Rule):
    """Finds chart sheets, and sheets of a kind that no program writes: nobody looked at them."""

    needs_spec = False

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield one finding for each such sheet."""
        for name in document.unread:
            yield sheet_finding(
                document,
                name,
                "SHEET-UNREAD",
                "the sheet is no worksheet, and what it shows was not looked at",
                "delete it, or ask its sender what it is for",
            )
