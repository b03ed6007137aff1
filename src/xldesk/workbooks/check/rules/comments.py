"""Comments travel with a file and are easily sent to the wrong reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, sheet_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding


class Comments(Rule):
    """Finds comments and notes on sheets."""

    needs_spec = False

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield one finding for each sheet with comments."""
        for sheet in document.sheets:
            if any(r.kind in {"comments", "threadedComment"} for r in sheet.relations):
                yield sheet_finding(
                    document,
                    sheet.name,
                    "COMMENT",
                    "the sheet has comments",
                    "read them, and delete them before the file goes on",
                )
