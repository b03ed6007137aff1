"""Comments travel with a file and are easily sent to the wrong reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xldesk.workbooks.check.macro_notes import MacroNotes, notes_on
from xldesk.workbooks.check.rule import Rule, sheet_finding, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document, FoundSheet
    from xldesk.workbooks.check.report import CheckFinding

_THREADED = "threadedComment"
_KINDS = frozenset({"comments", _THREADED})
_MOST_NAMED = 5


class Comments(Rule):
    """Finds comments and notes on sheets."""

    needs_spec = False

    def package(self, document: Document) -> Iterator[CheckFinding]:
        """Yield one finding for each sheet with comments, and one for its notes of macros."""
        noted = [sheet for sheet in document.sheets if _kinds(sheet) & _KINDS]
        of_macros = MacroNotes(document) if noted else None
        for sheet in noted:
            notes = list(notes_on(document, sheet))
            others = [
                cell
                for cell, text in notes
                if of_macros is None or not of_macros.has(sheet.name, cell, text)
            ]
            if others or not notes or _THREADED in _kinds(sheet):
                where = f": {', '.join(others[:_MOST_NAMED])}" if others else ""
                more = ", …" if len(others) > _MOST_NAMED else ""
                yield sheet_finding(
                    document,
                    sheet.name,
                    "COMMENT",
                    f"the sheet has comments{shown(where + more, None)[1:-1]}",
                    "read them, and delete them before the file goes on",
                )
            if len(others) < len(notes):
                yield sheet_finding(
                    document,
                    sheet.name,
                    "NOTE-OF-MACRO",
                    f"notes of validate_workbook or sign_off: {len(notes) - len(others):,}; they "
                    "are for people, and anyone can write one",
                    "nothing; a tracker with notes is not sent",
                )


def _kinds(sheet: FoundSheet) -> set[str]:
    return {relation.kind for relation in sheet.relations}
