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
        """Yield one finding for each part with code, and for a type that may hold it."""
        if b"macroEnabled" in document.archive.read("[Content_Types].xml"):
            yield self._finding(document, "its type allows it")
        for name in document.archive.names:
            low = name.lower()
            if "vbaproject" in low or "/macrosheets/" in low or "/dialogsheets/" in low:
                yield self._finding(document, name[:100])

    def _finding(self, document: Document, where: str) -> CheckFinding:
        return file_finding(
            document,
            "MACRO",
            f"the file contains code ({where})",
            "do not enable macros; ask the sender for an .xlsx without them",
        )
