"""A desk of which nothing changes any more issues each workbook once, however often it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from xldesk.desk import Desk
from xldesk.workbooks.provenance.facts import Facts
from xldesk.workbooks.provenance.reissue import Reissuer
from xldesk.workbooks.provenance.verdict import Verification, verify_workbooks

Shelf = dict[tuple[object, ...], tuple[str, bytes]]
"""What was issued, as its name and content, by the question."""


class IssuingOnce(Desk):
    """Hands out copies of what a desk issued first for the same question of the same ledger."""

    shelf: Shelf
    """One for all that ask the same desk."""

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
            return self._shelved(
                question,
                super().issue_again(
                    workbook, scope, period, as_of=as_of, folder=folder, position=position
                ),
            )
        return self._copied(question, folder)

    def verify_workbooks(
        self,
        paths: Sequence[Path],
        progress: Callable[[int, int, str], None] | None = None,
        processes: int = 1,
    ) -> dict[Path, Verification]:
        """Compare with what the desk issued before, where it issued that before."""
        issue = Reissuer(self.pack, self.basis, processes)
        head = self.ledger.head()

        def reissue(wanted: Sequence[Facts], folder: Path) -> dict[Facts, Path]:
            known = [one for one in wanted if (head, one) in self.shelf]
            found = {
                one: self._copied((head, one), folder / f"known-{number}")
                for number, one in enumerate(known)
            }
            new = [one for one in wanted if one not in found]
            for one, path in (issue(new, folder) if new else {}).items():
                found[one] = self._shelved((head, one), path)
            return found

        return verify_workbooks(paths, self.ledger, reissue, progress)

    def _shelved(self, question: tuple[object, ...], issued: Path) -> Path:
        self.shelf[question] = issued.name, issued.read_bytes()
        return issued

    def _copied(self, question: tuple[object, ...], folder: Path) -> Path:
        name, content = self.shelf[question]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        return folder / name
