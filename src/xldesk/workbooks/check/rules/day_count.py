"""A workbook of the desk counts days from 1900."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.rule import Rule, file_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding


class DayCount(Rule):
    """Finds the 1904 date system: the same numbers show as days four years later."""

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield a finding where days are counted from 1904."""
        if document.days != "excel":
            yield file_finding(
                document,
                "DAYS-1904",
                "the file counts days from 1904, so that every date shows four years later",
                "switch off the 1904 date system in the file's options",
            )
