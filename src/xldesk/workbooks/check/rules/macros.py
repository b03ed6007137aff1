"""A workbook of the desk has no macros: code in a spreadsheet runs with its reader's rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, file_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding


class Macros(Rule):
    """Finds VBA projects, Excel 4 macro sheets and dialog sheets."""

    needs_spec = False

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield one finding for each part with code."""
        for name in document.archive.names:
            low = name.lower()
            if "vbaproject" in low or "/macrosheets/" in low or "/dialogsheets/" in low:
                yield file_finding(
                    document,
                    "MACRO",
                    f"the file contains code ({name[:100]})",
                    "do not enable macros; ask the sender for an .xlsx without them",
                )
