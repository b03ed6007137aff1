"""A workbook of the desk hides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, sheet_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding


class HiddenSheets(Rule):
    """Finds hidden sheets, among them those that Excel's own menu does not list."""

    needs_spec = False

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield one finding for each sheet that is not visible."""
        for sheet in document.sheets:
            if sheet.state != "visible":
                yield sheet_finding(
                    document,
                    sheet.name,
                    "SHEET-HIDDEN",
                    "the sheet is hidden" + (" from the menu too" * (sheet.state == "veryHidden")),
                    "show it with Unhide and read it before you use the file",
                )
