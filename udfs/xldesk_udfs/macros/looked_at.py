"""What a check says of a book as it is now, beside its desk where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.workbooks.check import check_workbook
from xldesk_udfs.macros.marks import SHEETS, TABLE, has_own_notes_only
from xldesk_udfs.macros.setting import scratch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import xlwings as xw

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.provenance.verdict import Verification
    from xldesk_udfs.macros.setting import Setting

_OWN_TABLES = {
    "Earlier entries": "EarlierEntries",
    "Cells put back": "CellsPutBack",
    "Reconciliation with desk": "ReconciliationWithDesk",
    **dict.fromkeys(SHEETS, TABLE),
}
"""The one table of each sheet that macros add, by the sheet's name."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The findings, blocking ones first, and what the desk says of the file (None without one)."""

    findings: tuple[CheckFinding, ...]
    verification: Verification | None

    @property
    def blocking(self) -> int:
        """How many findings block."""
        return sum(finding.severity == "block" for finding in self.findings)

    @property
    def verdict(self) -> str | None:
        """Whether the desk issued the file: as issued, altered, not ours, not compared."""
        return None if self.verification is None else self.verification.verdict


def looked_at(book: xw.Book, setting: Setting) -> Looked:
    """Check a copy of ``book``, whose own file stays as it is.

    The sheets and notes of macros, and the links that they put on exceptions, are no findings.
    """
    with scratch() as folder:
        path = folder / book.name
        setting.host.copy(book, path)
        added = own_sheets(book)
        noted = frozenset(sheet.name for sheet in book.sheets if has_own_notes_only(sheet))
        return _looked_at(path, setting, {"SHEET-ADDED": added, "COMMENT": noted})


def own_sheets(book: xw.Book) -> frozenset[str]:
    """Return the names of sheets that macros added, each known by its name and its only table."""
    return frozenset(
        sheet.name
        for sheet in book.sheets
        if [table.name for table in sheet.tables] == [_OWN_TABLES.get(sheet.name)]
    )


def _looked_at(path: Path, setting: Setting, own: Mapping[str, frozenset[str]]) -> Looked:
    report = check_workbook(path)
    verification = None
    if setting.desk is not None and report.is_safe:
        verification = setting.desk.verify_workbooks([path])[path]
        verification.add_to(report)
    report.sort()
    findings = tuple(found for found in report.findings if not _is_of_macros(found, own))
    return Looked(findings, verification)


def _is_of_macros(finding: CheckFinding, own: Mapping[str, frozenset[str]]) -> bool:
    if finding.place.sheet in own.get(finding.code, ()):
        return True
    is_link = finding.code == "LOOK-CHANGED" and finding.message.startswith("link: ")
    return is_link and finding.place.sheet == "Exceptions"
