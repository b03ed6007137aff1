"""The About sheet says where the numbers come from, completely."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from xldesk.workbooks.check.issue_again import issue_again
from xldesk.workbooks.check.rule import Rule, SheetRow, cell_finding, sheet_finding, shown
from xldesk.workbooks.layout import FIRST_COLUMN
from xldesk.workbooks.standard_sheets import ABOUT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xldesk.workbooks.check.document import Document
    from xldesk.workbooks.check.report import CheckFinding
    from xldesk.workbooks.check.rule import TableView

_HASH = re.compile(r"[0-9a-f]{64}")
_HASHES = frozenset({"about.head_hash", "about.policy_version", "about.digest"})


class AboutComplete(Rule):
    """Finds fields of About that are missing, empty or not of their form."""

    sees_all_rows = False

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def looks_at(self, table: TableView | None) -> bool:
        """Return whether rows may be fields."""
        return table is None

    def row(self, row: SheetRow) -> Iterator[CheckFinding]:
        """Yield fields that say nothing, or hashes that are none."""
        if row.field is None or row.field not in ABOUT_FIELDS:
            return
        self._seen.add(row.field.field)
        cell = row.cells.get(FIRST_COLUMN + 1)
        value = "" if cell is None else cell.value or ""
        if not value or (row.field.field in _HASHES and not _HASH.fullmatch(value)):
            yield cell_finding(
                row,
                FIRST_COLUMN + 1,
                "ABOUT-INCOMPLETE",
                f"{row.field.label} reads {shown(value)}",
                issue_again(row.document.spec),
            )

    def finish(self, document: Document) -> Iterator[CheckFinding]:
        """Yield the fields that are not there at all."""
        is_gone = all(sheet.name != "About" for sheet in document.sheets)
        for item in ABOUT_FIELDS:
            if item.field not in self._seen:
                finding = sheet_finding(
                    document,
                    "About",
                    "ABOUT-INCOMPLETE",
                    f"{item.label} is missing",
                    issue_again(document.spec),
                )
                yield replace(finding, follows=is_gone)
