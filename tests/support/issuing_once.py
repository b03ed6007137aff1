"""A desk of which nothing changes any more issues each workbook once, however often it is asked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xldesk.desk import Desk


class IssuingOnce(Desk):
    """Hands out copies of what the desk of tests issued first for the same question."""

    shelf: dict[tuple[object, ...], tuple[str, bytes]]
    """What was issued, as its name and content: one for all that ask the same desk."""

    def issue_again(
        self,
        workbook: str,
        scope: str,
        period: str,
        *,
        as_of: datetime,
        folder: Path,
        position: int | None = None,
    ) -> Path:
        question = (self.ledger.head(), workbook, scope, period, as_of, position)
        if question not in self.shelf:
            issued = super().issue_again(
                workbook, scope, period, as_of=as_of, folder=folder, position=position
            )
            self.shelf[question] = issued.name, issued.read_bytes()
            return issued
        name, content = self.shelf[question]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        return folder / name
