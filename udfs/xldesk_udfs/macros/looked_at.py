"""What a check says of a book as it is now, beside its desk where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xldesk.workbooks.check import check_workbook
from xldesk.workbooks.check.macro_sheets import macro_sheet
from xldesk.workbooks.check.told import summary, told
from xldesk_udfs.macros.setting import scratch

if TYPE_CHECKING:
    from pathlib import Path

    import xlwings as xw

    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.provenance.verdict import Verification
    from xldesk_udfs.macros.setting import Setting

_NO_FINDINGS = ("SHEET-OF-MACRO", "NOTE-OF-MACRO", "LINK-OF-MACRO", "FORM-LONGER")
"""What a check says as information, of things that macros added and of lines of a form."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The findings, blocking ones first, and what the desk says of the file (None without one).

    ``said`` counts them in words as ``xldesk check`` does, ``blocks`` are those that block: each
    thing once, in however many cells it is.
    """

    findings: tuple[CheckFinding, ...]
    verification: Verification | None
    said: str
    blocks: tuple[CheckFinding, ...]

    @property
    def blocking(self) -> int:
        """How many things block."""
        return len(self.blocks)

    @property
    def verdict(self) -> str | None:
        """Whether the desk issued the file: as issued, altered, not ours, not compared."""
        return None if self.verification is None else self.verification.verdict


def looked_at(book: xw.Book, setting: Setting) -> Looked:
    """Check a copy of ``book``, whose own file stays as it is.

    The sheets, notes and links that macros made, each known as theirs, are no findings, and nor
    are lines that people inserted into a form.
    """
    with scratch() as folder:
        path = folder / book.name
        setting.host.copy(book, path)
        return _looked_at(path, setting)


def own_sheets(book: xw.Book) -> frozenset[str]:
    """Return the names of sheets that macros added, each known by its name and its only table."""
    return frozenset(
        sheet.name
        for sheet in book.sheets
        if macro_sheet(sheet.name, [table.name for table in sheet.tables]) is not None
    )


def _looked_at(path: Path, setting: Setting) -> Looked:
    report = check_workbook(path)
    verification = None
    if setting.desk is not None and report.is_safe:
        verification = setting.desk.verify_workbooks([path])[path].add_to(report)
    for code in _NO_FINDINGS:
        report.drop(code)
    report.sort()
    blocks = tuple(found for found in told(report) if found.severity == "block")
    return Looked(tuple(report.findings), verification, summary(report), blocks)
